"""Successor cover at each step, unit by unit."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import count, interval, label
from charts.theme import ALARM, FAINT, INK, MUTED, RULE, layered

HEADS = {
    "named": "named",
    "ready": "ready",
    "effective": "own person",
    "willing_or_unknown": "not declined",
    "willing": "said yes",
}
HEAD, ROW = 24, 44
MOST = 14
WIDE = 0.9  # of a column's width


def steps_by_unit(strength: pd.DataFrame) -> alt.LayerChart:
    """Draw each unit's bench waterfall, one column per step, on one scale: the unit's own number of roles.

    Expects `bench_strength` by business_unit. The units that lose most come first; units past the fourteenth are left
    out.
    """
    cells, units, height = _cells(strength)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], nice=False, reverse=True))
    scale = alt.Scale(domain=[0, len(HEADS)], nice=False)
    base = alt.Chart(cells).encode(
        y=y,
        tooltip=[
            alt.Tooltip("unit:N", title="Unit"),
            alt.Tooltip("what:N", title="Step"),
            alt.Tooltip("said:N", title="Roles"),
            alt.Tooltip("range:N", title="95 % interval"),
        ],
    )
    every = base.mark_bar(height=12, color=RULE).encode(x=alt.X("at:Q", scale=scale, axis=None), x2=alt.X2("end:Q"))
    lost = base.mark_bar(height=12, color=ALARM).encode(x=alt.X("to:Q", scale=scale, axis=None), x2=alt.X2("from:Q"))
    kept = base.mark_bar(height=12).encode(
        x=alt.X("at:Q", scale=scale, axis=None),
        x2=alt.X2("to:Q"),
        color=alt.ColorValue(FAINT, condition={"test": "datum.step === 'willing'", "value": INK}),
    )
    whisker = base.mark_rule(color=MUTED, strokeWidth=1, yOffset=9).encode(
        x=alt.X("low:Q", scale=scale, axis=None), x2=alt.X2("high:Q")
    )
    number = base.mark_text(align="left", dy=-14, fontSize=12).encode(
        x=alt.X("at:Q", scale=scale, axis=None), text=alt.Text("number:N")
    )
    heads = (
        alt.Chart(cells.drop_duplicates("step"))
        .mark_text(align="left", fontSize=12, color=MUTED)
        .encode(x=alt.X("at:Q", scale=scale, axis=None), y=alt.YValue(8), text=alt.Text("head:N"))
    )
    name = (
        alt.Chart(units)
        .mark_text(align="left", dy=-31, fontSize=13, fontWeight=600)
        .encode(y=y, x=alt.XValue(0), text=alt.Text("unit:N"))
    )
    return layered(every, lost, kept, whisker, number, heads, name, height=height)


def _cells(strength: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    wide = strength.pivot_table(index="business_unit", columns="step", values="covered", aggfunc="first").astype(int)
    shares = strength.set_index(["business_unit", "step"])
    roles = strength.groupby("business_unit")["roles"].first().loc[wide.index].astype(int)
    lost = (wide["named"] - wide["willing"]).rename("lost")
    order = pd.concat([lost, roles], axis=1).sort_values(["lost", "roles"], ascending=False).head(MOST).index
    cells, units = [], []
    for place, unit in enumerate(order):
        y, of, before = HEAD + (place + 1) * (ROW + 16) - 12, int(roles[unit]), int(roles[unit])
        units.append({"unit": f"{label(unit)}, {count(of)} roles", "y": y})
        for column, (step, head) in enumerate(HEADS.items()):
            covered = int(wide.loc[unit, step])
            low, high = (float(shares.loc[(unit, step), end]) for end in ("low", "high"))
            cells.append(
                {
                    **{"unit": label(unit), "step": step, "head": head, "what": label(head)},
                    **{"y": y, "at": column, "end": column + WIDE},
                    **{"to": column + WIDE * covered / of, "from": column + WIDE * max(before, covered) / of},
                    **{"low": column + WIDE * low, "high": column + WIDE * high, "range": interval(low, high)},
                    **{"number": count(covered), "said": f"{count(covered)} of {count(of)}"},
                }
            )
            before = covered
    return pd.DataFrame(cells), pd.DataFrame(units), HEAD + max(len(order), 1) * (ROW + 16)
