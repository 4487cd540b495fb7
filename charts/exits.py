"""Why people leave, and how much experience leaves with them."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from charts.formatting import count, known, label, percent
from charts.primitives.line_labels import at_the_end
from charts.primitives.stacked_bars import long, parts
from charts.theme import EXPERT, FAINT, INK, MANAGER, MUTED, PAPER, RULE, UNKNOWN, layered, share_axis, share_scale

HEIGHT = 300
ROW, MOST = 40, 14
CAUSES = {
    "retained": "Still here",
    "voluntary": "Own choice",
    "involuntary": "Let go",
    "retirement": "Retired",
    "other": "Other",
    "unknown": "Cause not recorded",
}
GREYS = {"voluntary": MUTED, "involuntary": FAINT, "retirement": RULE, "other": INK, "unknown": UNKNOWN}
SMALLEST_NAMED = 0.01
YEARS, TOGETHER = {12, 24, 36}, "together"


def causes_of_experts(causes: pd.DataFrame) -> alt.LayerChart:
    """Draw the share still here and the causes of exit over the months as an expert. Expects `exit_causes` by track."""
    return _causes(causes, "ic", EXPERT)


def causes_of_managers(causes: pd.DataFrame) -> alt.LayerChart:
    """The same over the months as a manager, on the same scale."""
    return _causes(causes, "manager", MANAGER)


def _causes(causes: pd.DataFrame, track: str, colour: str) -> alt.LayerChart:
    last = int(causes["month"].max())
    rows = causes[(causes["track"] == track) & causes["cumulative"].notna()]
    if len(rows) and {*rows["month"]} <= YEARS:
        return _year_by_year(rows, colour)
    rows = rows[["month", "cause", "cumulative"]].assign(
        rank=rows["cause"].map({kind: at for at, kind in _ranked()}),
        who=[CAUSES.get(cause, label(cause)) for cause in rows["cause"]],
        said=rows["cause"].map(_shares_at_last_month(rows)),
    )
    colours = {"retained": colour, **GREYS}
    area = (
        alt.Chart(rows)
        .mark_area(interpolate="step-after", stroke=PAPER, strokeWidth=0.75)
        .encode(
            x=alt.X(
                "month:Q",
                scale=alt.Scale(domain=[0, max(last, 1)], nice=False),
                axis=alt.Axis(values=list(range(0, last + 1, 24 if last > 48 else 12)), title="Months", grid=False),
            ),
            # rounded ones would leave gaps
            y=alt.Y("cumulative:Q", stack="normalize", scale=share_scale(), axis=share_axis(title=None)),
            order=alt.Order("rank:Q"),
            color=alt.Color(
                "cause:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))
            ),
            opacity=alt.OpacityValue(0.9, condition={"test": "datum.cause === 'retained'", "value": 0.3}),
            # a hover over a band knows the band, not the month
            tooltip=[alt.Tooltip("who:N", title="What became of them"), alt.Tooltip("said:N", title="Share")],
        )
    )
    return layered(area, *at_the_end(_bands(rows), {**dict.fromkeys(CAUSES, INK), "retained": colour}, HEIGHT),
                   height=HEIGHT)  # fmt: skip


def _year_by_year(rows: pd.DataFrame, colour: str) -> alt.LayerChart:
    """One bar per year, for viewers who are not shown months; causes that are withheld form one part."""
    wide = rows.pivot_table(index="month", columns="cause", values="cumulative")
    wide[TOGETHER] = (1 - wide.sum(axis=1)).clip(lower=0)
    names = {**CAUSES, TOGETHER: "Other causes together"}
    kinds = [kind for kind in names if kind in wide]
    years = [int(month) // 12 for month in wide.index]
    wide["name"] = [f"After {year} year{'s' if year > 1 else ''}" for year in years]
    wide["said"] = [_still_here(row) for row in wide.to_dict("records")]
    tall = long(wide, kinds)
    tall = tall[tall["share"] >= SMALLEST_NAMED]
    return parts(tall.assign(detail=[percent(share) for share in tall["share"]]),
                 {"retained": colour, **GREYS, TOGETHER: RULE}, names)  # fmt: skip


def _still_here(row: dict[Any, Any]) -> str:
    retained = f"{percent(row['retained'])} still here"
    return f"{retained}, {percent(row['voluntary'])} left by choice" if known(row.get("voluntary")) else retained


def _shares_at_last_month(rows: pd.DataFrame) -> dict[str, str]:
    last = rows[rows["month"] == rows["month"].max()]
    return {
        str(cause): f"{percent(share)} after {count(month)} months"
        for cause, share, month in zip(last["cause"], last["cumulative"], last["month"], strict=True)
    }


def _ranked() -> list[tuple[int, str]]:
    return list(enumerate(CAUSES))


def _bands(rows: pd.DataFrame) -> dict[str, tuple[float, str]]:
    """The middle and name of each band at the last month; bands too thin to see are left to the table."""
    ends = rows[rows["month"] == rows["month"].max()].set_index("cause")["cumulative"]
    bands, below = {}, 0.0
    for cause, name in CAUSES.items():
        share = float(ends.get(cause, 0.0))
        if share >= SMALLEST_NAMED:
            bands[cause] = (below + share / 2, f"{name} {percent(share)}")
        below += share
    return bands


def expertise_lost(expertise: pd.DataFrame) -> alt.LayerChart:
    """Draw the years of tenure lost per unit, those of high performers filled. Expects it by business_unit."""
    rows = expertise[expertise["tenure_years"].notna() & (expertise["leavers"] > 0)].sort_values(
        "tenure_years", ascending=False
    )
    rows = rows.head(MOST).assign(name=[label(unit) for unit in rows["business_unit"].head(MOST)])
    rows["strong"] = rows["tenure_years_high_performers"].astype(float).fillna(0)
    rows["said"] = [_loss_in_words(row) for row in rows.to_dict("records")]
    rows = rows[["name", "tenure_years", "strong", "said"]]
    scale = alt.Scale(domain=[0, float(max([1, *rows["tenure_years"]]))], nice=False)
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", axis=None, sort=list(rows["name"]), scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("name:N", title="Unit"), alt.Tooltip("said:N", title="Left")],
    )
    every = base.mark_bar(height=10, yOffset=8, color=FAINT).encode(x=alt.X("tenure_years:Q", scale=scale, axis=None))
    strong = base.mark_bar(height=10, yOffset=8, color=INK).encode(x=alt.X("strong:Q", scale=scale))
    name = base.mark_text(align="left", dy=-9, fontSize=13, fontWeight=600).encode(
        x=alt.XValue(0), text=alt.Text("name:N")
    )
    loss_text = base.mark_text(align="right", dy=-9, fontSize=12, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(every, strong, name, loss_text, height=ROW * max(len(rows), 1))


def _loss_in_words(row: dict[Any, Any]) -> str:
    text = f"{count(row['leavers'])} left, {count(row['tenure_years'])} years"
    strong = row["tenure_years_high_performers"]
    return f"{text}, {count(strong)} of the strongest" if known(strong) else text
