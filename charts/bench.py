"""Who could step in, unit by unit."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.numbers import count, label
from charts.theme import ALARM, FAINT, INK, MUTED, PAPER, layered, share_axis, share_scale

ROW = 40
MOST = 14


def paper_and_real(strength: pd.DataFrame) -> alt.LayerChart:
    """Draw per unit the way from roles with somebody named to roles with somebody ready, free and willing.

    Expects `bench_strength` by business_unit; the units that lose most come first.
    """
    rows = _units(strength)
    y = alt.Y("unit:N", axis=None, sort=list(rows["unit"]), scale=alt.Scale(padding=0))
    base = alt.Chart(rows).encode(y=y)
    x = alt.Scale(domain=[0, 1], nice=False)
    lost = base.mark_bar(height=4, color=ALARM, yOffset=8).encode(
        x=alt.X("willing:Q", scale=x, axis=share_axis(title=None, orient="top")), x2="named:Q"
    )
    paper = base.mark_point(size=80, color=MUTED, strokeWidth=2, fill=PAPER, opacity=1, yOffset=8).encode(
        x=alt.X("named:Q", scale=share_scale()), tooltip=_tooltip()
    )
    real = base.mark_point(filled=True, size=90, color=INK, opacity=1, yOffset=8).encode(
        x=alt.X("willing:Q", scale=share_scale()), tooltip=_tooltip()
    )
    name = base.mark_text(align="left", dy=-9, fontSize=13, fontWeight=600).encode(x=alt.value(0), text="unit:N")
    said = base.mark_text(align="right", dy=-9, fontSize=12, color=MUTED).encode(x=alt.value("width"), text="said:N")
    rule = base.mark_rule(color=FAINT, strokeWidth=0.5, yOffset=-19).encode(x=alt.value(0), x2=alt.value("width"))
    return layered(rule, lost, paper, real, name, said, height=ROW * max(len(rows), 1))


def _units(strength: pd.DataFrame) -> pd.DataFrame:
    wide = strength.pivot_table(index="business_unit", columns="step", values=["covered", "share"], aggfunc="first")
    roles = strength.groupby("business_unit")["roles"].first()
    rows = pd.DataFrame(
        {
            "unit": [label(unit) for unit in wide.index],
            "roles": roles.loc[wide.index].to_numpy(),
            "named": wide[("share", "named")].to_numpy(),
            "willing": wide[("share", "willing")].to_numpy(),
            "named_roles": wide[("covered", "named")].to_numpy(),
            "willing_roles": wide[("covered", "willing")].to_numpy(),
        }
    )
    rows["said"] = [
        f"{count(named)} named, {count(willing)} real, of {count(roles)}"
        for named, willing, roles in zip(rows["named_roles"], rows["willing_roles"], rows["roles"], strict=True)
    ]
    rows["lost"] = rows["named"] - rows["willing"]
    return rows.sort_values(["lost", "roles"], ascending=False).head(MOST).reset_index(drop=True)


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("unit:N", title="Unit"),
        alt.Tooltip("named:Q", title="On paper", format=".0%"),
        alt.Tooltip("willing:Q", title="Ready, free and willing", format=".0%"),
    ]
