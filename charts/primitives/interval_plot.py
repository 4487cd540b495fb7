"""Figures with their intervals, one line each under the name of their group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from charts.theme import FAINT, INK, TRACK_COLOURS, TRACK_NAMES, TRACK_SHAPES, layered

HEAD, LINE, GAP = 22, 18, 6
COLUMNS = ("value", "low", "high", "series", "who", "said", "range", "head", "y")
Row = Mapping[str, Any]


def ranges(
    groups: Iterable[tuple[str, Sequence[Row]]],
    *,
    scale: alt.Scale,
    axis: alt.Axis,
    colours: Mapping[str, str] = TRACK_COLOURS,
    shapes: Mapping[str, str] = TRACK_SHAPES,
    figure: str = "Share",
) -> alt.LayerChart:
    """Draw every row of every group as a mark over its interval, with `said` beside it.

    A row has `value`, `low`, `high`, `series` (which colour and shape), `who` (the series in words), `said` and
    `range` (the interval in words); a group is its name and its rows. `figure` names the value in the hover text.
    """
    rows, heads, height = _laid_out(groups)
    y = alt.Scale(domain=[0, height], nice=False, reverse=True)
    base = alt.Chart(rows).encode(
        y=alt.Y("y:Q", scale=y, axis=None),
        color=alt.Color("series:N", legend=None, scale=_scale(colours)),
        tooltip=[
            alt.Tooltip("head:N", title="Group"),
            alt.Tooltip("who:N", title="Of"),
            alt.Tooltip("said:N", title=figure),
            alt.Tooltip("range:N", title="95 % interval"),
        ],
    )
    span = base.mark_rule(strokeWidth=2, opacity=0.55).encode(x=alt.X("low:Q", scale=scale), x2=alt.X2("high:Q"))
    mark = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, axis=axis),
        shape=alt.Shape("series:N", legend=None, scale=_scale(shapes)),
    )
    figure_text = base.mark_text(align="left", dx=8, fontSize=12).encode(x=alt.XValue("width"), text=alt.Text("said:N"))
    heading = alt.Chart(heads).encode(y=alt.Y("y:Q", scale=y, axis=None), x=alt.XValue(0))
    head_text = heading.mark_text(align="left", fontWeight=600, fontSize=13, color=INK).encode(text=alt.Text("head:N"))
    line = heading.mark_rule(color=FAINT, strokeWidth=0.5, yOffset=-12).encode(x2=alt.X2Value("width"))
    return layered(line, span, mark, figure_text, head_text, height=height)


def _laid_out(groups: Iterable[tuple[str, Sequence[Row]]]) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    rows: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    y = 0
    for head, lines in groups:
        heads.append({"head": head, "y": y + HEAD / 2 + 2})
        y += HEAD
        for line in lines:
            rows.append({**line, "head": head, "y": y + LINE / 2})
            y += LINE
        y += GAP
    return pd.DataFrame(rows, columns=list(COLUMNS)), pd.DataFrame(heads, columns=["head", "y"]), max(y, 1)


def _scale(values: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(values), range=list(values.values()))


def of_track(row: Mapping[Any, Any], figure: str, counted: str, digits: int = 1) -> Row:
    """One track's rate as a row of `ranges`: `figure` is its column, `counted` the words for what it rests on."""
    name = TRACK_NAMES[row["track"]]
    return {
        "value": row[figure],
        "low": row["low"],
        "high": row["high"],
        "series": row["track"],
        "who": name,
        "said": f"{name} {row[figure]:.{digits}f}: {counted}",
        "range": f"{row['low']:.1f}–{row['high']:.1f}",
    }
