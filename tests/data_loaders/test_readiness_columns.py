"""Names that stand under their readiness become one nomination each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.intake import Intake
from data_loaders.taking import take_in


def successors(folder: Path, text: str) -> Intake:
    (folder / "plan.csv").write_text(text)
    return take_in(folder / "plan.csv", loaded_on=date(2026, 11, 23))[-1]


@pytest.mark.parametrize(
    "headings",
    [
        "Ready Now,Ready 1-2 Years,Ready 3-5 Years",
        "Successors Ready Now,Successors 1-2 Years,Successors 3-5 Years",
        "Ready Now Candidates,Ready in 1-2 Years,Future Potential",
    ],
)
def test_each_name_is_a_nomination_with_the_readiness_it_stands_under(tmp_path: Path, headings: str) -> None:
    rows = "R1,CFO,0042,0043,\nR2,CTO,,0042; 0043,0044\nR3,COO,,,\n"
    plan = successors(tmp_path, f"Role ID,Role Title,{headings}\n{rows}")
    assert plan.table == "successors"
    assert plan.frame[["role_id", "employee_id", "readiness"]].to_numpy().tolist() == [
        ["R1", "0042", "ready_now"],
        ["R1", "0043", "ready_1_2_years"],
        ["R2", "0042", "ready_1_2_years"],
        ["R2", "0043", "ready_1_2_years"],
        ["R2", "0044", "ready_3_5_years"],
    ]
    seats = [plan.seats[number] for number in plan.frame["row_number"]]
    assert [(seat.row, seat.cells["employee_id"]) for seat in seats] == [
        (2, "C2"),
        (2, "D2"),
        (3, "D3"),
        (3, "D3"),
        (3, "E3"),
    ]


def test_one_column_of_readiness_is_no_such_plan(tmp_path: Path) -> None:
    plan = successors(tmp_path, "Role ID,Successor ID,Readiness\nR1,0042,Ready Now\n")
    assert (plan.seats, plan.frame["readiness"].tolist()) == ({}, ["ready_now"])


def test_a_plan_that_names_no_role_ids_brings_nominations_alone(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Critical Position,Ready Now,Ready 1-2 Years\nCFO,Bo Li,Di May\n")
    [plan] = take_in(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
    assert (plan.table, plan.frame["role_id"].tolist()) == ("successors", ["CFO", "CFO"])


READY = {"ready_now": "Ready Now", "ready_1_2_years": "Ready 1-2 Years", "ready_3_5_years": "Ready 3-5 Years"}
PLANS = st.lists(
    st.fixed_dictionaries({ready: st.lists(st.integers(1, 9999), max_size=3, unique=True) for ready in READY}),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=PLANS, order=st.permutations(list(READY)))
def test_any_plan_comes_back_nomination_by_nomination(
    tmp_path: Path, plans: list[dict[str, list[int]]], order: list[str]
) -> None:
    lines = ["Role ID,Role Title," + ",".join(READY[ready] for ready in order)]
    lines += [
        f"R{number},Role {number}," + ",".join("; ".join(f"E{who}" for who in plan[ready]) for ready in order)
        for number, plan in enumerate(plans)
    ]
    expected = [
        [f"R{number}", f"E{who}", ready] for number, plan in enumerate(plans) for ready in order for who in plan[ready]
    ]
    plan = successors(tmp_path, "\n".join(lines) + "\n")
    if expected:
        assert plan.frame[["role_id", "employee_id", "readiness"]].to_numpy().tolist() == expected
    else:
        assert not len(plan.frame) or plan.table == "critical_roles"
