"""People who report to each other in a circle: each circle once."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from data_loaders import circles, merging, schema

CASES = {
    "a line": ({"1": "2", "2": "3"}, []),
    "two": ({"1": "2", "2": "1"}, [["1", "2"]]),
    "a tail that runs into a circle": ({"0": "1", "1": "2", "2": "3", "3": "1"}, [["1", "2", "3"]]),
    "two circles and a tail": ({"1": "2", "2": "1", "3": "1", "4": "5", "5": "4"}, [["1", "2"], ["4", "5"]]),
}


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_circles(lines: dict[str, str], expected: list[list[str]]) -> None:
    assert list(circles.circles(lines)) == expected


def test_a_circle_is_told_at_its_first_row_and_leavers_are_in_none() -> None:
    con = duckdb.connect()
    schema.create(con)
    people = [
        ("1", "2", None),
        ("2", "3", None),
        ("3", "1", None),
        ("4", "5", None),
        ("5", "4", "2025-01-01"),
        ("6", "6", None),
    ]
    frame = pd.DataFrame(
        {
            "row_number": row,
            "as_of": "2026-01-01",
            "employee_id": who,
            "hire_date": "2020-01-01",
            "manager_id": to,
            "termination_date": last,
        }
        for row, (who, to, last) in enumerate(people, 2)
    )
    told = list(circles.problems(con, merging.stage(con, "employees", frame)))
    assert [(field, p.row, p.problem) for field, p in told] == [
        ("manager_id", 2, "3 people report to each other in a circle: 1, 2, 3.")
    ]
