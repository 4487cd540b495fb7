"""Two tables side by side, with an empty column between, are two tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_loaders.intake import Intake
from data_loaders.taking import take_in

ROSTER = ("Employee ID,Hire Date,Gender", "1,2020-01-01,F", "2,2021-01-01,M", "3,2022-01-01,F")
ROLES = ("Role ID,Title,Incumbent Since", "R1,CFO,soon", "R2,COO,", ",,")


def taken(folder: Path, *sides: tuple[str, ...], between: str = ",,") -> list[Intake]:
    path = folder / "plan_2026-09-30.csv"
    path.write_text("\n".join(between.join(cells) for cells in zip(*sides, strict=True)))
    return take_in(path, loaded_on=date(2026, 11, 23))


def test_each_is_read_by_itself_under_the_addresses_of_the_sheet(tmp_path: Path) -> None:
    roster, roles = taken(tmp_path, ROSTER, ROLES)
    assert (roster.table, roster.frame["employee_id"].tolist(), roster.problems) == ("employees", ["1", "2", "3"], [])
    assert (roles.table, roles.frame["role_id"].tolist()) == ("critical_roles", ["R1", "R2"])
    assert [(p.row, p.cell, p.value) for p in roles.problems] == [(2, "G2", "soon")]


@pytest.mark.parametrize(
    "side",
    [
        ("Department,Job Title,Location", "Ops,Clerk,Bonn", "Ops,Clerk,Bonn", "Ops,Clerk,Bonn"),
        ("Department,Count,Share", "Ops,2,0.67", "Sales,1,0.33", ",,"),
    ],
    ids=["more columns of the same people", "a small table of counts"],
)
def test_what_is_no_table_of_its_own_stays_with_the_roster(tmp_path: Path, side: tuple[str, ...]) -> None:
    [roster] = taken(tmp_path, ROSTER, side)
    assert (roster.table, len(roster.frame)) == ("employees", 3)


def test_tables_without_a_column_between_are_one(tmp_path: Path) -> None:
    assert len(taken(tmp_path, ROSTER, ROLES, between=",")) == 1
