"""What follows an answer to a promotion, who was asked at all, and what people say they want."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from charts.formatting import count, interval, known, label, of, percent
from charts.primitives.interval_plot import ranges
from charts.primitives.line_labels import at_the_end
from charts.primitives.share_plot import shares_by_group
from charts.primitives.stacked_bars import long, parts
from charts.theme import ALARM, FAINT, INK, MUTED, TRACK_COLOURS, layered, share_axis, share_scale

HEIGHT = 260
YEARS = {12, 24}
ANSWERS = {"accepted": "Said yes", "declined": "Said no"}
COLOURS = {"accepted": INK, "declined": MUTED}
DASHES = {"accepted": [1, 0], "declined": [6, 3]}
SHAPES = {"accepted": "circle", "declined": "diamond"}


def after_the_answer(curve: pd.DataFrame) -> alt.LayerChart:
    """Draw the share still here after a yes or a no, with its 95 % band. Expects `after_the_answer` for every month."""
    rows = curve[curve["retained"].notna()][["answer", "people", "month", "at_risk", "retained", "low", "high"]]
    if len(rows) and {*rows["month"]} <= YEARS:
        return _year_by_year(rows)
    rows = rows.assign(
        who=rows["answer"].map(ANSWERS),
        said=[f"{percent(row['retained'])} ({interval(row['low'], row['high'])})" for row in rows.to_dict("records")],
    )
    x = alt.X(
        "month:Q",
        scale=alt.Scale(domain=[0, 24], nice=False),
        axis=alt.Axis(values=[0, 6, 12, 18, 24], title="Months since the answer", grid=False),
    )
    base = alt.Chart(rows).encode(
        x=x,
        color=alt.Color("answer:N", legend=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))),
    )
    y = alt.Y("retained:Q", scale=share_scale(), axis=share_axis(title=None))
    band = base.mark_area(interpolate="step-after", opacity=0.14, line=False).encode(
        y=alt.Y("low:Q", scale=share_scale()), y2=alt.Y2("high:Q"), detail=alt.Detail("answer:N")
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2.25).encode(
        y=y,
        strokeDash=alt.StrokeDash(
            "answer:N", legend=None, scale=alt.Scale(domain=list(DASHES), range=list(DASHES.values()))
        ),
    )
    hover = base.mark_point(size=160, opacity=0).encode(
        y=y,
        tooltip=[
            alt.Tooltip("who:N", title="Answer"),
            alt.Tooltip("month:Q", title="Month", format="d"),
            alt.Tooltip("said:N", title="Still here"),
            *([alt.Tooltip("at_risk:Q", title="At risk", format=",d")] if rows["at_risk"].notna().any() else []),
        ],
    )
    return layered(band, line, hover, *at_the_end(_ends(rows), COLOURS, HEIGHT), height=HEIGHT)


def _year_by_year(rows: pd.DataFrame) -> alt.LayerChart:
    """Both answers side by side after each year, for viewers who are not shown months."""
    groups = [
        (f"After {month // 12} year{'s' if month > 12 else ''}", [_stayed(row) for row in part.to_dict("records")])
        for month in sorted({*rows["month"].astype(int)})
        for part in [rows[rows["month"] == month]]
    ]
    axis = share_axis(title=None, orient="top")
    return ranges(groups, scale=share_scale(), axis=axis, colours=COLOURS, shapes=SHAPES, figure="Still here")


def _stayed(row: dict[Any, Any]) -> dict[str, Any]:
    answer = ANSWERS[row["answer"]]
    return {
        "value": row["retained"],
        "low": row["low"],
        "high": row["high"],
        "series": row["answer"],
        "who": answer,
        "said": f"{answer} {percent(row['retained'])}",
        "range": interval(row["low"], row["high"]),
    }


def _ends(rows: pd.DataFrame) -> dict[str, tuple[float, str]]:
    last = rows.sort_values("month").groupby("answer").tail(1)
    return {
        str(row["answer"]): (
            float(row["retained"]),
            f"{row['who']} {percent(row['retained'])}{_of_people(row['people'])}",
        )
        for row in last.to_dict("records")
    }


def _of_people(people: object) -> str:
    return f" of {count(people)}" if known(people) else ""


def after_the_answer_by_unit(curve: pd.DataFrame) -> alt.LayerChart:
    """Draw who is still here a year after saying yes or no, per unit. Expects `after_the_answer` by business_unit."""
    return shares_by_group(
        curve[(curve["month"] == 12) & curve["retained"].notna()],
        share="retained",
        people="people",
        group="business_unit",
        track="answer",
        names=ANSWERS,
        colours=COLOURS,
        shapes=SHAPES,
    )


WILLING = {"willing_yes": INK, "willing_no": FAINT, "willing_unknown": ALARM}
WILLING_NAMES = {"willing_yes": "Said yes", "willing_no": "Said no", "willing_unknown": "Never asked"}
MOST = 14


def asked_by_unit(asked: pd.DataFrame) -> alt.LayerChart:
    """Draw per unit how many successors said yes, said no, or were never asked. Expects `asked` by business_unit."""
    rows = asked[asked["successors"] > 0].sort_values("never_asked_share", ascending=False).head(MOST)
    names = [label(unit) for unit in rows["business_unit"]]
    texts = [
        f"{count(row['willing_yes'])} yes, {count(row['willing_no'])} no, {count(row['willing_unknown'])} never asked"
        for row in rows.to_dict("records")
    ]
    people = rows["successors"].to_numpy(float)
    shares = rows[list(WILLING)].astype(float).div(people, axis=0)
    tall = long(shares.assign(name=names, said=texts), list(WILLING))
    return parts(tall.assign(detail=[percent(share) for share in tall["share"]]), WILLING, WILLING_NAMES)


WISHES = {"specialist": "ic", "people_manager": "manager", "unknown": "unknown"}
WISH_NAMES = {"ic": "Specialist", "manager": "People manager", "unknown": "No answer"}


def wishes_by_generation(preferences: pd.DataFrame) -> alt.LayerChart:
    """Draw the share that wants to manage people, or to be a specialist. Expects `career_preferences` by generation."""
    everybody = preferences.groupby("generation")["people"].transform("sum")
    rows = preferences.assign(wish=preferences["preference"].map(WISHES), everybody=everybody)
    rows = rows[rows["wish"].notna() & rows["share"].notna()]
    return shares_by_group(rows, share="share", people="everybody", group="generation", track="wish", names=WISH_NAMES)


ASPECTS = {
    "level_step": "A level higher?",
    "relocation": "In another place?",
    "span": "How many to lead",
    "unit": "Which unit",
}
OFFERED = {"ic": "expert", "manager": "manager", "unknown": "track not told"}


def repulsion(refusals: pd.DataFrame) -> alt.LayerChart:
    """Draw the refusal rate by what the offered role is like. Expects `role_repulsion` by offered_track.

    Where nothing is known of an aspect for the offers of a track, that is left to the table.
    """
    rows = refusals[refusals["refusal_rate"].notna()]
    has_known_value = rows["value"].ne("unknown").groupby([rows["aspect"], rows["offered_track"]]).transform("any")
    rows = rows[has_known_value]
    groups = []
    for aspect, name in ASPECTS.items():
        rows_of_aspect = rows[rows["aspect"] == aspect]
        if len(rows_of_aspect):
            groups.append((name, [_refused(row) for row in rows_of_aspect.to_dict("records")]))
    return ranges(groups, scale=share_scale(), axis=share_axis(title=None, orient="top"), colours=TRACK_COLOURS)


def _refused(row: dict[Any, Any]) -> dict[str, Any]:
    value = "not known" if row["value"] == "unknown" else str(row["value"])
    role_kind = f"{label(value)}, {OFFERED[row['offered_track']]}"
    share = percent(row["refusal_rate"], row["low"], row["high"])
    return {
        "value": row["refusal_rate"],
        "low": row["low"],
        "high": row["high"],
        "series": row["offered_track"],
        "who": role_kind,
        "said": f"{role_kind} {share}: {of(row['declined'], row['accepted'] + row['declined'])}",
        "range": interval(row["low"], row["high"]),
    }
