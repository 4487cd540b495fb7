"""Nobody reads their own nomination, wish or flight risk, and an id is bound as a value, never read as SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from metrics import viewer_exclusion

VIEWERS = ["007", "O'Hara", "'; drop table successors; --", '"x"', "{viewer}", "$employee_id"]


@pytest.fixture
def make(company: Callable[..., duckdb.DuckDBPyConnection]) -> Callable[[str], duckdb.DuckDBPyConnection]:
    """`make("007")`: that person and 008, both named for a role, both with a wish and a flight risk."""

    def build(viewer: str) -> duckdb.DuckDBPyConnection:
        return company(
            employees=[
                {
                    "employee_id": one,
                    "hire_date": date(2020, 1, 1),
                    "track": "ic",
                    "flight_risk": "high",
                    "career_preference": "people_manager",
                }
                for one in (viewer, "008")
            ],
            critical_roles=[{"role_id": "R1"}],
            successors=[{"role_id": "R1", "employee_id": viewer}, {"role_id": "R1", "employee_id": "008"}],
        )

    return build


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_said_of_the_viewer_is_left_out_and_everybody_else_stays(
    make: Callable[[str], duckdb.DuckDBPyConnection], viewer: str
) -> None:
    cur = make(viewer).cursor()
    viewer_exclusion.leave_out(cur, viewer)
    for table in ("successors", "watched_wishes"):
        assert cur.execute(f"select distinct employee_id from {table}").fetchall() == [("008",)]
    for table in ("employees", "roster_rows"):
        query = f"select employee_id, flight_risk, career_preference from {table} order by employee_id <> '008'"
        assert cur.execute(query).fetchall() == [("008", "high", "people_manager"), (viewer, None, None)]


def test_another_cursor_on_the_same_company_reads_everything(
    make: Callable[[str], duckdb.DuckDBPyConnection],
) -> None:
    con = make("007")
    viewer_exclusion.leave_out(con.cursor(), "007")
    assert con.cursor().execute("select count(*) from successors").fetchall() == [(2,)]
