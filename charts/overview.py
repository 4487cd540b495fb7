"""The bench waterfall: from roles with a successor named to roles with one who said yes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import count, percent
from charts.primitives.bench_steps import STEPS
from charts.theme import ALARM, FAINT, INK, MUTED, RULE, layered

ROW = 46


def bench_waterfall(strength: pd.DataFrame) -> alt.LayerChart:
    """Draw the roles covered at each step and name what is lost between two. Expects ungrouped `bench_strength`."""
    rows = _steps(strength)
    base = alt.Chart(rows).encode(
        tooltip=[alt.Tooltip("said:N", title="Roles"), alt.Tooltip("range:N", title="95 % interval of the share")]
    )
    y = alt.Y("order:O", axis=None, scale=alt.Scale(padding=0))
    scale = alt.Scale(domain=[0, int(rows["roles"].max())], nice=False)
    track = base.mark_bar(height=16, color=RULE, yOffset=9).encode(y=y, x=alt.X("roles:Q", scale=scale, axis=None))
    lost = base.mark_bar(height=16, color=ALARM, yOffset=9).encode(
        y=y, x=alt.X("covered:Q", scale=scale, axis=None), x2=alt.X2("before:Q")
    )
    kept = base.mark_bar(height=16, yOffset=9).encode(
        y=y,
        x=alt.X("covered:Q", scale=scale, axis=None),
        color=alt.ColorValue(FAINT, condition={"test": "datum.step === 'willing'", "value": INK}),
    )
    whisker = base.mark_rule(color=MUTED, strokeWidth=1, yOffset=21).encode(
        y=y, x=alt.X("low_roles:Q", scale=scale, axis=None), x2=alt.X2("high_roles:Q")
    )
    name = base.mark_text(align="left", dy=-9, fontSize=13, color=INK).encode(
        y=y, x=alt.XValue(0), text=alt.Text("said:N")
    )
    loss = base.mark_text(align="right", dy=-9, fontSize=13, color=ALARM, fontWeight=600).encode(
        y=y, x=alt.XValue("width"), text=alt.Text("loss:N")
    )
    return layered(track, lost, kept, whisker, name, loss, height=ROW * len(rows))


def _steps(strength: pd.DataFrame) -> pd.DataFrame:
    rows = strength[strength["step"].isin(list(STEPS))].copy()
    rows["order"] = rows["step"].map({step: at for at, step in enumerate(STEPS)})
    rows = rows.sort_values("order", ignore_index=True)
    rows["before"] = rows["covered"].shift(fill_value=rows["roles"].iloc[0]).astype(int)
    rows["said"] = [
        f"{count(covered)} {STEPS[step][0]}" for covered, step in zip(rows["covered"], rows["step"], strict=True)
    ]
    rows["loss"] = [
        f"\u2212{count(before - covered)} {STEPS[step][1]}" if before > covered else ""
        for before, covered, step in zip(rows["before"], rows["covered"], rows["step"], strict=True)
    ]
    rows["low_roles"], rows["high_roles"] = rows["low"] * rows["roles"], rows["high"] * rows["roles"]
    rows["range"] = [f"{percent(low)} to {percent(high)}" for low, high in zip(rows["low"], rows["high"], strict=True)]
    return rows
