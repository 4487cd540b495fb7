from __future__ import annotations

import pytest

from benchmarks.timing import side_by_side


def test_the_median_of_the_counted_rounds_stands():
    answers = iter([99.0, 3.0, 1.0, 2.0])
    assert side_by_side({"one": lambda: next(answers)}, rounds=3) == {"one": 2.0}


def test_tasks_take_turns():
    turns: list[str] = []
    side_by_side({"ours": lambda: turns.append("ours"), "theirs": lambda: turns.append("theirs")}, rounds=2)
    assert turns == ["ours", "theirs"] * 3


def test_a_task_that_says_nothing_is_measured():
    assert side_by_side({"nothing": lambda: None}, rounds=1)["nothing"] == pytest.approx(0, abs=0.1)
