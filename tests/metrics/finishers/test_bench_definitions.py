from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
ISO, NAMED, READY = "ISO/TS 30433 successor coverage", "named coverage", "ready coverage"
INFOR, FRACTIONS = "Infor: confirmed successor", "Nakisa and CompetencyCore: fractional bench"
EFFECTIVE, NOT_UNWILLING, WILLING = "ours: effective", "ours: willing or unknown", "ours: willing"
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def people(*ids: str) -> Rows:
    return [{"employee_id": person, "hire_date": date(2018, 1, 1)} for person in ids]


def named(role: str, *ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, "employee_id": person, **fields} for person in ids]


def roles(*ids: str) -> Rows:
    return [{"role_id": role} for role in ids]


def values(con: duckdb.DuckDBPyConnection, **scope: Any) -> pd.Series:
    return compute(con, "bench_definitions", Scope(D, **scope)).set_index("definition").value


FIVE = ("R1", "R2", "R3", "R4", "R5")


def test_five_successors_of_one_role_are_100_percent_to_iso_and_20_to_whoever_counts_roles(company: Company) -> None:
    con = company(employees=people(*"ABCDE"), critical_roles=roles(*FIVE), successors=named("R1", *"ABCDE"))
    found = values(con)
    assert found[[ISO, NAMED, READY, EFFECTIVE]].tolist() == [100, 20, 20, 20]
    assert found[FRACTIONS] == 1
    con = company(employees=people(*"ABCDE"), critical_roles=roles("R1", "R2"), successors=named("R1", *"ABCDE"))
    assert values(con)[ISO] == 250


def test_somebody_on_five_lists_is_a_fifth_of_a_successor_on_each(company: Company) -> None:
    nominations = [row for role in FIVE for row in named(role, "Alice", willing="yes")]
    found = values(company(employees=people("Alice"), critical_roles=roles(*FIVE), successors=nominations))
    assert found[[NAMED, READY, INFOR]].tolist() == [100, 100, 100]
    assert found[[ISO, EFFECTIVE, WILLING]].tolist() == [20, 20, 20]
    assert found[FRACTIONS] == pytest.approx(0.2)


@pytest.fixture
def benches(company: Company) -> duckdb.DuckDBPyConnection:
    """Four roles of two units: one ready and one later, one only later, one much later and unwilling, one empty."""
    return company(
        employees=people(*"ABCD"),
        critical_roles=[
            {"role_id": role, "business_unit": unit}
            for role, unit in [("R1", "Labs"), ("R2", "Labs"), ("R3", "Sales"), ("R4", None)]
        ],
        successors=[
            *named("R1", "A", willing="unknown"),
            *named("R1", "B", readiness="ready_1_2_years", willing="yes"),
            *named("R2", "B", readiness="ready_1_2_years"),
            *named("R3", "B", "C", readiness="ready_3_5_years", willing="no"),
            *named("R3", "D", removed_on=D),
        ],
    )


def test_every_definition_by_hand(benches: duckdb.DuckDBPyConnection) -> None:
    found = values(benches)
    assert found.to_dict() == {
        ISO: 75,  # A, B, C for four roles
        NAMED: 75,
        READY: 25,
        INFOR: 25,  # B for R1
        "SAP bench strength: ready now": 25,
        "SAP bench strength: ready in 1–2 years": 25,
        "SAP bench strength: ready in 3–5 years": 25,
        "SAP bench strength: nobody named": 25,
        FRACTIONS: pytest.approx((1 + 1 / 3 + 1 / 3 + 1 / 3 + 1) / 4),
        EFFECTIVE: 25,
        NOT_UNWILLING: 25,
        WILLING: 0,
    }


@pytest.mark.parametrize("readiness", ["ready_now", "ready_1_2_years", "ready_3_5_years"])
@pytest.mark.parametrize(("willing", "confirmed"), [("yes", 100), ("no", 0), ("unknown", 0)])
def test_a_confirmed_successor_is_willing_however_ready(
    company: Company, readiness: str, willing: str, confirmed: int
) -> None:
    con = company(
        employees=people("A"),
        critical_roles=[{"role_id": "R"}],
        successors=named("R", "A", readiness=readiness, willing=willing),
    )
    assert values(con)[INFOR] == confirmed


def test_groups_count_their_own_roles_and_the_people_named_for_them(benches: duckdb.DuckDBPyConnection) -> None:
    frame = compute(benches, "bench_definitions", Scope(D, by=("business_unit",)))
    assert list(frame) == ["business_unit", "definition", "source", "value", "unit", "note"]
    iso = frame[frame.definition == ISO]
    assert dict(zip(iso.business_unit, iso.value, strict=True)) == {"Labs": 100, "Sales": 200, "unknown": 0}
    fractions = frame[frame.definition == FRACTIONS].value.tolist()
    assert fractions == pytest.approx([(1 + 2 / 3) / 2, 1 + 1 / 3, 0])
    only = values(benches, where=(("business_unit", ("Labs",)),))
    assert only.tolist() == frame[frame.business_unit == "Labs"].value.tolist()


def test_ours_are_the_figures_of_bench_strength(benches: duckdb.DuckDBPyConnection) -> None:
    steps = compute(benches, "bench_strength", Scope(D)).set_index("step").share
    ours = values(benches)
    for name, step in [(NAMED, "named"), (READY, "ready"), (EFFECTIVE, "effective"), (WILLING, "willing")]:
        assert ours[name] == 100 * steps[step]


def test_without_roles_there_is_no_figure(company: Company) -> None:
    assert all(math.isnan(value) for value in values(company(employees=people("A"))))
