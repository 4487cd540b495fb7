"""Levels that run downward are turned; others are left alone."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.conversion import job_levels


def _upward(heading: str, texts: list[str], found: list[int], **columns: list[str | None]) -> list[int] | None:
    frame = pd.DataFrame({"job_level": pd.array(found, "Int64"), **columns})
    turned = job_levels.upward(frame, pa.chunked_array([pa.array(texts)]), heading)
    return None if turned is None else turned[0].tolist()


def test_workday_management_levels_run_downward() -> None:
    texts = ["2 Senior Officer", "7 Director", "11 Individual Contributor"]
    assert _upward("Management Level", texts, [2, 7, 11]) == [10, 5, 1]


def test_levels_whose_words_say_upward_are_left() -> None:
    assert _upward("Management Level", ["1 Individual Contributor", "5 Director"], [1, 5]) is None


def test_without_words_those_who_lead_say_the_direction() -> None:
    people = {"employee_id": ["a", "b", "c"], "manager_id": [None, "a", "a"]}
    assert _upward("Management Level", ["1", "3", "3"], [1, 3, 3], **people) == [11, 9, 9]
    assert _upward("Management Level", ["5", "3", "3"], [5, 3, 3], **people) is None


@pytest.mark.parametrize("heading", ["Job Level", "Grade", "Level"])
def test_other_headings_are_taken_at_their_word(heading: str) -> None:
    assert _upward(heading, ["1", "3"], [1, 3]) is None
