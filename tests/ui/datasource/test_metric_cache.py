"""The people behind a role are the people its figures count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from metrics import catalogue, engine
from metrics.question import BOUND
from metrics.scope import Scope
from ui.datasource import metric_cache
from ui.datasource.generation import GenerationRef, cursor
from ui.permissions import viewer_scope

DAY = date(2026, 6, 30)


@pytest.fixture
def generation(company: Callable[..., duckdb.DuckDBPyConnection], tmp_path: Path) -> GenerationRef:
    """One manager role with five nominations: yes, no, an accepted offer, never asked, and somebody long gone."""
    hired = {"hire_date": date(2020, 1, 1), "track": "ic"}
    people = [{"employee_id": name, "full_name": name, **hired} for name in ("ann", "bob", "cy", "dee")]
    gone = {"employee_id": "eve", "full_name": "eve", **hired, "termination_date": date(2026, 1, 1)}
    con = company(
        employees=[*people, gone],
        critical_roles=[{"role_id": "R1", "title": "Head", "track": "manager"}, {"role_id": "R2", "title": "Other"}],
        successors=[
            {"role_id": "R1", "employee_id": "ann", "willing": "yes"},
            {"role_id": "R2", "employee_id": "ann", "willing": "yes"},
            {"role_id": "R1", "employee_id": "bob", "willing": "no"},
            {"role_id": "R1", "employee_id": "cy"},
            {"role_id": "R1", "employee_id": "dee", "readiness": "ready_1_2_years"},
            {"role_id": "R1", "employee_id": "eve", "willing": "yes"},
        ],
        promotion_offers=[
            {
                "employee_id": "cy",
                "offered_on": date(2026, 3, 1),
                "decided_on": date(2026, 3, 5),
                "outcome": "accepted",
                "offered_track": "manager",
            }
        ],
        as_of=DAY,
    )
    (tmp_path / "generations").mkdir()
    con.execute(f"attach '{tmp_path}/generations/000001.duckdb' as published")
    con.execute("copy from database memory to published")
    con.execute("detach published")
    return GenerationRef(str(tmp_path), "000001")


def test_only_live_nominations_stand_behind_a_role_the_readiest_first(generation: GenerationRef) -> None:
    people = metric_cache.bench_of(generation, "R1", DAY)
    assert list(people["employee_id"]) == ["ann", "cy", "bob", "dee"]
    assert list(people["willing"]) == ["yes", "yes", "no", "unknown"]
    assert list(people["also_ready_for"]) == [1, 0, 0, 0]


def test_they_are_those_the_figures_count(generation: GenerationRef) -> None:
    people = metric_cache.bench_of(generation, "R1", DAY)
    ready = people[people["readiness"] == "ready_now"]
    coverage = engine.compute(cursor(generation), "successor_coverage", Scope(DAY)).set_index("role_id").loc["R1"]
    assert len(people) == coverage["named"]
    assert len(ready) == coverage["ready_now"]
    assert (ready["willing"] == "yes").sum() == coverage["ready_willing"]
    assert (ready["willing"] == "no").sum() == coverage["ready_unwilling"]


def test_a_column_that_is_no_grouping_is_refused(generation: GenerationRef) -> None:
    with pytest.raises(LookupError):
        metric_cache.values(generation, "full_name", None)


def test_what_one_viewer_may_not_read_of_themselves_is_not_kept_for_others(generation: GenerationRef) -> None:
    for without, ready in (("", 3), ("cy", 2), ("", 3), ("bob", 2), ("cy", 2)):
        cur = cursor(generation._replace(without=without))
        coverage = engine.compute(cur, "successor_coverage", Scope(DAY)).set_index("role_id")
        assert coverage.loc["R1", "ready_now"] == ready


def test_a_window_changes_nothing_for_figures_of_a_day() -> None:
    scope = Scope(DAY, months=24)
    of_a_day = [name for name in catalogue.names() if viewer_scope.heeded(name, scope) != scope]
    assert "bench_strength" in of_a_day
    for name in of_a_day:
        assert viewer_scope.heeded(name, scope) == Scope(DAY)
        queries = [name, *(f"steps/{step}" for step in catalogue.STEPS.findall(catalogue.query(name)))]
        bound = {value for query in queries for value in BOUND.findall(catalogue.query(query))}
        assert not bound & {"opened", "months"}, name
