"""The strength of the same bench by different definitions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import SPACE, label
from charts.theme import FAINT, INK, MUTED, layered

ROW = 34
OURS = "ours: "


def by_other_rules(definitions: pd.DataFrame) -> alt.LayerChart:
    """Draw one bar per definition, ours in ink; a value that is not a percentage is only written.

    Expects ungrouped `bench_definitions`.
    """
    defined = definitions[definitions["value"].notna()]
    percent = defined["unit"] == "%"
    ours = defined["definition"].str.startswith(OURS)
    rows = pd.DataFrame(
        {
            "definition": [label(name) for name in defined["definition"]],
            "value": defined["value"].where(percent),
            "said": [
                f"{value:.0f}{SPACE}%" if is_percent else f"{value:.1f} per role"
                for value, is_percent in zip(defined["value"], percent, strict=True)
            ],
            "ours": ours,
            "order": range(len(defined)),
        }
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("order:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("definition:N", title="Rule"), alt.Tooltip("said:N", title="Value")],
    )
    most = max(100.0, float(rows["value"].max())) if percent.any() else 100.0
    scale = alt.Scale(domain=[0, most], nice=False)
    axis = alt.Axis(values=[0, 50, 100], labelExpr=f"datum.label + '{SPACE}%'", title=None, orient="top")
    bar = base.mark_bar(height=6, yOffset=9).encode(
        x=alt.X("value:Q", scale=scale, axis=axis),
        color=alt.ColorValue(FAINT, condition={"test": "datum.ours", "value": INK}),
    )
    name = base.mark_text(align="left", dy=-6, fontSize=13).encode(x=alt.XValue(0), text=alt.Text("definition:N"))
    value_text = base.mark_text(align="right", dy=-6, fontSize=13, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(bar, name, value_text, height=ROW * max(len(rows), 1))
