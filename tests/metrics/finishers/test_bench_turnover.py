from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
FILLED = date(2026, 5, 1)
DAY = timedelta(days=1)
HIRED = date(2018, 1, 1)
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def people(*ids: str, **fields: Any) -> Rows:
    return [{"employee_id": person, "hire_date": HIRED, **fields} for person in ids]


def turnover(con: duckdb.DuckDBPyConnection, **scope: Any) -> pd.DataFrame:
    return compute(con, "bench_turnover", Scope(scope.pop("as_of", D), **scope))


@pytest.mark.parametrize(
    ("nomination", "hired", "from_bench"),
    [
        ({"nominated_on": FILLED - DAY}, HIRED, 1),
        ({"nominated_on": FILLED}, HIRED, 0),
        ({}, HIRED, 1),
        ({"removed_on": FILLED}, HIRED, 1),
        ({"removed_on": FILLED - DAY}, HIRED, 0),
        ({"role_id": "another role"}, HIRED, 0),
        ({"employee_id": "B"}, HIRED, 0),
        ({"readiness": "ready_3_5_years", "willing": "no"}, HIRED, 1),
        ({}, FILLED, 0),
        ({}, FILLED - DAY, 1),
    ],
)
def test_from_the_bench_is_who_was_live_on_it_the_day_before(
    company: Company, nomination: dict[str, Any], hired: date, from_bench: int
) -> None:
    con = company(
        employees=[*people("A", hire_date=hired), *people("B")],
        critical_roles=[{"role_id": "R", "incumbent_id": "A", "incumbent_since": FILLED}],
        successors=[{"role_id": "R", "employee_id": "A", **nomination}],
    )
    (row,) = turnover(con).to_dict("records")
    assert (row["roles_filled"], row["from_bench"], row["share"]) == (1, from_bench, from_bench)


@pytest.mark.parametrize(
    ("since", "counted"),
    [(date(2025, 9, 30), 0), (date(2025, 10, 1), 1), (D, 1), (D + DAY, 0), (None, 0)],
)
def test_a_filling_counts_when_it_lies_in_the_window(company: Company, since: date | None, counted: int) -> None:
    con = company(
        employees=people("A"), critical_roles=[{"role_id": "R", "incumbent_id": "A", "incumbent_since": since}]
    )
    assert turnover(con).roles_filled.tolist() == [counted]


def test_an_incumbent_who_differs_from_the_load_before_came_by_the_day_of_the_load(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        critical_roles=[{"role_id": "R", "incumbent_id": "A"}, {"role_id": "S", "incumbent_id": None}],
        successors=[{"role_id": "R", "employee_id": "B"}],
        as_of=date(2026, 3, 31),
    )
    con.execute("insert into role_incumbents values ('R', null, null, date '2026-06-30', 2)")
    con.execute("insert into role_incumbents values ('R', 'B', null, date '2026-07-31', 3)")
    con.execute("insert into role_incumbents values ('S', 'A', null, date '2026-07-31', 3)")
    (row,) = turnover(con).to_dict("records")
    assert (row["roles_filled"], row["from_bench"], row["share"]) == (2, 1, 0.5)
    assert row["note"] == "no incumbent_since, the day of the load stands in (2 of 2 fillings)"
    assert (row["low"], row["high"]) == (pytest.approx(0.0945, abs=1e-4), pytest.approx(0.9055, abs=1e-4))


def test_a_day_that_a_later_load_brings_counts_too(company: Company) -> None:
    con = company(employees=people("A"), critical_roles=[{"role_id": "R", "incumbent_id": "A"}])
    con.execute("update critical_roles set incumbent_since = ?", [FILLED])
    assert turnover(con).roles_filled.tolist() == [1]
    assert turnover(con).note.tolist() == [""]


def test_groups_are_the_roles_own_and_no_filling_gives_no_share(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        critical_roles=[
            {"role_id": "R", "incumbent_id": "A", "incumbent_since": FILLED, "business_unit": "Labs"},
            {"role_id": "S", "incumbent_id": "B", "incumbent_since": FILLED},
        ],
        successors=[{"role_id": "R", "employee_id": "A"}],
    )
    frame = turnover(con, by=("business_unit",))
    assert frame.business_unit.tolist() == ["Labs", "unknown"]
    assert frame.share.tolist() == [1, 0]
    assert turnover(con, where=(("business_unit", ("Labs",)),)).roles_filled.tolist() == [1]
    assert math.isnan(turnover(con, as_of=date(2020, 1, 1)).share[0])
