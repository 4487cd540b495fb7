"""What the rows of a roster need beside typed cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable


def taken(folder: Path, text: str) -> ExtractedTable:
    (folder / "roster_2026-09-30.csv").write_text(text, encoding="utf-8")
    [intake] = extract_tables(folder / "roster_2026-09-30.csv", loaded_on=date(2026, 11, 23))
    return intake


@pytest.mark.parametrize("heading", ["Active", "CurrentFlag", "Is Active", "Active (Y/N)", "Currently Employed"])
@pytest.mark.parametrize(("yes", "no"), [("true", "false"), ("1", "0"), ("Y", "N"), ("T", "F")])
def test_yes_under_active_means_here_and_no_means_left(tmp_path: Path, heading: str, yes: str, no: str) -> None:
    rows = f"1,2020-01-01,,{yes}\n2,2020-01-01,,{no}\n3,2020-01-01,2021-01-01,{yes}\n4,2020-01-01,2021-01-01,{no}\n"
    found = taken(tmp_path, f"Employee ID,Hire Date,Termination Date,{heading}\n{rows}")
    assert found.unknown == {}
    told = [(p.cell, p.value, p.problem.partition(",")[0]) for p in found.problems]
    assert told == [
        ("D3", no, f"{heading} {no} says that the person left"),
        ("D4", yes, f"{heading} {yes} says that the person is here"),
    ]


def test_one_and_zero_under_a_status_are_asked_about(tmp_path: Path) -> None:
    found = taken(tmp_path, "Employee ID,Hire Date,Status\n1,2020-01-01,1\n2,2020-01-01,0\n")
    assert found.unknown == {("employment_status", "1"): 1, ("employment_status", "0"): 1}


def test_a_flag_of_those_who_left_is_compared_with_the_dates(tmp_path: Path) -> None:
    found = taken(tmp_path, "Employee ID,Hire Date,Terminated\n1,2020-01-01,No\n2,2020-01-01,Yes\n")
    assert [(p.cell, p.value) for p in found.problems] == [("C3", "Yes")]


@pytest.mark.parametrize(("heading", "field"), [("Hired", "hire_date"), ("Org", "department"), ("Boss", "manager_id")])
def test_short_headings_are_known(tmp_path: Path, heading: str, field: str) -> None:
    row = {"Employee ID": "2", "Hired": "2020-01-01", "Org": "Sales", "Boss": "1"}
    found = taken(tmp_path, f"{','.join(row)}\n1,2020-01-01,Sales,\n{','.join(row.values())}\n")
    assert found.frame[field].notna().any()
    assert heading in {match.heading for match in found.matches if match.field == field}


def test_a_roster_of_a_day_is_right_that_somebody_was_there_who_left_later(tmp_path: Path) -> None:
    rows = "1,2000-01-01,,2006,ACTIVE\n1,2000-01-01,,2007,ACTIVE\n2,2000-01-01,2007-02-01,2006,ACTIVE\n"
    (tmp_path / "x.csv").write_text(f"EmployeeID,Hire Date,Termination Date,STATUS_YEAR,STATUS\n{rows}")
    found = extract_tables(tmp_path / "x.csv", loaded_on=date(2026, 11, 23))
    assert [intake.as_of for intake in found] == [date(2006, 12, 31), date(2007, 12, 31)]
    assert [problem for intake in found for problem in intake.problems] == []


def test_of_several_versions_of_a_person_the_newest_counts(tmp_path: Path) -> None:
    rows = "1,2020-01-01,50000,2024-12-31\n1,2020-01-01,60000,9999-12-31\n2,2021-01-01,40000,9999-12-31\n"
    rows += "1,2010-01-01,30000,2015-12-31\n"
    found = taken(tmp_path, f"Employee ID,Hire Date,Salary,Effective End Date\n{rows}")
    assert found.frame[["employee_id", "base_salary"]].to_numpy().tolist() == [["1", 60000], ["2", 40000], ["1", 30000]]
    assert [p.problem for p in found.problems] == [
        "1 rows show how people were earlier, who stand here again; they are left out."
    ]


def test_the_currency_may_stand_in_the_heading_of_the_salaries(tmp_path: Path) -> None:
    found = taken(tmp_path, "Employee ID,Hire Date,Salary (EUR)\n1,2020-01-01,52000\n2,2020-01-01,\n")
    assert found.frame["currency"].isna().tolist() == [False, True]
    assert found.frame["currency"][0] == "EUR"
    assert [p.problem for p in found.problems] == [
        "The salaries are taken to be in EUR, as the heading Salary (EUR) says."
    ]


def test_units_in_the_first_row_of_each_group_alone_are_told(tmp_path: Path) -> None:
    rows = "1,2020-01-01,Ops\n2,2020-01-01,\n3,2020-01-01,\n4,2020-01-01,Sales\n5,2020-01-01,\n"
    [problem] = taken(tmp_path, f"Employee ID,Hire Date,Department\n{rows}").problems
    assert (problem.column, problem.problem) == ("Department", "It stands in 2 of 5 rows, each time something else.")
    assert taken(tmp_path, "Employee ID,Hire Date,Department\n1,2020-01-01,Ops\n2,2020-01-01,Ops\n").problems == []
