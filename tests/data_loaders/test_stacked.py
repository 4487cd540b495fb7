"""Two tables one under the other are two tables, with the row numbers of the sheet they share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_loaders.intake import Intake
from data_loaders.said import Said
from data_loaders.taking import take_in

ROSTER = "Employee ID,Hire Date,Gender\n1,2020-01-01,F\n2,2021-01-01,M\n"
ROLES = "Role ID,Title,Incumbent ID\nR1,CFO,1\n"


def taken(folder: Path, text: str, said: Said | None = None) -> list[Intake]:
    (folder / "plan_2026-09-30.csv").write_text(text)
    return take_in(folder / "plan_2026-09-30.csv", loaded_on=date(2026, 11, 23), said=said)


@pytest.mark.parametrize("between", [",,\n", ",,\n,,\n", ",,\nCritical roles,,\n", ",,\nCritical roles,,\n,,\n"])
def test_a_second_header_after_a_blank_row_begins_a_table_of_its_own(tmp_path: Path, between: str) -> None:
    roster, roles = taken(tmp_path, ROSTER + between + ROLES)
    assert [(i.table, len(i.frame), i.problems) for i in (roster, roles)] == [
        ("employees", 2, []),
        ("critical_roles", 1, []),
    ]
    assert roles.frame["row_number"].tolist() == [3 + between.count("\n") + 2]


def test_the_larger_table_below_does_not_hide_the_one_above(tmp_path: Path) -> None:
    assert [i.table for i in taken(tmp_path, ROLES + ",,\n" + ROSTER)] == ["critical_roles", "employees"]


def test_a_problem_below_names_the_row_and_cell_of_the_sheet(tmp_path: Path) -> None:
    _, roles = taken(tmp_path, ROSTER + ",,\nRole ID,Title,Incumbent Since\nR1,CFO,soon\n")
    assert [(p.row, p.cell, p.value) for p in roles.problems] == [(6, "C6", "soon")]


ONE_TABLE = {
    "blank rows between people": ROSTER + ",,\n3,2022-01-01,F\n",
    "the header again": ROSTER + ",,\nEmployee ID,Hire Date,Gender\n3,2022-01-01,F\n",
    "a title above": "Roster,,\n,,\n" + ROSTER + "3,2022-01-01,F\n",
    "a note below": ROSTER + "3,2022-01-01,F\n,,\nConfidential,,\n",
}


@pytest.mark.parametrize("text", ONE_TABLE.values(), ids=ONE_TABLE)
def test_one_table_stays_one(tmp_path: Path, text: str) -> None:
    [intake] = taken(tmp_path, text)
    assert intake.frame["employee_id"].tolist() == ["1", "2", "3"]


def test_a_second_table_that_lacks_a_column_is_one_clear_problem(tmp_path: Path) -> None:
    text = ROSTER + ",,,,\nRole ID,Job Title,Incumbent ID,Business Unit,Successor Readiness\nR1,CFO,1,Finance,now\n"
    roster, other = taken(tmp_path, text)
    assert (roster.table, len(roster.frame), roster.problems) == ("employees", 2, [])
    assert other.table in (None, "critical_roles")


def test_hr_can_say_which_of_them_to_take(tmp_path: Path) -> None:
    [intake] = taken(tmp_path, ROSTER + ",,\n" + ROLES, Said(table="critical_roles"))
    assert (intake.table, len(intake.frame)) == ("critical_roles", 1)
