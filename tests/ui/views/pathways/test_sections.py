"""Sentences about new managers, step-downs and spans."""

from __future__ import annotations

import pandas as pd
import pytest

from metrics.statistics import confidence_intervals
from ui.views.pathways import sections


def ways(*rows: tuple[str, float, float, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["prepared", "stayed", "stepped_down", "at_risk"])
    low, high = confidence_intervals.wilson(frame["stayed"] * frame["at_risk"], frame["at_risk"])
    return frame.assign(month=12, left=1 - frame["stayed"] - frame["stepped_down"], low=low, high=high)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (
            ways(("yes", 0.8, 0.0, 175), ("no", 0.63, 0.2, 135)),
            "New managers who were prepared go on managing more often: 80 % of those prepared and 63 % of the others "
            "after a year",
        ),
        (
            ways(("yes", 0.8, 0.0, 12), ("no", 0.63, 0.2, 12)),
            "80 % of those prepared and 63 % of the others still manage after a year: no clear difference",
        ),
        (ways(("all", 0.8, 0.0, 175)), "How those fare who manage for the first time"),
    ],
)
def test_preparation_is_said_to_help_only_where_enough_were_followed(frame: pd.DataFrame, said: str) -> None:
    assert sections.new_managers(frame).replace("\u00a0", " ") == said


def test_the_unit_is_named_where_new_managers_clearly_go_back_more() -> None:
    frame = ways(("all", 0.5, 0.45, 60), ("all", 0.9, 0.03, 100), ("all", 0.8, 0.06, 15))
    frame["business_unit"] = ["Customer Care", "Engineering", "Research"]
    said = sections.units_that_go_back(frame).replace("\u00a0", " ")
    assert said == "In Customer Care 45 % of new managers go back within a year"
    quiet = sections.units_that_go_back(frame.iloc[1:])
    assert quiet == "In no unit do new managers clearly go back more often than in the others"


@pytest.mark.parametrize(
    ("people", "kept", "said"),
    [
        (0, None, "No one is known to have gone back from managing to expert work"),
        (
            3,
            None,
            "3 people have gone back from managing to expert work, after 1.5 years of managing in the middle. Too few "
            "to tell how many stay",
        ),
        (
            90,
            0.95,
            "90 people have gone back from managing to expert work, after 1.5 years of managing in the middle. A year "
            "later 95 % of them are still here (likely 88–98 %)",
        ),
    ],
)
def test_step_downs_are_told_with_their_interval(people: int, kept: float | None, said: str) -> None:
    row = {"people": people, "retained_12m": kept, "low": 0.88, "high": 0.98, "median_years_managing": 1.5}
    assert sections.step_downs(pd.DataFrame([row])).replace("\u00a0", " ") == said


def test_families_are_counted_where_experts_end_lower() -> None:
    rows = [("Law", "ic", 6), ("Law", "manager", 8), ("Tax", "ic", 7), ("Tax", "manager", 7), ("Art", "ic", 5)]
    frame = pd.DataFrame(rows, columns=["job_family", "track", "ceiling"])
    assert sections.ceilings(frame) == "The expert ladder ends below the manager ladder in 1 of 2 job families"


def test_wide_spans_are_counted_over_all_units() -> None:
    frame = pd.DataFrame({"business_unit": ["A", "B"], "managers": [10, 30], "over_10_share": [0.5, 0.1]})
    assert sections.spans(frame).replace("\u00a0", " ") == "8 of 40 managers (20 %) lead more than ten people"


def test_a_track_moves_more_often_only_where_the_intervals_part() -> None:
    rows = [("promotion", "ic", 10, 14), ("promotion", "manager", 4, 8), ("lateral", "ic", 1, 3),
            ("lateral", "manager", 2, 4), ("step_down", "ic", 0, 0.1), ("step_down", "manager", 1, 2)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["move", "track", "low", "high"])
    assert sections.moves(frame) == "Experts are promoted more often"
