"""Any metric as a plain chart: intervals where it has them, else bars; lines over months or days."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from charts.theme import FAINT, INK, MUTED, RULE, UNKNOWN, layered, share_axis, share_scale

ROW = 34
DASHES: tuple[list[int], ...] = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [12, 4], [1, 2], [6, 2, 2, 2])
LINES = len(DASHES)
BANDS = 3  # more of them hide each other


def intervals(rows: pd.DataFrame) -> alt.LayerChart:
    """Draw a figure with its 95 % interval, a line per group.

    Expects `group`, `value`, `low`, `high`, `said` (in words) and `unit` (`share`, or any other).
    """
    x, axis = _scale(rows), _axis(rows)
    between = alt.Chart(rows).encode(y=_y(rows))
    base = between.encode(tooltip=_tooltip())
    span = base.mark_rule(strokeWidth=3, color=MUTED, yOffset=9).encode(
        x=alt.X("low:Q", scale=x, axis=axis), x2=alt.X2("high:Q")
    )
    dot = base.mark_point(filled=True, size=80, color=INK, opacity=1, yOffset=9).encode(x=alt.X("value:Q", scale=x))
    return layered(_rule(between), span, dot, *_texts(base), height=ROW * max(len(rows), 1))


def bars(rows: pd.DataFrame) -> alt.LayerChart:
    """Draw a figure without an interval as a bar per group. Expects what `intervals` expects."""
    between = alt.Chart(rows).encode(y=_y(rows))
    base = between.encode(tooltip=_tooltip())
    bar = base.mark_bar(height=8, color=UNKNOWN, yOffset=9).encode(
        x=alt.X("value:Q", scale=_scale(rows), axis=_axis(rows))
    )
    return layered(_rule(between), bar, *_texts(base), height=ROW * max(len(rows), 1))


def lines(rows: pd.DataFrame) -> alt.LayerChart:
    """Draw a figure over months or days, one line per group, distinguished by dashes and a legend.

    Expects `at` (a number of months, or a day), `group`, `value`, `low`, `high`, `said`, `unit`; rows come in the order
    of their groups. Groups past the eighth are left to the table.
    """
    groups = list(dict.fromkeys(rows["group"]))[:LINES]
    rows = rows[rows["group"].isin(groups) & rows["value"].notna()]
    dated = not pd.api.types.is_numeric_dtype(rows["at"])
    rows = rows.assign(at=rows["at"].astype(str)) if dated else rows
    x = alt.X("at:T" if dated else "at:Q", axis=alt.Axis(title=None if dated else "Months", grid=False))
    y = alt.Y("value:Q", scale=_scale(rows), axis=_axis(rows))
    base = alt.Chart(rows).encode(x=x)
    band = base.mark_area(opacity=0.25, color=FAINT).encode(
        y=alt.Y("low:Q", scale=_scale(rows)), y2=alt.Y2("high:Q"), detail=alt.Detail("group:N")
    )
    line = base.mark_line(color=INK, strokeWidth=2).encode(
        y=y,
        strokeDash=alt.StrokeDash(
            "group:N",
            scale=alt.Scale(domain=groups, range=list(DASHES[: len(groups)])),
            legend=_legend() if len(groups) > 1 else None,
        ),
    )
    hover = base.mark_point(size=160, opacity=0).encode(y=y, tooltip=[_moment(dated=dated), *_tooltip()])
    return layered(*([band] if len(groups) <= BANDS else []), line, hover, height=300)


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", labelLimit=220, symbolType="stroke", columns=2)


def _y(rows: pd.DataFrame) -> alt.Y:
    return alt.Y("group:N", axis=None, sort=list(rows["group"]), scale=alt.Scale(padding=0))


def _scale(rows: pd.DataFrame) -> alt.Scale:
    """Shares from 0 to 100 %, other figures from 0; negative values, such as a gap, extend the scale."""
    numbers = rows[["value", "low", "high"]].to_numpy(float).ravel()
    numbers = numbers[~np.isnan(numbers)]
    if (numbers < 0).any():
        return alt.Scale(zero=True)
    if rows["unit"].eq("share").all() and not (numbers > 1).any():
        return share_scale()
    return alt.Scale(zero=True, nice=True, domainMin=0)


def _axis(rows: pd.DataFrame) -> alt.Axis:
    scale = _scale(rows).to_dict()
    if scale.get("domain") == [0, 1]:
        return share_axis(title=None)
    return alt.Axis(title=None, tickCount=5, gridColor=RULE, format=".0%" if rows["unit"].eq("share").all() else "~s")


def _texts(base: alt.Chart) -> list[alt.Chart]:
    name = base.mark_text(align="left", dy=-8, fontSize=13, fontWeight=600, color=INK, limit=420)
    figure_text = base.mark_text(align="right", dy=-8, fontSize=12, color=MUTED)
    return [
        name.encode(x=alt.XValue(0), text=alt.Text("group:N")),
        figure_text.encode(x=alt.XValue("width"), text=alt.Text("said:N")),
    ]


def _rule(between: alt.Chart) -> alt.Chart:
    rule: alt.Chart = between.mark_rule(color=FAINT, strokeWidth=0.5, yOffset=-17).encode(
        x=alt.XValue(0), x2=alt.X2Value("width")
    )
    return rule


def _moment(*, dated: bool) -> alt.Tooltip:
    return (
        alt.Tooltip("at:T", title="Day", format="%-d %B %Y")
        if dated
        else alt.Tooltip("at:Q", title="Month", format="d")
    )


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("group:N", title="Group"), alt.Tooltip("said:N", title="Figure")]
