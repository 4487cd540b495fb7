"""Rules over staged rows: what is an error, what a warning, and what happens to the value."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import pytest

from data_loaders import checks, merging, schema


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    schema.create(made)
    return made


def found(con: duckdb.DuckDBPyConnection, table: str, *rows: dict[str, Any]) -> list[tuple[int | None, str, str]]:
    frame = pd.DataFrame([{"row_number": number, **row} for number, row in enumerate(rows, 2)])
    given = merging.stage(con, table, frame)
    return [(p.row, field, p.severity) for field, p in checks.row_problems(con, table, given)]


PERSON = {"employee_id": "1", "hire_date": "2020-01-01"}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"employee_id": None}, [(2, "employee_id", "error")]),
        ({"hire_date": None}, [(2, "hire_date", "error")]),
        ({"termination_date": "2019-12-31"}, [(2, "termination_date", "error")]),
        ({"termination_date": "2020-01-01"}, []),
        ({"performance_rating": 7}, [(2, "performance_rating", "warning")]),
        ({"fte": 0.5}, []),
        ({"manager_id": "99"}, [(2, "manager_id", "warning")]),
        ({"manager_id": "1"}, [(2, "manager_id", "warning")]),
        ({"birth_date": "2015-01-01"}, [(2, "birth_date", "warning")]),
    ],
)
def test_people(
    con: duckdb.DuckDBPyConnection, wrong: dict[str, Any], expected: list[tuple[int | None, str, str]]
) -> None:
    assert found(con, "employees", {**PERSON, **wrong}) == expected


def test_a_value_out_of_range_is_emptied_and_the_row_stays(con: duckdb.DuckDBPyConnection) -> None:
    found(con, "employees", {**PERSON, "performance_rating": 80})
    assert con.execute("select employee_id, performance_rating from staged").fetchall() == [("1", None)]


def test_naming_the_incumbent_as_own_successor_is_told(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date) values (1, '2026-01-01', '1', '2020-01-01')"
    )
    con.execute(
        "insert into critical_roles (role_id, title, track, incumbent_id, load_id) "
        "values ('R', 'CFO', 'manager', '1', 1)"
    )
    row = {"role_id": "R", "employee_id": "1", "readiness": "ready_now"}
    assert found(con, "successors", row) == [(2, "employee_id", "warning")]


def test_a_nomination_for_a_role_or_person_nobody_knows_is_told(con: duckdb.DuckDBPyConnection) -> None:
    row = {"role_id": "R", "employee_id": "1", "readiness": "ready_now"}
    assert {(field, severity) for _, field, severity in found(con, "successors", row)} == {
        ("employee_id", "warning"),
        ("role_id", "warning"),
    }


def test_warnings_of_one_kind_are_listed_200_times_and_then_counted(con: duckdb.DuckDBPyConnection) -> None:
    people = [{"employee_id": str(n), "hire_date": "2020-01-01", "manager_id": "x"} for n in range(250)]
    told = found(con, "employees", *people)
    assert len(told) == 201
    assert told[-1][0] is None


def test_a_column_every_row_needs_is_named_when_it_is_missing() -> None:
    assert [p.severity for p in checks.missing_columns("employees", ["employee_id"])] == ["error"]


def test_an_incumbent_who_came_from_the_bench_is_not_told_again(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into roster_rows (load_id, as_of, employee_id, hire_date) values (1, now(), '1', '2020-01-01')")
    con.execute("insert into critical_roles values ('R', 'CFO', null, null, null, null, 'ic', '1', null, 1, null, 1)")
    row = {"role_id": "R", "employee_id": "1", "readiness": "ready_now", "removed_on": "2026-01-01"}
    assert found(con, "successors", row) == []
