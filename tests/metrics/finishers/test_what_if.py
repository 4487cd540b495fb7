"""Supposing a change gives what really making it gives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import duckdb
import pytest

from metrics.engine import compute
from metrics.errors import UnknownOption
from metrics.scope import Scope

D = date(2026, 9, 30)
SCOPE = Scope(D)
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]
PEOPLE = [f"P{number}" for number in range(10)]
STEPS = ["named", "ready", "effective", "willing_or_unknown", "willing", "two_deep"]


def employees(*ids: str, left: Iterable[str] = ()) -> Rows:
    gone = {"termination_date": D, "termination_type": "voluntary"}
    return [
        {"employee_id": person, "hire_date": date(2018, 1, 1), **(gone if person in left else {})} for person in ids
    ]


def joined(ids: Iterable[str]) -> str:
    return "; ".join(ids) or "nobody"


@pytest.fixture
def three_roles(company: Company) -> duckdb.DuckDBPyConnection:
    """Ann would take R1 and R2, Bob was never asked about R2, Cy would take R3 in a year or two; Dee holds R3."""
    return company(
        employees=employees("Ann", "Bob", "Cy", "Dee"),
        critical_roles=[
            {"role_id": "R1", "business_unit": "Sales"},
            {"role_id": "R2", "business_unit": "Sales"},
            {"role_id": "R3", "business_unit": "Legal", "incumbent_id": "Dee"},
        ],
        successors=[
            {"role_id": "R1", "employee_id": "Ann", "willing": "yes"},
            {"role_id": "R2", "employee_id": "Ann", "willing": "yes"},
            {"role_id": "R2", "employee_id": "Bob"},
            {"role_id": "R3", "employee_id": "Cy", "willing": "yes", "readiness": "ready_1_2_years"},
        ],
    )


@pytest.mark.parametrize(
    ("supposed", "then"),
    [
        ({}, [3, 2, 2, 2, 1, 1]),
        ({"leave": "Ann"}, [2, 1, 1, 1, 0, 0]),
        ({"decline": "Ann"}, [3, 2, 2, 1, 0, 0]),
        ({"agree": "Bob"}, [3, 2, 2, 2, 2, 1]),
        ({"ready": "Cy"}, [3, 3, 3, 3, 2, 1]),
        ({"leave": "Ann, Bob; Cy"}, [0, 0, 0, 0, 0, 0]),
        ({"agree": "Bob", "decline": "Bob"}, [3, 2, 2, 1, 1, 0]),
        ({"agree": "Bob", "ready": "Cy"}, [3, 3, 3, 3, 3, 1]),
    ],
)
def test_the_steps_move_as_counted_by_hand(
    three_roles: duckdb.DuckDBPyConnection, supposed: dict[str, str], then: list[int]
) -> None:
    """In the order named, ready, effective, willing or unknown, willing, two deep."""
    frame = compute(three_roles, "what_if", SCOPE, supposed)
    assert frame.step.tolist() == STEPS
    assert frame.covered_before.tolist() == [3, 2, 2, 2, 1, 1]
    assert frame.covered.tolist() == then


def test_a_role_its_incumbent_leaves_ends_empty_when_nobody_is_ready(three_roles: duckdb.DuckDBPyConnection) -> None:
    row = compute(three_roles, "what_if_roles", SCOPE, {"leave": "Dee"}).to_dict("records")
    assert [(one["role_id"], one["vacated"], one["empty_before"], one["empty_after"]) for one in row] == [
        ("R3", True, False, True)
    ]


def test_a_role_its_incumbent_leaves_is_filled_when_somebody_becomes_ready(
    three_roles: duckdb.DuckDBPyConnection,
) -> None:
    frame = compute(three_roles, "what_if_roles", SCOPE, {"leave": "Dee", "ready": "Cy"})
    assert frame[["role_id", "vacated", "empty_after", "gap_before", "gap_after"]].to_numpy().tolist() == [
        ["R3", True, False, "none_ready", "one_deep"]
    ]


def test_only_roles_that_stand_differently_are_listed(three_roles: duckdb.DuckDBPyConnection) -> None:
    assert compute(three_roles, "what_if_roles", SCOPE).empty
    frame = compute(three_roles, "what_if_roles", SCOPE, {"decline": "Ann"})
    assert dict(zip(frame.role_id, frame.gap_after, strict=True)) == {"R1": "none_willing", "R2": "one_deep"}


def test_filters_choose_the_roles_after_the_filling(three_roles: duckdb.DuckDBPyConnection) -> None:
    legal = Scope(D, where=(("business_unit", ("Legal",)),))
    assert compute(three_roles, "what_if_roles", legal, {"decline": "Ann"}).empty
    frame = compute(three_roles, "what_if", legal, {"ready": "Cy"})
    assert frame.roles.tolist() == [1] * 6
    assert frame.change.tolist() == [0, 1, 1, 1, 1, 0]


def test_each_group_has_its_own_steps(three_roles: duckdb.DuckDBPyConnection) -> None:
    frame = compute(three_roles, "what_if", Scope(D, by=("business_unit",)), {"ready": "Cy"})
    moved = frame[frame.change != 0]
    assert set(moved.business_unit) == {"Legal"}
    assert moved.step.tolist() == ["ready", "effective", "willing_or_unknown", "willing"]


def test_somebody_without_a_part_in_any_role_is_refused(three_roles: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownOption, match="agree names Zoe"):
        compute(three_roles, "what_if", SCOPE, {"agree": "Ann; Zoe"})


@pytest.mark.parametrize("seed", range(8))
def test_supposing_equals_really_changing(company: Company, seed: int) -> None:
    """Bench, gaps and empty seats of the supposed company are those of a company with the change loaded."""
    drawn = random.Random(seed)
    leave, decline, agree, ready = (drawn.sample(PEOPLE, drawn.randint(0, 3)) for _ in range(4))
    decline = [person for person in decline if person not in agree]
    roles = [
        {"role_id": f"R{number}", "criticality": drawn.randint(1, 3), "incumbent_id": drawn.choice([*PEOPLE, None])}
        for number in range(7)
    ]
    named = [
        {
            "role_id": role["role_id"],
            "employee_id": person,
            "readiness": drawn.choice(["ready_now", "ready_now", "ready_1_2_years"]),
            "willing": drawn.choice(["yes", "no", None]),
        }
        for role in roles
        for person in drawn.sample(PEOPLE, drawn.randint(0, 3))
    ]
    known = {row["employee_id"] for row in named} | {role["incumbent_id"] for role in roles}
    leave, decline, agree, ready = ([one for one in ids if one in known] for ids in (leave, decline, agree, ready))
    now = company(employees=employees(*PEOPLE), critical_roles=roles, successors=named)
    words = {**dict.fromkeys(agree, "yes"), **dict.fromkeys(decline, "no")}
    soon = dict.fromkeys(ready, "ready_now")
    changed = [
        {
            **row,
            "willing": words.get(row["employee_id"], row["willing"]),
            "readiness": soon.get(row["employee_id"], row["readiness"]),
        }
        for row in named
    ]
    then = company(employees=employees(*PEOPLE, left=leave), critical_roles=roles, successors=changed)
    names = {"leave": leave, "decline": decline, "agree": agree, "ready": ready}
    supposed = {name: joined(ids) for name, ids in names.items()}

    steps = compute(now, "what_if", SCOPE, supposed)
    before, after = (compute(con, "bench_strength", SCOPE) for con in (now, then))
    assert steps.covered_before.tolist() == before.covered.tolist()
    assert steps.covered.tolist() == after.covered.tolist()
    assert steps[["share", "low", "high"]].equals(after[["share", "low", "high"]])

    listed = compute(now, "what_if_roles", SCOPE, supposed).set_index("role_id")
    states = [standing(con) for con in (now, then)]
    vacated = {role["role_id"] for role in roles if role["incumbent_id"] in leave}
    assert set(listed.index) == {role for role in states[0] if states[0][role] != states[1][role]} | vacated
    for name, state in zip(("before", "after"), states, strict=True):
        for role, row in listed.iterrows():
            assert (row[f"gap_{name}"], row[f"empty_{name}"]) == state[str(role)]


def standing(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, bool]]:
    """Each role's gap, and whether it is empty when nobody leaves any more."""
    gaps = compute(con, "successor_coverage", SCOPE).set_index("role_id")["gap"]
    stress = compute(con, "vacancy_stress", SCOPE, {"rate": 0, "draws": 1}).set_index("role_id")["p_unfilled"]
    return {str(role): (str(gap), bool(stress[role])) for role, gap in gaps.items()}
