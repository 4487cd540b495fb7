"""Rules over staged rows: what is an error, what a warning, and what happens to the value."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from data_loaders.database import schema
from data_loaders.loading import upsert
from data_loaders.validation import checks


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    schema.create(made)
    return made


def found(con: duckdb.DuckDBPyConnection, table: str, *rows: dict[str, Any]) -> list[tuple[int | None, str, str]]:
    frame = pd.DataFrame([{"row_number": number, **row} for number, row in enumerate(rows, 2)])
    given = upsert.stage(con, table, frame)
    return [(p.row, field, p.severity) for field, p in checks.row_problems(con, table, given, date(2026, 11, 23))]


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
        ({"birth_date": "1926-11-22"}, [(2, "birth_date", "warning")]),
        ({"birth_date": "1926-11-23"}, []),
        ({"hire_date": "1949-12-31"}, [(2, "hire_date", "warning")]),
        ({"hire_date": "2027-11-23"}, []),
        ({"hire_date": "2027-11-24"}, [(2, "hire_date", "warning")]),
        ({"termination_date": "2051-11-24"}, [(2, "termination_date", "warning")]),
        ({"base_salary": 50000, "currency": None}, [(2, "currency", "warning")]),
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
    con.execute(
        "insert into critical_roles (role_id, title, track, incumbent_id, criticality, load_id) "
        "values ('R', 'CFO', 'ic', '1', 1, 1)"
    )
    row = {"role_id": "R", "employee_id": "1", "readiness": "ready_now", "removed_on": "2026-01-01"}
    assert found(con, "successors", row) == []


def test_employments_of_one_person_that_overlap_are_told_at_the_later_one(con: duckdb.DuckDBPyConnection) -> None:
    first = {"employee_id": "1", "hire_date": "2010-01-01", "termination_date": "2015-06-30"}
    same_day = {"employee_id": "1", "hire_date": "2015-06-30", "termination_date": None}
    assert found(con, "employees", first, same_day) == []
    overlapping = {**same_day, "hire_date": "2015-06-29"}
    assert found(con, "employees", overlapping, first) == [(2, "hire_date", "warning")]


@pytest.mark.parametrize(
    ("hired", "until", "told"),
    [
        ("2010-01-01", "2015-06-30", [(2, "hire_date", "warning")]),
        ("2010-01-01", "2015-06-29", []),
        ("2010-01-01", None, []),  # told as missing from this roster
        ("2015-06-29", "2020-01-01", []),  # the same employment
        ("2016-01-01", "2020-01-01", []),
    ],
)
def test_an_employment_that_begins_before_one_of_an_earlier_load_has_ended_is_told(
    con: duckdb.DuckDBPyConnection, hired: str, until: str | None, told: list[tuple[int, str, str]]
) -> None:
    con.execute("insert into employees (employee_id, hire_date, termination_date) values ('1', ?, ?)", [hired, until])
    row = {"employee_id": "1", "hire_date": "2015-06-29", "termination_date": None}
    assert [one for one in found(con, "employees", row) if one[1] == "hire_date"] == told


@pytest.mark.parametrize(("level", "told"), [(6, []), (7, [(2, "job_level", "warning")]), (1, [])])
def test_a_jump_of_more_than_three_levels_between_two_rosters_is_told(
    con: duckdb.DuckDBPyConnection, level: int, told: list[tuple[int, str, str]]
) -> None:
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date, job_level) values "
        "(1, '2026-01-01', '1', '2020-01-01', 9), (1, '2026-02-01', '1', '2020-01-01', 3)"
    )
    assert found(con, "employees", {**PERSON, "as_of": "2026-03-01", "job_level": level}) == told


EVENT = {"employee_id": "1", "action": "promotion", "sequence": 0}


def test_a_jump_of_more_than_three_levels_between_two_events_is_told(con: duckdb.DuckDBPyConnection) -> None:
    events = [
        {**EVENT, "effective_date": "2020-01-01", "action": "hire", "job_level": 2},
        {**EVENT, "effective_date": "2021-01-01", "job_level": None},
        {**EVENT, "effective_date": "2022-01-01", "job_level": 6},
        {**EVENT, "effective_date": "2023-01-01", "action": "termination", "job_level": None},
        {**EVENT, "effective_date": "2024-01-01", "action": "rehire", "job_level": 1},
    ]
    assert found(con, "job_history", *events) == [(4, "job_level", "warning")]


def test_a_second_hire_without_a_termination_between_is_told(con: duckdb.DuckDBPyConnection) -> None:
    events = [
        {**EVENT, "effective_date": "2020-01-01", "action": "hire"},
        {**EVENT, "effective_date": "2021-01-01", "action": "rehire"},
        {**EVENT, "effective_date": "2022-01-01", "action": "termination"},
        {**EVENT, "effective_date": "2022-01-01", "sequence": 1, "action": "hire"},
    ]
    assert found(con, "job_history", *events) == [(3, "action", "warning")]


ALONE = {
    "a change": ([("2025-02-01", "promotion")], 2),
    "a hire and a change": ([("2020-02-01", "hire"), ("2025-02-01", "promotion")], 2),
    "back after leaving": ([("2020-02-01", "hire"), ("2021-02-01", "termination"), ("2025-01-01", "rehire")], 4),
    "back on the day of leaving": ([("2020-02-01", "hire"), ("2021-02-01", "termination"), ("2021-02-01", "hire")], 4),
    "come and left": ([("2020-02-01", "hire"), ("2021-02-01", "termination")], None),
}


@pytest.mark.parametrize(("events", "row"), ALONE.values(), ids=ALONE)
@pytest.mark.parametrize(
    ("roster", "said"),
    [("2019-12-31", "count as employed from this event"), ("2026-09-30", "do not count as employed")],
)
def test_somebody_whom_events_employ_and_no_roster_holds_is_told_once(
    con: duckdb.DuckDBPyConnection, events: list[tuple[str, str]], row: int | None, roster: str, said: str
) -> None:
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date) values (1, ?, '1', '2018-01-01')", [roster]
    )
    frame = pd.DataFrame(
        {"row_number": number, "employee_id": "X", "effective_date": day, "sequence": number, "action": action}
        for number, (day, action) in enumerate(events, 2)
    )
    given = upsert.stage(con, "job_history", frame)
    told = [
        (p.row, p.value, said in p.problem)
        for _, p in checks.row_problems(con, "job_history", given, date(2026, 11, 23))
    ]
    assert told == ([(row, "X", True)] if row else [])


def test_what_was_loaded_before_says_who_has_left(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date) values (1, '2026-09-30', '1', '2018-01-01')"
    )
    con.execute(
        "insert into job_history (employee_id, effective_date, sequence, action, load_id) "
        "values ('X', '2025-03-01', 0, 'termination', 1)"
    )
    assert found(con, "job_history", {**EVENT, "employee_id": "X", "effective_date": "2024-01-01"}) == []
    assert found(con, "job_history", {**EVENT, "employee_id": "X", "effective_date": "2025-06-01"}) == [
        (2, "employee_id", "warning")
    ]


@pytest.mark.parametrize("ended", [None, "2025-01-31"])
def test_without_a_roster_of_those_employed_events_are_all_there_is(
    con: duckdb.DuckDBPyConnection, ended: str | None
) -> None:
    if ended:
        con.execute(
            "insert into roster_rows (load_id, as_of, employee_id, hire_date, termination_date) "
            "values (1, '2026-09-30', '1', '2018-01-01', ?)",
            [ended],
        )
    told = found(con, "job_history", {**EVENT, "employee_id": "X", "effective_date": "2024-01-01"})
    assert told == ([(2, "employee_id", "warning")] if ended else [])


def test_a_role_of_one_holder_under_two_ids_is_told(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into roster_rows (load_id, as_of, employee_id, hire_date) values (1, now(), '1', '2020-01-01')")
    role = {"title": "Plant Head", "business_unit": "Ops", "track": "manager"}
    roles = [
        {**role, "role_id": "R1", "incumbent_id": "1"},
        {**role, "role_id": "R2", "incumbent_id": "1", "title": "plant head"},
        {**role, "role_id": "R3", "incumbent_id": None},
        {**role, "role_id": "R4", "incumbent_id": None},
        {**role, "role_id": "R5", "incumbent_id": "1", "business_unit": "Sales"},
    ]
    assert found(con, "critical_roles", *roles) == [(3, "role_id", "warning")]


def test_salaries_in_a_file_without_any_currency_are_told_once(con: duckdb.DuckDBPyConnection) -> None:
    given = upsert.stage(con, "employees", pd.DataFrame([{"row_number": 2, **PERSON, "base_salary": 1.0}]))
    assert [(field, p.row) for field, p in checks.lone_salaries(con, given)] == [("base_salary", None)]
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date, currency) "
        "values (1, now(), '1', now(), 'EUR')"
    )
    assert list(checks.lone_salaries(con, given)) == []
