"""Whether the expert ladder is as high, as well paid and as open as the manager ladder, and how new managers fare."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from charts.formatting import count, known, label, percent, points
from charts.primitives.interval_plot import Row, of_track, ranges
from charts.primitives.stacked_bars import long, parts
from charts.theme import EXPERT, FAINT, INK, MANAGER, MUTED, TRACK_COLOURS, TRACK_SHAPES, layered

ROW = 40
MOST = 14
FEW = 10
WAYS = {"stayed": MANAGER, "stepped_down": EXPERT, "left": FAINT}
WAY_NAMES = {"stayed": "Still managing", "stepped_down": "Back on the expert track", "left": "Left the company"}
PREPARED = {"yes": "Prepared", "no": "Not prepared"}


def pay_by_level(parity: pd.DataFrame) -> alt.LayerChart:
    """Draw how much more managers earn than experts at the same level, per currency. Expects `ladder_parity`.

    Levels with fewer than ten people on either track are left to the table.
    """
    rows = parity[parity["low"].notna() & (parity[["ic", "manager"]].min(axis=1) >= FEW)]
    groups = [
        (f"Level {level}: experts, managers", [_pay(row) for row in part.to_dict("records")])
        for level, part in rows.groupby("job_level")
    ]
    ends = pd.concat([rows["low"], rows["high"], rows["manager_to_ic_pay"]]).dropna()
    edge = max([0.1, *(math.ceil(abs(ratio - 1) * 10) / 10 for ratio in ends)])
    axis = alt.Axis(
        values=[-edge, 0, edge],
        labelExpr="datum.value == 0 ? 'same pay' : (datum.value > 0 ? 'managers +' : 'managers −') + "
        "format(abs(datum.value), '.0%')",
        title=None,
        orient="top",
    )
    return ranges(
        groups,
        scale=alt.Scale(domain=[-edge, edge], nice=False),
        axis=axis,
        colours={"pay": INK},
        shapes={"pay": "diamond"},
        figure="Managers' pay",
    )


def _pay(row: dict[Any, Any]) -> dict[str, Any]:
    more, low, high = (row[name] - 1 for name in ("manager_to_ic_pay", "low", "high"))
    return {
        "value": more,
        "low": low,
        "high": high,
        "series": "pay",
        "who": row["currency"],
        "said": f"{row['currency']} {points(more)} %: {count(row['ic'])}, {count(row['manager'])}",
        "range": f"{points(low)} to {points(high)} %",
    }


def ceilings_by_family(ceilings: pd.DataFrame) -> alt.LayerChart:
    """Draw how high each ladder reaches per job family, widest gap first. Expects `ladder_ceiling` by job_family."""
    rows = _ceilings(ceilings)
    y = alt.Y("family:N", axis=None, sort=list(rows["family"]), scale=alt.Scale(padding=0))
    top = int(max([*rows["ic"], *rows["manager"], 1]))
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(values=list(range(0, top + 1)), title="Level", orient="top", format="d")
    base = alt.Chart(rows).encode(
        y=y, tooltip=[alt.Tooltip("family:N", title="Job family"), alt.Tooltip("said:N", title="Highest level")]
    )
    between = base.mark_rule(strokeWidth=2, color=FAINT, yOffset=8).encode(
        x=alt.X("ic:Q", scale=scale), x2=alt.X2("manager:Q")
    )
    marks = [
        base.mark_point(
            filled=True, size=90, opacity=1, yOffset=8, color=TRACK_COLOURS[track], shape=TRACK_SHAPES[track]
        ).encode(x=alt.X(f"{track}:Q", scale=scale, axis=axis))
        for track in ("manager", "ic")
    ]
    name = base.mark_text(align="left", dy=-9, fontSize=13, fontWeight=600).encode(
        x=alt.XValue(0), text=alt.Text("family:N")
    )
    levels_text = base.mark_text(align="right", dy=-9, fontSize=12, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(between, *marks, name, levels_text, height=ROW * max(len(rows), 1))


def _ceilings(ceilings: pd.DataFrame) -> pd.DataFrame:
    with_ceiling = ceilings[ceilings["ceiling"].notna()]
    wide = with_ceiling.pivot_table(index="job_family", columns="track", values="ceiling", aggfunc="first")
    wide = wide.reindex(columns=["ic", "manager"]).dropna().astype(int)
    wide["gap"] = wide["manager"] - wide["ic"]
    people = with_ceiling.groupby("job_family")["people"].sum()
    rows = wide.assign(family=[label(family) for family in wide.index], people=people.reindex(wide.index))
    rows["said"] = [f"experts to {row['ic']}, managers to {row['manager']}" for row in rows.to_dict("records")]
    rows = rows.sort_values(["gap", "people"], ascending=False).head(MOST)
    return rows[["family", "ic", "manager", "said"]].reset_index(drop=True)


MOVES = {
    "promotion": "Promotion",
    "lateral": "Lateral move",
    "transfer": "Transfer",
    "track_change": "Change of track",
    "step_down": "Step down",
}


def moves_by_track(moves: pd.DataFrame) -> alt.LayerChart:
    """Draw how often each move is made per 100 years worked, on each track. Expects `career_moves` by track."""
    rows = moves[moves["per_100_person_years"].notna() & moves["track"].isin(["ic", "manager"])]
    groups = [
        (name, [_move(row) for row in rows[rows["move"] == move].sort_values("track").to_dict("records")])
        for move, name in MOVES.items()
    ]
    edge = float(max([1.0, *rows["high"].dropna()]))
    axis = alt.Axis(title=None, orient="top", tickCount=4, format="d")
    return ranges(groups, scale=alt.Scale(domain=[0, edge], nice=True), axis=axis, figure="Per 100 years worked")


def _move(row: dict[Any, Any]) -> Row:
    return of_track(row, "per_100_person_years", f"{count(row['moves'])} moves")


def new_managers(ways: pd.DataFrame) -> alt.LayerChart:
    """Draw who still manages, went back or left, with and without preparation. Expects `first_time_managers`."""
    rows = ways[ways["prepared"].isin(list(PREPARED)) & ways["stayed"].notna()]
    rows = rows.sort_values(["month", "prepared"], ascending=[True, False])
    names = [f"{PREPARED[row['prepared']]}, after {row['month']} months" for row in rows.to_dict("records")]
    return _bars_of_ways(rows.assign(name=names))


def new_managers_by_unit(ways: pd.DataFrame) -> alt.LayerChart:
    """The same per unit after 12 months, most steps down first. Expects `first_time_managers` by business_unit."""
    rows = ways[(ways["prepared"] == "all") & (ways["month"] == 12) & ways["stayed"].notna()]
    rows = rows.sort_values("stepped_down", ascending=False).head(MOST)
    return _bars_of_ways(rows.assign(name=[label(unit) for unit in rows["business_unit"]]))


def _bars_of_ways(rows: pd.DataFrame) -> alt.LayerChart:
    rows = rows.assign(
        said=[
            f"{percent(stayed)} manage, {percent(back)} back{_observed_in_words(people)}"
            for stayed, back, people in zip(rows["stayed"], rows["stepped_down"], rows["at_risk"], strict=True)
        ]
    )
    tall = long(rows, list(WAYS))
    return parts(tall.assign(detail=[percent(share) for share in tall["share"]]), WAYS, WAY_NAMES)


def _observed_in_words(people: object) -> str:
    return f"; {count(people)} seen" if known(people) else ""


WIDE = 10


def spans_by_unit(spans: pd.DataFrame) -> alt.LayerChart:
    """Draw the median and 90th percentile of direct reports per unit. Expects `span_of_control` by business_unit."""
    rows = spans[spans["median"].notna() & (spans["managers"] > 0)].sort_values("median", ascending=False).head(MOST)
    rows = rows.assign(
        name=[label(unit) for unit in rows["business_unit"]],
        said=[
            f"median {median:.0f}, nine in ten to {p90:.0f}; {count(managers)} managers"
            for median, p90, managers in zip(rows["median"], rows["p90"], rows["managers"], strict=True)
        ],
    )[["name", "median", "p90", "said"]]
    scale = alt.Scale(domain=[0, float(max([12.0, *rows["p90"]]))], nice=True)
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", axis=None, sort=list(rows["name"]), scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("name:N", title="Unit"), alt.Tooltip("said:N", title="Direct reports")],
    )
    axis = alt.Axis(title=None, orient="top", format="d", values=[0, 5, WIDE, 15, 20, 30, 50])
    reach = base.mark_rule(strokeWidth=3, color=MANAGER, opacity=0.45, yOffset=8).encode(
        x=alt.X("median:Q", scale=scale, axis=axis), x2=alt.X2("p90:Q")
    )
    middle = base.mark_point(filled=True, size=80, opacity=1, yOffset=8, color=MANAGER, shape="square").encode(
        x=alt.X("median:Q", scale=scale)
    )
    name = base.mark_text(align="left", dy=-9, fontSize=13, fontWeight=600).encode(
        x=alt.XValue(0), text=alt.Text("name:N")
    )
    span_text = base.mark_text(align="right", dy=-9, fontSize=12, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(reach, middle, name, span_text, height=ROW * max(len(rows), 1))
