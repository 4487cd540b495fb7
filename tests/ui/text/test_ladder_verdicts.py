"""One verdict a question, never surer than the interval."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from metrics.small_groups import HIDDEN
from ui.text import ladder_verdicts as verdicts


def ceilings(ic: int | None, manager: int | None, people: int = 400) -> pd.DataFrame:
    rows = [
        {"track": track, "people": people, "ceiling": top, "at_ceiling": 4}
        for track, top in (("ic", ic), ("manager", manager))
    ]
    return pd.DataFrame(rows).astype({"ceiling": "Int64"})


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        (ceilings(6, 8), "No"),
        (ceilings(8, 8), "Yes"),
        (ceilings(9, 8), "Yes, and more"),
        (ceilings(6, 8, people=9), "Cannot be told"),
        (ceilings(None, 8), "Cannot be told"),
    ],
)
def test_the_ladder_reaches_as_high_where_the_ceilings_are_equal(frame: pd.DataFrame, answer: str) -> None:
    assert verdicts.reach(frame).answer == answer


def pay(*ends: tuple[float, float], people: int = 40) -> pd.DataFrame:
    rows = [
        {"job_level": 3 + at, "currency": "EUR", "ic": people, "manager": people,
         "manager_to_ic_pay": (low + high) / 2, "low": low, "high": high}
        for at, (low, high) in enumerate(ends)
    ]  # fmt: skip
    columns = ["job_level", "currency", "ic", "manager", "manager_to_ic_pay", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


MORE, LESS, SAME = (1.05, 1.15), (0.85, 0.95), (0.9, 1.1)


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        (pay(MORE, MORE, SAME), "No"),
        (pay(LESS, LESS, SAME), "Yes, and more"),
        (pay(SAME, SAME), "No clear difference"),
        (pay(MORE), "No"),
        (pay(MORE, SAME), "No clear difference"),  # one of two: 1 - 0.975² = 4.9 % by chance
        (pay(MORE, MORE, LESS, LESS), "No clear difference"),
        (pay(MORE, MORE, people=9), "Cannot be told"),
        (pay(), "Cannot be told"),
    ],
)
def test_pay_differs_only_where_more_levels_do_than_chance_would_bring(frame: pd.DataFrame, answer: str) -> None:
    assert verdicts.pay(frame).answer == answer


def test_the_pay_verdict_carries_the_figure_of_the_most_people_and_its_interval() -> None:
    said = verdicts.pay(pay(MORE, MORE)).carries.replace("\u00a0", " ")
    assert said == (
        "Managers earn 10 % more (+5 to +15 %) at level 3 in EUR, where most can be compared; "
        "clearly more in 2 of 2 comparisons"
    )


def moves(ic: tuple[float, float, float], manager: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"track": track, "move": "promotion", "per_100_person_years": rate, "low": low, "high": high}
            for track, (rate, low, high) in (("ic", ic), ("manager", manager))
        ]
    )


@pytest.mark.parametrize(
    ("frame", "levels", "answer"),
    [
        (moves((8, 7, 9.4), (7.5, 5.4, 10.2)), [3, 4], "No clear difference"),
        (moves((8, 7, 9.4), (12, 10, 14)), [3, 4], "No"),
        (moves((8, 7, 9.4), (4, 3, 6)), [3, 4], "Yes, and more"),
        (moves((8, 7, 9.4), (4, 3, 6)), [], "Cannot be told"),
    ],
)
def test_one_ladder_moves_faster_only_where_the_intervals_part(
    frame: pd.DataFrame, levels: list[int], answer: str
) -> None:
    assert verdicts.speed(frame, levels).answer == answer


def test_only_levels_at_which_both_tracks_worked_are_compared() -> None:
    rows = [
        ("ic", 1, 9.0),
        ("ic", 2, 8.0),
        ("manager", 2, 7.0),
        ("manager", 9, 3.0),
        ("ic", None, 2.0),
        ("ic", 9, None),
    ]
    frame = pd.DataFrame(rows, columns=["track", "job_level", "per_100_person_years"])
    assert verdicts.shared_levels(frame) == [2]


def gap(**measures: tuple[float, float, float] | None) -> pd.DataFrame:
    rows = []
    for measure, ends in measures.items():
        middle, low, high = ends or (None, None, None)
        rows.append({"measure": measure, "ic": 0.9, "manager": 0.86, "gap": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("frame", "answer", "at"),
    [
        (gap(crude=(-0.04, -0.07, -0.01), same_level=(0.04, 0.004, 0.08)), "Yes, and more", "At the same level"),
        (gap(crude=(-0.04, -0.07, -0.01), same_level=(0.0, -0.04, 0.04)), "No clear difference", "At the same level"),
        (gap(crude=(-0.04, -0.07, -0.01), same_level=None), "No", "All levels together"),
        (gap(crude=None), "Cannot be told", "It takes people"),
    ],
)
def test_staying_is_compared_at_the_same_level_where_that_can_be_had(frame: pd.DataFrame, answer: str, at: str) -> None:
    verdict = verdicts.stay(frame)
    assert verdict.answer == answer
    assert verdict.carries.startswith(at)


def test_the_sentence_sets_what_is_as_good_against_what_is_not() -> None:
    found = [
        verdicts.reach(ceilings(8, 8)),
        verdicts.pay(pay(MORE, MORE)),
        verdicts.speed(moves((8, 7, 9.4), (7.5, 5.4, 10.2)), [3]),
        verdicts.stay(gap(same_level=(0.04, 0.004, 0.08))),
    ]
    assert verdicts.sentence(found) == (
        "The expert ladder reaches as high and keeps people longer, but pays less at the same level. "
        "Whether it promotes as fast cannot be told from these figures."
    )


def test_with_nothing_to_tell_the_sentence_says_so() -> None:
    found = [verdicts.reach(ceilings(None, None)), verdicts.pay(pay())]
    assert (
        verdicts.sentence(found) == "How high it reaches or whether it pays as well cannot be told from these figures."
    )


@pytest.mark.parametrize("verdict", [verdicts.pay, verdicts.reach, verdicts.stay])
def test_what_is_hidden_is_not_said_to_be_missing(verdict: Callable[[pd.DataFrame], verdicts.Verdict]) -> None:
    frame = pay(SAME).assign(track="ic", measure="crude", ceiling=None, gap=None, note=HIDDEN)
    frame[["ic", "manager", "low", "high"]] = None
    found = verdict(frame)
    assert (found.answer, found.carries) == ("Cannot be told", "Hidden for these filters: the groups are small.")
