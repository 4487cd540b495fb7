"""Shares with their intervals, one line per group and series: the figure to compare groups by."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.numbers import count, interval, label, percent
from charts.theme import (
    FAINT,
    INK,
    TRACK_COLOURS,
    TRACK_NAMES,
    TRACK_SHAPES,
    TRACKS,
    layered,
    share_axis,
    share_scale,
)

HEAD, LINE = 22, 18
MOST = 14


def shares_by_group(
    frame: pd.DataFrame,
    *,
    share: str,
    people: str,
    group: str,
    track: str = "track",
    names: dict[str, str] = TRACK_NAMES,
) -> alt.LayerChart:
    """Draw `share` with `low`–`high` per `group`, a line for each track, and `share of people` in words beside it.

    The largest groups come first; groups past the fourteenth are left to the table.
    """
    rows, heads, height = _lines(frame, share, people, group, track, names)
    y = alt.Scale(domain=[0, height], nice=False, reverse=True)
    colour = alt.Color(f"{track}:N", legend=None, scale=_scale(TRACK_COLOURS))
    base = alt.Chart(rows).encode(y=alt.Y("y:Q", scale=y, axis=None), color=colour)
    x = alt.X(f"{share}:Q", scale=share_scale(), axis=share_axis(title=None, orient="top"))
    span = base.mark_rule(strokeWidth=2, opacity=0.55).encode(x=alt.X("low:Q", scale=share_scale()), x2="high:Q")
    dot = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=x,
        shape=alt.Shape(f"{track}:N", legend=None, scale=_scale(TRACK_SHAPES)),
        tooltip=[
            alt.Tooltip("head:N", title="Group"),
            alt.Tooltip("who:N", title="Track"),
            alt.Tooltip("said:N", title="Share"),
            alt.Tooltip("range:N", title="95 % interval"),
        ],
    )
    said = base.mark_text(align="left", dx=8, fontSize=12).encode(x=alt.value("width"), text="said:N")
    named = (
        alt.Chart(heads)
        .mark_text(align="left", fontWeight=600, fontSize=13, color=INK)
        .encode(y=alt.Y("y:Q", scale=y, axis=None), x=alt.value(0), text="head:N")
    )
    line = (
        alt.Chart(heads)
        .mark_rule(color=FAINT, strokeWidth=0.5, yOffset=-12)
        .encode(y=alt.Y("y:Q", scale=y, axis=None), x=alt.value(0), x2=alt.value("width"))
    )
    return layered(line, span, dot, said, named, height=height)


def _lines(
    frame: pd.DataFrame, share: str, people: str, group: str, track: str, names: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    largest = frame.groupby(group, dropna=False)[people].sum().sort_values(ascending=False)
    rows, heads, y = [], [], 0
    for name in list(largest[largest > 0].index[:MOST]):
        said = label(name) if pd.notna(name) else "Not known"
        heads.append({"head": said, "y": y + HEAD / 2 + 2})
        y += HEAD
        mine = frame[frame[group].isna()] if pd.isna(name) else frame[frame[group] == name]
        for row in mine.sort_values(track).to_dict("records"):
            if row[track] not in TRACKS or not row[people]:
                continue
            figure = percent(row[share], row["low"], row["high"])
            rows.append(
                {
                    **{key: row[key] for key in (share, "low", "high", track)},
                    "y": y + LINE / 2,
                    "head": said,
                    "who": names[row[track]],
                    "said": f"{names[row[track]]} {figure} of {count(row[people])}",
                    "range": interval(row["low"], row["high"]),
                }
            )
            y += LINE
        y += 6
    columns = [share, "low", "high", track, "y", "head", "who", "said", "range"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame(heads, columns=["head", "y"]), max(y, 1)


def _scale(values: dict[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(TRACKS), range=[values[track] for track in TRACKS])
