from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def named(role: str, *ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, "employee_id": person, **fields} for person in ids]


@pytest.fixture
def benches(company: Company) -> duckdb.DuckDBPyConnection:
    """Roles named after their bench: all said no, each in another way; nobody was asked; some of each; and so on."""
    wishes = {"craftsman": "specialist", "leader": "people_manager", "decliner": "people_manager"}
    ids = ["no", "decliner", "craftsman", "leader", "quiet", "silent"]
    return company(
        employees=[
            {"employee_id": p, "hire_date": date(2018, 1, 1), "career_preference": wishes.get(p)} for p in ids
        ],
        critical_roles=[
            {"role_id": role, "criticality": rank, "business_unit": unit}
            for role, rank, unit in [
                ("said", 1, "Labs"), ("asked", 2, None), ("mixed", 1, "Sales"),
                ("fine", 1, "Labs"), ("later", 1, "Labs"), ("none", 1, "Labs"),
            ]
        ],
        promotion_offers=[
            {
                "employee_id": "decliner", "offered_on": date(2026, 1, 1), "decided_on": date(2026, 2, 1),
                "outcome": "declined", "offered_track": "manager",
            }
        ],
        successors=[
            *named("said", "no", willing="no"), *named("said", "decliner", "craftsman"),
            *named("asked", "quiet", "silent"), *named("asked", "leader", readiness="ready_1_2_years"),
            *named("mixed", "quiet", "craftsman"),
            *named("fine", "leader", "craftsman", "quiet"),
            *named("later", "quiet", readiness="ready_1_2_years"),
        ],
    )  # fmt: skip


def test_roles_without_anybody_known_to_be_willing_say_whom_they_rest_on(benches: duckdb.DuckDBPyConnection) -> None:
    frame = compute(benches, "refusals_on_bench", Scope(D))
    assert frame.role_id.tolist() == ["mixed", "said", "asked"]
    assert frame.rests_on.tolist() == ["both", "said_no", "never_asked"]
    counts = ["ready_now", "said_no", "no_on_list", "declined_offer", "prefers_other", "never_asked"]
    assert frame[counts].to_numpy(int).tolist() == [[2, 1, 0, 0, 1, 1], [3, 3, 1, 1, 1, 0], [2, 0, 0, 0, 0, 2]]
    assert frame.said_no_ids.tolist() == ["craftsman", "craftsman; decliner; no", ""]
    assert frame.never_asked_ids.tolist() == ["quiet", "", "quiet; silent"]


def test_a_refusal_counts_from_the_day_it_was_made(benches: duckdb.DuckDBPyConnection) -> None:
    before = compute(benches, "refusals_on_bench", Scope(date(2026, 1, 31)))
    assert "said" not in before.role_id.tolist()  # the decliner still wanted to lead people


def test_it_counts_as_successor_coverage_does(benches: duckdb.DuckDBPyConnection) -> None:
    coverage = compute(benches, "successor_coverage", Scope(D)).set_index("role_id")
    frame = compute(benches, "refusals_on_bench", Scope(D)).set_index("role_id")
    resting = coverage[(coverage.ready_now > 0) & (coverage.ready_willing == 0)]
    assert sorted(resting.index) == sorted(frame.index)
    assert (resting.ready_unwilling == frame.said_no).all()
    assert (resting.ready_unknown == frame.never_asked).all()


def test_groups_sort_the_roles_and_filters_choose_them(benches: duckdb.DuckDBPyConnection) -> None:
    by_unit = compute(benches, "refusals_on_bench", Scope(D, by=("business_unit",)))
    assert by_unit.business_unit.tolist() == ["Labs", "Sales", "unknown"]
    only = compute(benches, "refusals_on_bench", Scope(D, where=(("business_unit", ("unknown",)),)))
    assert only.role_id.tolist() == ["asked"]
