"""Declined promotions and the reasons given."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import count, interval, label, percent
from charts.primitives.line_labels import at_the_end
from charts.primitives.share_plot import shares_by_group
from charts.theme import (
    FAINT,
    INK,
    MUTED,
    TRACK_COLOURS,
    TRACK_DASHES,
    TRACK_SHAPES,
    TRACKS,
    layered,
    share_axis,
    share_scale,
)

HEIGHT = 260
OFFERS = {"ic": "As expert", "manager": "As manager", "unknown": "Track not told"}


def refusal_trend(trend: pd.DataFrame) -> alt.LayerChart:
    """Draw the refusal rate of each window over time, by offered track. Expects `promotion_refusals` with `as_of`."""
    rows = trend[trend["refusal_rate"].notna()].copy()
    tracks = [track for track in TRACKS if track in set(rows["offered_track"])]
    rows["who"] = rows["offered_track"].map(OFFERS)
    rows["day"] = pd.to_datetime(rows["as_of"]).dt.strftime("%Y-%m-%d")
    rows["answers"] = rows["accepted"] + rows["declined"]
    rows["said"] = [
        f"{percent(rate)} of {count(answers)} ({interval(low, high)})"
        for rate, answers, low, high in zip(
            rows["refusal_rate"], rows["answers"], rows["low"], rows["high"], strict=True
        )
    ]
    rows = rows[["day", "offered_track", "refusal_rate", "low", "high", "who", "said"]]
    colour = alt.Color("offered_track:N", legend=None, scale=_scale(tracks, TRACK_COLOURS))
    x = alt.X("day:T", axis=alt.Axis(title=None, grid=False, format="%b %Y", tickCount=5, labelOverlap=True))
    y = alt.Y("refusal_rate:Q", scale=share_scale(), axis=share_axis(title=None))
    base = alt.Chart(rows).encode(x=x, color=colour)
    band = base.mark_area(opacity=0.14).encode(
        y=alt.Y("low:Q", scale=share_scale()), y2=alt.Y2("high:Q"), detail=alt.Detail("offered_track:N")
    )
    line = base.mark_line(strokeWidth=2).encode(
        y=y, strokeDash=alt.StrokeDash("offered_track:N", legend=None, scale=_scale(tracks, TRACK_DASHES))
    )
    dot = base.mark_point(filled=True, size=36, opacity=1).encode(
        y=y,
        shape=alt.Shape("offered_track:N", legend=None, scale=_scale(tracks, TRACK_SHAPES)),
        tooltip=[
            alt.Tooltip("who:N", title="Offers of"),
            alt.Tooltip("day:T", title="Window to", format="%d %b %Y"),
            alt.Tooltip("said:N", title="Declined"),
        ],
    )
    return layered(band, line, dot, *at_the_end(_ends(rows), TRACK_COLOURS, HEIGHT), height=HEIGHT)


def _ends(rows: pd.DataFrame) -> dict[str, tuple[float, str]]:
    last = rows.sort_values("day").groupby("offered_track").tail(1).set_index("offered_track")["refusal_rate"]
    return {str(track): (share, f"{OFFERS[str(track)]} {percent(share)}") for track, share in last.items()}


def refusals_by_unit(refusals: pd.DataFrame) -> alt.LayerChart:
    """Draw the refusal rate per unit and offered track. Expects `promotion_refusals` by those two."""
    return _rates_by(refusals, "business_unit")


def refusals_by_generation(refusals: pd.DataFrame) -> alt.LayerChart:
    """Draw the refusal rate per generation and offered track. Expects `promotion_refusals` by those two."""
    return _rates_by(refusals, "generation")


def refusals_by_track(refusals: pd.DataFrame) -> alt.LayerChart:
    """Draw the refusal rate per offered track. Expects `promotion_refusals` by offered_track."""
    rows = refusals.assign(offers="Offers answered")
    return _rates_by(rows, "offers")


def _rates_by(refusals: pd.DataFrame, group: str) -> alt.LayerChart:
    rows = refusals.assign(answers=refusals["accepted"] + refusals["declined"])
    return shares_by_group(
        rows, share="refusal_rate", people="answers", group=group, track="offered_track", names=OFFERS
    )


def refusal_reasons(reasons: pd.DataFrame) -> alt.LayerChart:
    """Draw how often each reason was given; those not recorded stand last, in grey. Expects `refusal_reasons`."""
    rows = reasons[reasons["declined"] > 0].drop(columns=["note"], errors="ignore").copy()
    rows["recorded"] = rows["reason"] != "not_recorded"
    rows = rows.sort_values(["recorded", "declined"], ascending=False)
    rows["name"] = [label(reason) for reason in rows["reason"]]
    rows["said"] = [
        f"{count(declined)} · {percent(share)}" for declined, share in zip(rows["declined"], rows["share"], strict=True)
    ]
    y = alt.Y("name:N", axis=None, sort=list(rows["name"]), scale=alt.Scale(padding=0))
    base = alt.Chart(rows).encode(
        y=y, tooltip=[alt.Tooltip("name:N", title="Reason"), alt.Tooltip("said:N", title="Declined")]
    )
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    bar = base.mark_bar(height=8, yOffset=9).encode(
        x=x, color=alt.ColorValue(FAINT, condition={"test": "datum.recorded", "value": MUTED})
    )
    name = base.mark_text(align="left", dy=-7, fontSize=13, color=INK).encode(x=alt.XValue(0), text=alt.Text("name:N"))
    count_text = base.mark_text(align="right", dy=-7, fontSize=13, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(bar, name, count_text, height=36 * max(len(rows), 1))


def _scale(tracks: list[str], values: dict[str, str] | dict[str, list[int]]) -> alt.Scale:
    return alt.Scale(domain=tracks, range=[values[track] for track in tracks])
