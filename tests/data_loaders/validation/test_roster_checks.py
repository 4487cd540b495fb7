"""People who report to each other in a circle: each circle once."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from data_loaders.database import schema
from data_loaders.loading import upsert
from data_loaders.validation import roster_checks

CYCLE_CASES = {
    "a line": ({"1": "2", "2": "3"}, []),
    "two": ({"1": "2", "2": "1"}, [["1", "2"]]),
    "a tail that runs into a circle": ({"0": "1", "1": "2", "2": "3", "3": "1"}, [["1", "2", "3"]]),
    "two circles and a tail": ({"1": "2", "2": "1", "3": "1", "4": "5", "5": "4"}, [["1", "2"], ["4", "5"]]),
}


@pytest.mark.parametrize(("lines", "expected"), CYCLE_CASES.values(), ids=CYCLE_CASES)
def test_circles(lines: dict[str, str], expected: list[list[str]]) -> None:
    assert list(roster_checks.reporting_cycles(lines)) == expected


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
    told = list(roster_checks.reporting_cycle_problems(con, upsert.stage(con, "employees", frame)))
    assert [(field, p.row, p.problem) for field, p in told] == [
        ("manager_id", 2, "3 people report to each other in a circle: 1, 2, 3.")
    ]


HEADCOUNT_CASES = {
    "a fifth gone": ("2026-02-28", range(8), []),
    "over a fifth gone": ("2026-02-28", range(7), ["3 of the 10 people in the roster of 2026-01-31"]),
    "a fifth new": ("2026-02-28", range(12), []),
    "over a fifth new": ("2026-02-28", range(13), ["3 people are employed who were not"]),
    "others altogether": ("2026-02-28", range(20, 30), ["10 of the 10", "10 people are employed"]),
    "long after": ("2028-01-31", range(3), []),
    "of an earlier day": ("2025-12-31", range(3), []),
}


@pytest.mark.parametrize(("day", "people", "told"), HEADCOUNT_CASES.values(), ids=HEADCOUNT_CASES)
def test_a_sudden_loss_or_gain(day: str, people: range, told: list[str]) -> None:
    con = duckdb.connect()
    schema.create(con)
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date, termination_date) "
        "select 1, '2026-01-31', n::text, '2020-01-01', if(n >= 10, date '2025-01-01', null) from range(15) as r(n)"
    )
    frame = pd.DataFrame(
        {"row_number": n + 2, "as_of": day, "employee_id": str(n), "hire_date": "2020-01-01"} for n in people
    )
    upsert.stage(con, "employees", frame)
    found = [problem.problem for _, problem in roster_checks.headcount_problems(con)]
    assert len(found) == len(told)
    assert all(sentence.startswith(start) for sentence, start in zip(found, told, strict=True))
