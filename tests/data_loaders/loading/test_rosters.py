"""`employees` has one row per person and employment, whatever the rosters hold."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from data_loaders.database import schema
from data_loaders.loading import rosters

DAY = date(2026, 9, 30)
ROSTER = "insert into roster_rows (load_id, as_of, employee_id, hire_date) values (1, ?, ?, date '2020-01-01')"


def test_an_employment_in_several_rosters_is_one_row() -> None:
    con = duckdb.connect()
    schema.create(con)
    for day in (DAY, date(2026, 10, 31)):
        con.execute("insert into rosters values (1, ?, false, ['employee_id', 'hire_date'])", [day])
        con.execute(ROSTER, [day, "1"])
    rosters.rebuild_employees(con)
    assert con.execute("select employee_id, hire_date from employees").fetchall() == [("1", date(2020, 1, 1))]


def test_an_employment_that_stands_twice_in_one_roster_is_refused() -> None:
    con = duckdb.connect()
    schema.create(con)
    con.executemany(ROSTER, [(DAY, "1"), (DAY, "1")])
    with pytest.raises(duckdb.ConstraintException):
        rosters.rebuild_employees(con)
