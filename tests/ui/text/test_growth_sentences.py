"""Sentences about growth: the active are said to stay more only where the intervals part."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.text import growth_sentences


def coverage(*stages: tuple[str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(stages, columns=["stage", "share"])
    return frame.assign(kind="all", people=100, low=frame["share"] - 0.02, high=frame["share"] + 0.02)


def stayed(yes: float, no: float, half: float, stage: str = "all") -> pd.DataFrame:
    rows = [(stage, "yes", yes, yes - half, yes + half), (stage, "no", no, no - half, no + half)]
    return pd.DataFrame(rows, columns=["stage", "active", "rate", "low", "high"])


@pytest.mark.parametrize(
    ("half", "said"),
    [
        (0.01, "The active stay more: 90 % of the active and 80 % of the others stayed."),
        (0.06, "90 % of the active and 80 % of the others stayed: no clear difference."),
    ],
)
def test_it_opens_with_how_many_grow_and_whether_they_stay(half: float, said: str) -> None:
    text = growth_sentences.answer(coverage(("all", 0.62)), stayed(0.9, 0.8, half)).replace("\u00a0", " ")
    assert text == f"62 % of people grew in some way that brings no title (likely 60–64 %). {said}"


def test_without_activities_on_record_it_says_that_nobody_can_tell() -> None:
    nothing = pd.DataFrame({"stage": ["all"], "kind": ["all"], "share": [None], "low": [None], "high": [None]})
    assert growth_sentences.answer(nothing, stayed(0.9, 0.8, 0.01)).startswith(
        "Who grows cannot be told: no growth activity is on record"
    )


def test_stages_are_set_apart_where_their_intervals_part() -> None:
    assert growth_sentences.kinds(coverage(("Seed", 0.4), ("Grow", 0.2))).replace("\u00a0", " ") == (
        "Seed reaches 40 % of people, Grow 20 %"
    )
    assert growth_sentences.kinds(coverage(("Seed", 0.21), ("Grow", 0.2))) == (
        "No stage clearly reaches more people than another"
    )


def test_stages_whose_active_stay_more_are_named() -> None:
    frame = pd.concat([stayed(0.9, 0.8, 0.01, "Seed"), stayed(0.9, 0.89, 0.02, "Root"), stayed(0.9, 0.8, 0.01)])
    assert growth_sentences.staying(frame) == "Those active in Seed stay more"


def test_units_are_named_where_they_stand_apart_from_the_middle() -> None:
    frame = coverage(("all", 0.7), ("all", 0.5), ("all", 0.5), ("all", 0.3))
    frame["business_unit"] = ["Legal", "Sales", "Care", "Finance"]
    assert growth_sentences.units(frame) == "Legal clearly above the middle, Finance clearly below it"
