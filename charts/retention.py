"""Retention and turnover by track."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from charts.formatting import count, interval, percent, points
from charts.primitives.interval_plot import Row, of_track, ranges
from charts.primitives.line_labels import at_the_end
from charts.primitives.share_plot import shares_by_group
from charts.theme import (
    FAINT,
    INK,
    MUTED,
    TRACK_COLOURS,
    TRACK_DASHES,
    TRACK_NAMES,
    TRACKS,
    layered,
    share_axis,
    share_scale,
)

HEIGHT = 300


def survival_curves(curve: pd.DataFrame) -> alt.LayerChart:
    """Draw one step line per track over its 95 % band, the people at risk below. Expects `retention_curve` by track."""
    curve = curve[curve["retained"].notna()]
    tracks = [track for track in TRACKS if track in set(curve["track"])]
    last = int(curve["month"].max())
    ticks = list(range(0, last + 1, _tick_step(last)))
    colour = alt.Color(
        "track:N", legend=None, scale=alt.Scale(domain=tracks, range=[TRACK_COLOURS[track] for track in tracks])
    )
    x = alt.X(
        "month:Q",
        scale=alt.Scale(domain=[0, max(last, 1)], nice=False),
        axis=alt.Axis(values=ticks, title="Months", grid=False, format="d"),
    )
    y = alt.Y("retained:Q", scale=share_scale(), axis=share_axis(title=None))
    base = alt.Chart(_worded(curve)).encode(x=x, color=colour)
    band = base.mark_area(interpolate="step-after", opacity=0.16, line=False).encode(
        y=alt.Y("low:Q", scale=share_scale()), y2=alt.Y2("high:Q"), detail=alt.Detail("track:N")
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2.25).encode(
        y=y,
        strokeDash=alt.StrokeDash(
            "track:N", legend=None, scale=alt.Scale(domain=tracks, range=[TRACK_DASHES[track] for track in tracks])
        ),
    )
    hover = base.mark_point(size=160, opacity=0).encode(
        y=y,
        tooltip=[
            alt.Tooltip("who:N", title="Track"),
            alt.Tooltip("month:Q", title="Month", format="d"),
            alt.Tooltip("said:N", title="Still there"),
            *(
                alt.Tooltip(f"{name}:Q", title=title, format=",d")
                for name, title in (("at_risk", "At risk"), ("leavers", "Left so far"))
                if curve[name].notna().any()
            ),
        ],
    )
    return layered(
        band,
        line,
        hover,
        *at_the_end(_ends(curve), TRACK_COLOURS, HEIGHT),
        *_at_risk(curve, tracks, ticks),
        height=HEIGHT,
        padding={"left": 5, "top": 5, "right": 12, "bottom": 12},
    )


def _tick_step(last: int) -> int:
    return next((step for step in (1, 3, 6, 12, 24, 48) if last / step <= 8), 60)


def _worded(curve: pd.DataFrame) -> pd.DataFrame:
    rows = curve.drop(columns=["note"], errors="ignore").copy()
    rows["who"] = rows["track"].map(TRACK_NAMES)
    rows["said"] = [
        f"{percent(share, low, high)} ({interval(low, high)})"
        for share, low, high in zip(rows["retained"], rows["low"], rows["high"], strict=True)
    ]
    return rows


def _ends(curve: pd.DataFrame) -> dict[str, tuple[float, str]]:
    last = curve.sort_values("month").groupby("track").tail(1).set_index("track")["retained"]
    return {str(track): (share, f"{TRACK_NAMES[str(track)]} {percent(share)}") for track, share in last.items()}


def _at_risk(curve: pd.DataFrame, tracks: list[str], ticks: list[int]) -> list[alt.Chart]:
    """The number observed, written below the ticks; no layers where these numbers are withheld."""
    layers: list[alt.Chart] = []
    if curve["at_risk"].isna().all():
        return layers
    for at, track in enumerate(tracks):
        rows = curve[(curve["track"] == track) & curve["month"].isin(ticks)]
        below = HEIGHT + 52 + at * 34
        name = pd.DataFrame([{"name": f"{TRACK_NAMES[track]} observed"}])
        layers.append(
            alt.Chart(name)
            .mark_text(align="left", fontSize=11, fontWeight=600, color=TRACK_COLOURS[track])
            .encode(x=alt.XValue(0), y=alt.YValue(below), text=alt.Text("name:N"))
        )
        layers.append(
            alt.Chart(rows[["month"]].assign(people=[count(value) for value in rows["at_risk"]]))
            .mark_text(fontSize=11, color=MUTED)
            .encode(x=alt.X("month:Q"), y=alt.YValue(below + 15), text=alt.Text("people:N"))
        )
    return layers


MEASURES = {"crude": "All levels together", "same_level": "Compared at the same level"}


def retention_gap(gap: pd.DataFrame) -> alt.LayerChart:
    """Draw how many points more experts stay than managers, crude and at the same level. Expects `retention_gap`."""
    rows = gap[gap["measure"].isin(list(MEASURES)) & gap["gap"].notna()].copy()
    rows["name"] = rows["measure"].map(MEASURES)
    rows["said"] = [
        f"{points(gap, 1)} points ({points(low, 1)} to {points(high, 1)})"
        for gap, low, high in zip(rows["gap"], rows["low"], rows["high"], strict=True)
    ]
    rows["levels"] = [
        f"experts {percent(ic)}, managers {percent(manager)}"
        for ic, manager in zip(rows["ic"], rows["manager"], strict=True)
    ]
    widest = max([0.05, *rows["low"].abs(), *rows["high"].abs()])
    edge = math.ceil(widest * 20) / 20
    x = alt.Scale(domain=[-edge, edge], nice=False)
    y = alt.Y("name:N", axis=None, sort=list(MEASURES.values()))
    base = alt.Chart(rows.drop(columns=["note"], errors="ignore")).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title="Measure"),
            alt.Tooltip("said:N", title="Gap"),
            alt.Tooltip("levels:N", title="Stayed"),
        ],
    )
    axis = alt.Axis(
        labelExpr="datum.value == 0 ? 'no difference' : (datum.value > 0 ? '+' : '−') + "
        "format(abs(datum.value) * 100, '.0f')",
        values=[-edge, 0, edge],
        title="managers stay more  ←  points  →  experts stay more",
        gridColor=FAINT,
    )
    span = base.mark_rule(strokeWidth=3, color=MUTED, yOffset=10).encode(
        x=alt.X("low:Q", scale=x, axis=axis), x2=alt.X2("high:Q")
    )
    dot = base.mark_point(filled=True, size=110, shape="diamond", color=INK, opacity=1, yOffset=10).encode(
        x=alt.X("gap:Q")
    )
    name = base.mark_text(align="left", dy=-12, fontSize=13, fontWeight=600).encode(
        x=alt.XValue(0), text=alt.Text("name:N")
    )
    gap_text = base.mark_text(align="right", dy=-12, fontSize=13, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(span, dot, name, gap_text, height=58 * max(len(rows), 1))


def retention_by_unit(rate: pd.DataFrame) -> alt.LayerChart:
    """Draw the share who stayed per unit and track. Expects `retention_rate` by business_unit and track."""
    return shares_by_group(rate, share="rate", people="headcount_start", group="business_unit")


def turnover_by_track(turnover: pd.DataFrame) -> alt.LayerChart:
    """Draw how many leave for every 100 years worked on each track. Expects `turnover_rate` by track."""
    rows = turnover[turnover["rate_per_100"].notna() & turnover["track"].isin(list(TRACK_NAMES))]
    edge = float(max([1.0, *rows["high"].dropna()]))
    return ranges(
        [("Exits per 100 years worked", [_exits(row) for row in rows.sort_values("track").to_dict("records")])],
        scale=alt.Scale(domain=[0, edge], nice=True),
        axis=alt.Axis(title=None, orient="top", tickCount=4, format="d"),
        figure="Per 100 years worked",
    )


def _exits(row: dict[Any, Any]) -> Row:
    return of_track(row, "rate_per_100", f"{count(row['exits'])} exits", digits=0)
