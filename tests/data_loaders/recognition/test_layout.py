"""How a column was found: a code to decide by, words for whoever reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_loaders.contract.match_reasons import MatchReason
from data_loaders.recognition.layout import ColumnMatch

MATCH = ColumnMatch("Staff", "employee_id", "A", MatchReason.SAID, 1.0)


@pytest.mark.parametrize("how", MatchReason)
def test_only_what_hr_said_now_or_before_is_confirmed(how: MatchReason) -> None:
    said = how in (MatchReason.SAID, MatchReason.REMEMBERED)
    assert replace(MATCH, how=how).is_confirmed == said


def test_a_field_chosen_by_what_the_cells_hold_is_not_the_one_hr_confirmed() -> None:
    match = replace(MATCH, by_content=True)
    assert not match.is_confirmed
    assert match.in_words() == "said by you, by what it holds"


def test_a_heading_is_said_with_the_one_it_is_close_to() -> None:
    match = replace(MATCH, how=MatchReason.CLOSE, about=("staff id", "92"))
    assert match.in_words() == 'close to "staff id" (92 of 100)'
