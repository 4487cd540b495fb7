"""Two tables side by side, with an empty column between, are two tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable

ROSTER_COLUMNS = ("Employee ID,Hire Date,Gender", "1,2020-01-01,F", "2,2021-01-01,M", "3,2022-01-01,F")
ROLE_COLUMNS = ("Role ID,Title,Incumbent Since", "R1,CFO,soon", "R2,COO,", ",,")


def extracted_side_by_side(folder: Path, *sides: tuple[str, ...], between: str = ",,") -> list[ExtractedTable]:
    path = folder / "plan_2026-09-30.csv"
    path.write_text("\n".join(between.join(cells) for cells in zip(*sides, strict=True)))
    return extract_tables(path, loaded_on=date(2026, 11, 23))


def test_each_is_read_by_itself_under_the_addresses_of_the_sheet(tmp_path: Path) -> None:
    roster, roles = extracted_side_by_side(tmp_path, ROSTER_COLUMNS, ROLE_COLUMNS)
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
    [roster] = extracted_side_by_side(tmp_path, ROSTER_COLUMNS, side)
    assert (roster.table, len(roster.frame)) == ("employees", 3)


def test_tables_without_a_column_between_are_one(tmp_path: Path) -> None:
    assert len(extracted_side_by_side(tmp_path, ROSTER_COLUMNS, ROLE_COLUMNS, between=",")) == 1


ROSTER = "Employee ID,Hire Date,Gender\n1,2020-01-01,F\n2,2021-01-01,M\n"
ROLES = "Role ID,Title,Incumbent ID\nR1,CFO,1\n"


def extracted(folder: Path, text: str, said: UploadAnswers | None = None) -> list[ExtractedTable]:
    (folder / "plan_2026-09-30.csv").write_text(text)
    return extract_tables(folder / "plan_2026-09-30.csv", loaded_on=date(2026, 11, 23), said=said)


@pytest.mark.parametrize("between", [",,\n", ",,\n,,\n", ",,\nCritical roles,,\n", ",,\nCritical roles,,\n,,\n"])
def test_a_second_header_after_a_blank_row_begins_a_table_of_its_own(tmp_path: Path, between: str) -> None:
    roster, roles = extracted(tmp_path, ROSTER + between + ROLES)
    assert [(i.table, len(i.frame), i.problems) for i in (roster, roles)] == [
        ("employees", 2, []),
        ("critical_roles", 1, []),
    ]
    assert roles.frame["row_number"].tolist() == [3 + between.count("\n") + 2]


def test_the_larger_table_below_does_not_hide_the_one_above(tmp_path: Path) -> None:
    assert [i.table for i in extracted(tmp_path, ROLES + ",,\n" + ROSTER)] == ["critical_roles", "employees"]


def test_a_problem_below_names_the_row_and_cell_of_the_sheet(tmp_path: Path) -> None:
    _, roles = extracted(tmp_path, ROSTER + ",,\nRole ID,Title,Incumbent Since\nR1,CFO,soon\n")
    assert [(p.row, p.cell, p.value) for p in roles.problems] == [(6, "C6", "soon")]


ONE_TABLE = {
    "blank rows between people": ROSTER + ",,\n3,2022-01-01,F\n",
    "the header again": ROSTER + ",,\nEmployee ID,Hire Date,Gender\n3,2022-01-01,F\n",
    "a title above": "Roster,,\n,,\n" + ROSTER + "3,2022-01-01,F\n",
    "a note below": ROSTER + "3,2022-01-01,F\n,,\nConfidential,,\n",
}


@pytest.mark.parametrize("text", ONE_TABLE.values(), ids=ONE_TABLE)
def test_one_table_stays_one(tmp_path: Path, text: str) -> None:
    [intake] = extracted(tmp_path, text)
    assert intake.frame["employee_id"].tolist() == ["1", "2", "3"]


def test_a_second_table_that_lacks_a_column_is_one_clear_problem(tmp_path: Path) -> None:
    text = ROSTER + ",,,,\nRole ID,Job Title,Incumbent ID,Business Unit,Successor Readiness\nR1,CFO,1,Finance,now\n"
    roster, other = extracted(tmp_path, text)
    assert (roster.table, len(roster.frame), roster.problems) == ("employees", 2, [])
    assert other.table in (None, "critical_roles")


def test_hr_can_say_which_of_them_to_take(tmp_path: Path) -> None:
    [intake] = extracted(tmp_path, ROSTER + ",,\n" + ROLES, UploadAnswers(table="critical_roles"))
    assert (intake.table, len(intake.frame)) == ("critical_roles", 1)
