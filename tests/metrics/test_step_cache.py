"""What rests on the day alone is worked out once, and never read by whom it was not worked out for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pandas as pd
import pytest
from sixty_people import sixty_people

from metrics import catalogue, engine, step_cache
from metrics.scope import Scope

DAY = date(2026, 6, 30)
Company = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def bench(company: Company) -> duckdb.DuckDBPyConnection:
    """Two units with a role each; Ann is named for both, Bob for the one in Sales."""
    hired = {"hire_date": date(2020, 1, 1), "track": "ic"}
    return company(
        employees=[{"employee_id": name, **hired} for name in ("ann", "bob")],
        critical_roles=[{"role_id": "R1", "business_unit": "Sales"}, {"role_id": "R2", "business_unit": "Legal"}],
        successors=[
            {"role_id": "R1", "employee_id": "ann", "willing": "yes"},
            {"role_id": "R1", "employee_id": "bob", "willing": "yes"},
            {"role_id": "R2", "employee_id": "ann", "willing": "yes"},
        ],
        as_of=DAY,
    )


def named(cur: duckdb.DuckDBPyConnection, unit: str, day: date = DAY) -> list[int]:
    frame = engine.compute(cur, "successor_coverage", Scope(day, where=(("business_unit", (unit,)),)))
    return list(frame["named"])


def test_a_lent_memory_serves_every_filter_and_keeps_days_apart(bench: duckdb.DuckDBPyConnection) -> None:
    memory = step_cache.StepCache()
    step_cache.lend(bench, memory)
    assert named(bench, "Sales") == [2]
    bench.execute("delete from successors")  # a generation never changes; this shows what is read
    assert named(bench, "Legal") == [1]
    assert named(bench, "Sales", date(2026, 5, 31)) == [0]
    assert named(bench.cursor(), "Sales") == [0]


def test_without_a_memory_every_question_reads_afresh(bench: duckdb.DuckDBPyConnection) -> None:
    assert named(bench, "Sales") == [2]
    bench.execute("delete from successors where employee_id = 'bob'")
    assert named(bench, "Sales") == [1]


def test_what_was_left_half_read_on_the_cursor_hinders_nothing(bench: duckdb.DuckDBPyConnection) -> None:
    step_cache.lend(bench, step_cache.StepCache())
    for unit, people in (("Sales", [2]), ("Legal", [1])):  # worked out, then kept
        bench.execute("select employee_id from employees").fetchone()
        assert named(bench, unit) == people


def test_windows_of_one_day_are_kept_apart(company: Company) -> None:
    con = company(
        employees=[{"employee_id": "ann", "hire_date": date(2020, 1, 1), "track": "ic"}],
        promotion_offers=[
            {"employee_id": "ann", "offered_on": day, "decided_on": day, "outcome": "declined"}
            for day in (date(2026, 3, 1), date(2025, 3, 1))
        ],
        as_of=DAY,
    )
    step_cache.lend(con, step_cache.StepCache())
    assert [
        engine.compute(con, "promotion_refusals", Scope(DAY, months=months))["declined"][0] for months in (12, 24, 12)
    ] == [1, 2, 1]


def test_only_the_newest_is_kept() -> None:
    memory, asked = step_cache.StepCache(), []
    for key in [*range(step_cache.MOST), 0, step_cache.MOST, 0, 1]:
        memory.once(key, lambda key=key: asked.append(key))  # type: ignore[misc]
    assert asked == [*range(step_cache.MOST + 1), 1]


@pytest.fixture(scope="module")
def whole() -> duckdb.DuckDBPyConnection:
    return sixty_people()


@pytest.mark.parametrize("name", catalogue.names())
def test_what_was_asked_of_one_unit_changes_nothing_for_another(whole: duckdb.DuckDBPyConnection, name: str) -> None:
    of_units = "business_unit" in catalogue.entry(name).filters
    scopes = [Scope(DAY, where=(("business_unit", (unit,)),) if of_units else ()) for unit in ("Care", "Sales")]
    shared = whole.cursor()
    step_cache.lend(shared, step_cache.StepCache())
    for scope in scopes:
        kept, fresh = (engine.compute(cur, name, scope) for cur in (shared, whole.cursor()))
        pd.testing.assert_frame_equal(kept, fresh)
