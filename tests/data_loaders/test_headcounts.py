"""A roster against the one before it: over a fifth lost or gained is told."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from data_loaders import headcounts, merging, schema

CASES = {
    "a fifth gone": ("2026-02-28", range(8), []),
    "over a fifth gone": ("2026-02-28", range(7), ["3 of the 10 people in the roster of 2026-01-31"]),
    "a fifth new": ("2026-02-28", range(12), []),
    "over a fifth new": ("2026-02-28", range(13), ["3 people are employed who were not"]),
    "others altogether": ("2026-02-28", range(20, 30), ["10 of the 10", "10 people are employed"]),
    "long after": ("2028-01-31", range(3), []),
    "of an earlier day": ("2025-12-31", range(3), []),
}


@pytest.mark.parametrize(("day", "people", "told"), CASES.values(), ids=CASES)
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
    merging.stage(con, "employees", frame)
    found = [problem.problem for _, problem in headcounts.problems(con)]
    assert len(found) == len(told)
    assert all(sentence.startswith(start) for sentence, start in zip(found, told, strict=True))
