"""Retention after an answer to a promotion offer: the sections of the page and their messages."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from charts.formatting import known, label, percent
from metrics.scope import Scope
from ui.auth import access
from ui.components.section import Section
from ui.text import sentences
from ui.text.sentences import Row, by

SURE = 0.05
KEY_MONTHS = (24, 12, 6)
OFFERS = {"Manager roles": "manager", "Expert roles": "ic", "All offers": ""}


def of_offers(scope: Scope, offers: str) -> Scope:
    """The scope narrowed to one kind of OFFERS."""
    track = OFFERS[offers]
    return replace(scope, where=(*scope.where, ("offered_track", (track,)))) if track else scope


def after(curve: pd.DataFrame) -> str:
    """Whether people who declined stay less, at the last of 24, 12 and 6 months that both groups are followed to.

    Clear only where the log-rank test of the whole curves is below `SURE`. Expects `after_the_answer` of one kind of
    offers.
    """
    for month in KEY_MONTHS:
        rows = by(curve[(curve["month"] == month) & curve["retained"].notna()], "answer")
        if {"accepted", "declined"} <= set(rows):
            return _comparison_sentence(rows["accepted"], rows["declined"], sentences.after(month))
    return "Too few answers to follow both those who said yes and those who said no"


def _comparison_sentence(yes: Row, no: Row, when: str) -> str:
    shares = f"{percent(no['retained'])} are still here {when}, against {percent(yes['retained'])} of those who say yes"
    if not known(no["p_value"]) or no["p_value"] >= SURE:
        return f"No clear difference: of those who say no {shares}"
    return f"Those who say no leave {'sooner' if no['retained'] < yes['retained'] else 'later'}: {shares}"


def units(curve: pd.DataFrame) -> str:
    """The units where people who declined clearly leave more in a year, from `after_the_answer` by business_unit."""
    at_one_year, apart, compared = curve[curve["month"] == 12], [], 0
    for unit, unit_rows in at_one_year[at_one_year["retained"].notna()].groupby("business_unit"):
        rows = by(unit_rows, "answer")
        if {"accepted", "declined"} <= set(rows):
            compared += 1
            if (distance := rows["accepted"]["low"] - rows["declined"]["high"]) > 0:
                apart.append((distance, label(str(unit))))
    if not compared:
        return "In no unit can both be followed for a year"
    unit_names = " and ".join(unit for _, unit in sorted(apart, reverse=True)[:2])
    return (
        f"Those who say no clearly leave in {unit_names}"
        if unit_names
        else "In no unit do those who say no clearly leave more"
    )


FEW = ("Too few answers to follow.", "It takes ten who said yes or ten who said no. Widen the filters.")
AFTER = Section(
    "after_the_answer",
    says=after,
    measure="Share still here since the first answer in 36 months, with 95 % band; it need not be the answer's effect",
    figure="retained",
    empty=FEW,
    stock=True,
    options={"points": "every"},
)
AFTER_YEARS = replace(
    AFTER,
    measure="Share still here one and two years after the first answer in 36 months, as far as enough left, with 95 % "
    "interval; it need not be the answer's effect",
    empty=("Too few answers to follow for a year.", "It takes ten who said yes and ten who said no."),
    hidden=(
        "Hidden: too few left after a yes, or after a no, to show it without telling what single people answered.",
        "Look at another kind of offers.",
    ),
    options={},
)
BY_UNIT = Section(
    "after_the_answer",
    by=("business_unit",),
    says=units,
    measure="Share still here twelve months after the answer, with 95 % interval",
    figure="retained",
    rows=lambda curve: curve[curve["month"] == 12],
    empty=FEW,
    stock=True,
)


def part() -> Section:
    """The section by month, or after whole years for masked viewers."""
    return AFTER_YEARS if access.viewer().masked else AFTER
