"""The people behind a figure are as many as the figure counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from metrics import engine
from metrics.scope import Scope
from ui import behind, data

DAY = date(2026, 6, 30)
Published = Callable[[duckdb.DuckDBPyConnection], tuple[str, str]]


def person(
    name: str, unit: str, left: date | None = None, how: str = "voluntary", **given: object
) -> dict[str, object]:
    return {
        "employee_id": name,
        "full_name": name.title(),
        "hire_date": date(2020, 1, 1),
        "track": "ic",
        "business_unit": unit,
        "termination_date": left,
        "termination_type": how if left else None,
        **given,
    }


def offer(name: str, outcome: str, day: date | None, made: date = date(2026, 1, 10)) -> dict[str, object]:
    return {
        "employee_id": name,
        "offered_on": made,
        "decided_on": day,
        "outcome": outcome,
        "offered_track": "manager",
    }


@pytest.fixture
def generation(company: Callable[..., duckdb.DuckDBPyConnection], published: Published) -> tuple[str, str]:
    """In Sales two leave, one of them hired within the window; in Care one retires; dan left long ago; eve stays."""
    con = company(
        employees=[
            person("ann", "Sales", date(2026, 2, 1)),
            person("bob", "Sales", date(2026, 3, 1), hire_date=date(2025, 12, 1)),
            person("cy", "Care", date(2026, 4, 1), "retirement"),
            person("dan", "Care", date(2021, 4, 1)),
            person("eve", "Care"),
        ],
        promotion_offers=[
            offer("ann", "declined", date(2026, 1, 20)),
            offer("eve", "accepted", date(2026, 1, 21)),
            offer("eve", "pending", None),
            offer("eve", "pending", None, made=date(2024, 1, 1)),
            offer("cy", "declined", date(2024, 1, 20), made=date(2024, 1, 10)),
        ],
        settings={"observed_from": "2020-01-01"},
        as_of=DAY,
    )
    return published(con)


SALES = (("business_unit", ("Sales",)),)


@pytest.mark.parametrize(
    ("name", "options", "where", "expected"),
    [
        ("retention_rate", {}, (), ["ann", "cy"]),
        ("retention_rate", {"exits": "retirement"}, (), ["cy"]),
        ("retention_rate", {}, SALES, ["ann"]),
        ("turnover_rate", {}, (), ["ann", "bob", "cy"]),
        ("turnover_rate", {"exits": "voluntary"}, SALES, ["ann", "bob"]),
        ("promotion_refusals", {}, (), ["ann", "eve", "eve", "eve"]),
        ("promotion_refusals", {}, SALES, ["ann"]),
    ],
)
def test_they_are_those_the_figure_counts(
    generation: tuple[str, str], name: str, options: dict[str, str], where: tuple[object, ...], expected: list[str]
) -> None:
    scope = Scope(DAY, where=where)
    found = behind.people(generation, name, scope, options)
    assert sorted(found["employee_id"]) == expected
    figures = engine.compute(data.cursor(generation), name, scope, options).iloc[0]
    counted = {"retention_rate": ["leavers"], "turnover_rate": ["exits"], "promotion_refusals": ["offers", "stale"]}
    assert len(found) == sum(figures[column] for column in counted[name])


def test_days_are_days(generation: tuple[str, str]) -> None:
    offers = behind.people(generation, "promotion_refusals", Scope(DAY), {})
    assert (
        list(offers["decided_on"]) == [date(2026, 1, 20), date(2026, 1, 21), None, None]
        or offers["decided_on"].notna().sum() == 2
    )
    assert set(offers["state"]) == {"declined", "accepted", "pending", "stale"}
