"""Shares with their intervals, one line per group and series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from charts.formatting import count, interval, label, percent
from charts.primitives.interval_plot import ranges
from charts.theme import TRACK_COLOURS, TRACK_NAMES, TRACK_SHAPES, share_axis, share_scale

MOST = 14


def shares_by_group(
    frame: pd.DataFrame,
    *,
    share: str,
    people: str,
    group: str,
    track: str = "track",
    names: Mapping[str, str] = TRACK_NAMES,
    colours: Mapping[str, str] = TRACK_COLOURS,
    shapes: Mapping[str, str] = TRACK_SHAPES,
) -> alt.LayerChart:
    """Draw `share` with `low`–`high` per `group`, a line for each track, and `share of people` in words beside it.

    The largest groups come first; groups past the fourteenth are left to the table. Another column than a track may
    tell the lines apart, with `names`, `colours` and `shapes` for its values.
    """
    largest = frame.groupby(group, dropna=False)[people].sum().sort_values(ascending=False)
    groups = []
    for name in list(largest[largest > 0].index[:MOST]):
        rows_of_group = frame[frame[group].isna()] if pd.isna(name) else frame[frame[group] == name]
        lines = [
            _line(row, share, people, track, names)
            for row in rows_of_group.sort_values(track).to_dict("records")
            if row[track] in colours and row[people]
        ]
        groups.append((label(name) if pd.notna(name) else "Not known", lines))
    axis = share_axis(title=None, orient="top")
    return ranges(groups, scale=share_scale(), axis=axis, colours=colours, shapes=shapes)


def _line(row: dict[Any, Any], share: str, people: str, track: str, names: Mapping[str, str]) -> dict[str, Any]:
    name = names[row[track]]
    return {
        "value": row[share],
        "low": row["low"],
        "high": row["high"],
        "series": row[track],
        "who": name,
        "said": f"{name} {percent(row[share], row['low'], row['high'])} of {count(row[people])}",
        "range": interval(row["low"], row["high"]),
    }
