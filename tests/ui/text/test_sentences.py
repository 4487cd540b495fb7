"""Sentences that never say more than the interval allows."""

from __future__ import annotations

import pandas as pd
import pytest

from metrics.figure_notes import Kind, Note, Notes
from ui.text import sentences


def strength(named: int, ready: int, willing: int, roles: int = 60) -> pd.DataFrame:
    steps = {"named": named, "ready": ready, "effective": ready, "willing_or_unknown": ready, "willing": willing}
    return pd.DataFrame([{"step": step, "roles": roles, "covered": covered} for step, covered in steps.items()])


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (
            strength(46, 20, 12),
            "On paper 46 of 60 critical roles have a successor. "
            "12 have one who is ready, wants it, and is not also promised elsewhere.",
        ),
        (strength(0, 0, 0), "No one is named to succeed in any of 60 critical roles."),
        (strength(5, 0, 0), "On paper 5 of 60 critical roles have a successor. None of them is ready now."),
        (
            strength(5, 1, 0),
            "On paper 5 of 60 critical roles have a successor. 1 has one ready now, but no one has said yes.",
        ),
    ],
)
def test_the_bench_in_one_sentence(frame: pd.DataFrame, said: str) -> None:
    assert sentences.bench(frame) == said


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ((0.30, 0.25, 0.35), (0.20, 0.16, 0.24), "+10 points on a year earlier"),
        ((0.30, 0.20, 0.40), (0.25, 0.15, 0.35), "+5 points on a year earlier, within chance"),
        ((0.20, 0.10, 0.30), (0.23, 0.13, 0.33), "−3 points on a year earlier, within chance"),
        ((0.20, 0.10, 0.30), (0.201, 0.1, 0.3), "unchanged on a year earlier"),
        ((0.20, 0.10, 0.30), (None, None, None), "no figure a year earlier"),
    ],
)
def test_a_change_is_clear_only_where_the_intervals_part(
    now: tuple[float, float, float], then: tuple[float | None, float | None, float | None], said: str
) -> None:
    rows = [dict(zip(("share", "low", "high"), ends, strict=True)) for ends in (now, then)]
    assert sentences.change(rows[0], rows[1], "share") == said


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ([Notes(), None], ""),
        ([Notes.of(Note(Kind.ASSUMED_HISTORY, 4, 8816)),
          Notes.of(Note(Kind.ASSUMED_HISTORY, 1, 20), Note(Kind.FEW_PEOPLE))],
         "Note: assumed history, fewer than 10 people."),
        ([Notes.of(Note(Kind.TOO_FEW_TO_DRAW, 1, None, ("Care (South); North",)))],
         "Note: too few people at risk to draw: Care (South); North."),
    ],
)  # fmt: skip
def test_what_figures_rest_on_is_said_once(notes: list[Notes | None], said: str) -> None:
    assert sentences.rests_on(notes) == said


def test_the_reason_named_most_is_of_all_who_declined_also_where_some_reasons_are_hidden() -> None:
    frame = pd.DataFrame(
        {"reason": ["pay", "craft", "family"], "declined": [22, 10, None], "share": [22 / 40, 10 / 40, None]}
    )
    assert sentences.reasons(frame).replace("\u00a0", " ") == "Pay is the reason named most: 22 of 40"
