"""Several successors in one row become one row each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_loaders.intake import take_in

LAYOUTS = {
    "numbers in the middle": "Role ID,Title,Successor 1 ID,Successor 1 Readiness,Successor 2 ID,Successor 2 Readiness",
    "numbers at the end": "Role ID,Title,Successor_ID_1,Readiness_1,Successor_ID_2,Readiness_2",
    "numbers attached": "Role ID,Title,Successor1 ID,Successor1 Readiness,Successor2 ID,Successor2 Readiness",
}


@pytest.mark.parametrize("header", LAYOUTS.values(), ids=LAYOUTS)
def test_each_numbered_successor_becomes_a_row(tmp_path: Path, header: str) -> None:
    rows = "R1,CFO,0042,Ready Now,0043,1-2 Years\nR2,CTO,,,,\nR3,COO,,,0044,soonish\n"
    (tmp_path / "plan.csv").write_text(f"{header}\n{rows}")
    roles, intake = take_in(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
    assert roles.table == "critical_roles"
    assert intake.table == "successors"
    assert intake.frame[["row_number", "role_id", "employee_id"]].values.tolist() == [
        [2, "R1", "0042"],
        [2, "R1", "0043"],
        [4, "R3", "0044"],
    ]
    assert [(p.row, p.cell, p.value) for p in intake.problems if p.row] == [(4, "F4", "soonish")]
    assert any("1 rows name no successor" in p.problem for p in intake.problems)


def test_successors_named_with_their_ids_are_taken_by_id(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(
        "Position ID,Position Title,Successor 1,Successor 1 Readiness,Successor 2,Successor 2 Readiness\n"
        "R1,CFO,Ana Ruiz (0042),Ready Now,Bo Li (0043),3-5 Years\n"
    )
    roles, intake = take_in(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
    assert roles.table == "critical_roles"
    assert intake.frame["employee_id"].tolist() == ["0042", "0043"]
    assert intake.frame["readiness"].tolist() == ["ready_now", "ready_3_5_years"]
