"""One file in, one intake per table: frame, row numbers, as-of day, problems."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable

TODAY = date(2026, 11, 23)


def _taken(tmp_path: Path, text: str, name: str = "roster_2026-09-30.csv", **said: object) -> ExtractedTable:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    (intake,) = extract_tables(file, loaded_on=TODAY, said=UploadAnswers(**said))  # type: ignore[arg-type]
    return intake


def test_rows_carry_the_numbers_a_spreadsheet_shows(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Report,,\n\nEmployee ID,Hire Date,Gender\n\n1,2020-01-01,F\n\n2,2021-01-01,M\n")
    assert taken.frame["row_number"].tolist() == [5, 7]
    assert taken.fields == ("employee_id", "hire_date", "gender")


def test_totals_and_repeated_headers_are_left_out_by_name(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path,
        "Employee ID,Hire Date,Gender\n1,2020-01-01,F\nEmployee ID,Hire Date,Gender\n2,2020-01-01,M\nTotal: 2,,\n",
    )
    assert taken.frame["employee_id"].tolist() == ["1", "2"]
    assert [(p.row, p.severity) for p in taken.problems] == [(5, "warning"), (3, "warning")]


def test_a_row_with_an_error_stays_in_the_frame_and_names_its_cell(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date,Gender\n1,soon,F\n2,2020-01-01,M\n")
    (problem,) = taken.problems
    assert (problem.row, problem.cell, problem.column, problem.value, problem.severity) == (
        2,
        "B2",
        "Hire Date",
        "soon",
        "error",
    )
    assert taken.frame["hire_date"].isna().tolist() == [True, False]


def test_an_unreadable_last_day_is_an_error_because_empty_would_mean_employed(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date,Termination Date\n1,2020-01-01,31/02/2024\n")
    assert [p.severity for p in taken.problems] == ["error"]


def test_first_and_last_name_make_the_full_name(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date,First Name,Last Name\n1,2020-01-01,Ana,Ruiz\n")
    assert taken.frame["full_name"].tolist() == ["Ana Ruiz"]


def test_the_status_says_how_leavers_left(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path,
        "Employee ID,Hire Date,Termination Date,Status\n1,2020-01-01,2021-01-01,Voluntarily Terminated\n"
        "2,2020-01-01,2021-01-01,Terminated for Cause\n3,2020-01-01,,Active\n4,2020-01-01,2021-01-01,Retired\n",
    )
    assert taken.frame["termination_type"].fillna("").tolist() == ["voluntary", "involuntary", "", "retirement"]


def test_a_status_against_its_date_is_named(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path,
        "Employee ID,Hire Date,Termination Date,Status\n1,2020-01-01,,Terminated\n2,2020-01-01,2021-01-01,Active\n",
    )
    assert [(p.row, p.severity) for p in taken.problems] == [(2, "warning"), (3, "warning")]


def test_a_missing_required_column_is_named_with_what_to_do(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Department,Gender\n1,Sales,F\n")
    (problem,) = taken.problems
    assert (taken.table, problem.row, problem.severity) == (None, None, "error")
    assert "hire_date" in problem.problem
    assert "hire_date=HEADING" in problem.remedy


DAYS = {
    "roster_2026-09-30.csv": date(2026, 9, 30),
    "Headcount 20260930.csv": date(2026, 9, 30),
    "Roster Sep 2026.csv": date(2026, 9, 30),
    "roster_30.06.2026.csv": date(2026, 6, 30),
    "workers 2026 Q2.csv": date(2026, 6, 30),
    "30 June 2026 roster.csv": date(2026, 6, 30),
}


@pytest.mark.parametrize(("name", "day"), DAYS.items())
def test_the_file_name_says_the_day_of_a_roster(tmp_path: Path, name: str, day: date) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date\n1,2020-01-01\n", name)
    assert (taken.as_of, taken.as_of_assumed) == (day, False)


def test_a_cell_above_the_header_says_the_day_of_a_roster(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Workers as of 09/30/2026,\n,\nEmployee ID,Hire Date\n1,2020-01-01\n", "workers.csv")
    assert (taken.as_of, taken.as_of_assumed) == (date(2026, 9, 30), False)


def test_without_a_word_the_newest_day_not_in_the_future_is_assumed_and_said(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path, "Employee ID,Hire Date,Termination Date\n1,2020-01-01,2029-01-01\n2,2021-05-06,\n", "all.csv"
    )
    assert (taken.as_of, taken.as_of_assumed) == (date(2021, 5, 6), True)
    assert "2021-05-06" in taken.problems[0].problem


def test_what_hr_says_is_the_day(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date\n1,2020-01-01\n", as_of=date(2025, 1, 31))
    assert (taken.as_of, taken.as_of_assumed) == (date(2025, 1, 31), False)


def test_each_visible_sheet_is_taken_and_hidden_ones_are_only_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Roles"
    book.active.append(["Role ID", "Title", "Incumbent ID"])
    book.active.append(["R1", "CFO", "0042"])
    plan = book.create_sheet("Succession")
    plan.append(["Role ID", "Successor ID", "Readiness"])
    plan.append(["R1", "0043", "Ready Now"])
    book.create_sheet("old").sheet_state = "hidden"
    book.save(tmp_path / "bench.xlsx")
    assert [i.table for i in extract_tables(tmp_path / "bench.xlsx", loaded_on=TODAY)] == [
        "critical_roles",
        "successors",
        None,
    ]


def test_an_unreadable_file_is_one_problem_and_no_exception(tmp_path: Path) -> None:
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04torn")
    (intake,) = extract_tables(tmp_path / "torn.xlsx", loaded_on=TODAY)
    assert (intake.table, [p.severity for p in intake.problems]) == (None, ["error"])


def test_a_rehire_starts_a_new_employment(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Original Hire Date,Rehire Date\n1,2010-01-01,2020-02-03\n2,2011-01-01,\n")
    assert taken.frame["hire_date"].dt.date.tolist() == [date(2020, 2, 3), date(2011, 1, 1)]


def test_what_was_said_of_another_file_does_not_hide_a_known_heading(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date\n1,2010-01-01\n", mapping={"hire_date": "Begin"})
    assert taken.frame["hire_date"].dt.date.tolist() == [date(2010, 1, 1)]
    assert "Begin" in taken.problems[0].problem


def test_a_field_said_to_have_no_heading_is_left_out(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date,Level\n1,2010-01-01,3\n", mapping={"job_level": ""})
    assert taken.fields == ("employee_id", "hire_date")


def test_an_error_cell_is_a_problem_with_its_address(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Employee ID", "Hire Date", "Department", "Base Salary"])
    book.active.append(["0042", date(2020, 1, 1), "#REF!", "=B2*12"])
    book.save(tmp_path / "roster_2026-09-30.xlsx")
    (taken,) = extract_tables(tmp_path / "roster_2026-09-30.xlsx", loaded_on=TODAY)
    assert [(p.cell, p.value, p.severity) for p in taken.problems] == [
        ("C2", "#REF!", "warning"),
        ("D2", "=B2*12", "warning"),
    ]
    assert taken.frame[["department", "base_salary"]].isna().all(axis=None)


def test_a_file_without_headings_is_read_from_its_first_row_once_hr_says_the_columns(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("0042,2020-01-01,Sales\n0043,2021-01-01,IT\n")
    letters = {"employee_id": "Column A", "hire_date": "Column B", "department": "Column C"}
    [taken] = extract_tables(
        tmp_path / "staff.csv", loaded_on=date(2026, 11, 23), said=UploadAnswers(table="employees", mapping=letters)
    )
    assert taken.frame[["row_number", "employee_id", "department"]].values.tolist() == [
        [1, "0042", "Sales"],
        [2, "0043", "IT"],
    ]


@pytest.mark.parametrize("note", ["* excludes contractors", "Note: as of today", "Source: HRIS", "Footnotes: none"])
def test_footnotes_are_left_out_by_name(tmp_path: Path, note: str) -> None:
    taken = _taken(tmp_path, f"Employee ID,Hire Date,Gender\n1,2020-01-01,F\n{note},,\n")
    assert taken.frame["employee_id"].tolist() == ["1"]
    assert [(p.row, p.severity, p.value) for p in taken.problems] == [(3, "warning", note)]


@pytest.mark.parametrize("text", ["1900-01-00", "1/0/1900", "00-Jan-00"])
def test_the_day_that_a_spreadsheet_shows_for_nothing_is_empty(tmp_path: Path, text: str) -> None:
    taken = _taken(tmp_path, f"Employee ID,Hire Date,Termination Date\n1,2020-01-01,{text}\n")
    assert (taken.problems, taken.frame["termination_date"].isna().tolist()) == ([], [True])


@pytest.mark.parametrize("total", ["Ops Total", "Total", "Zwischensumme Ops", "Summe", "Sous-total", "Grand Total"])
def test_totals_of_groups_are_left_out_by_name(tmp_path: Path, total: str) -> None:
    text = f"Department,Employee ID,Hire Date,Gender\nOps,1,2020-01-01,F\n{total},,,\nSales,2,2021-01-01,M\n"
    taken = _taken(tmp_path, text)
    assert taken.frame["employee_id"].tolist() == ["1", "2"]
    assert [(p.row, p.severity, p.value) for p in taken.problems] == [(3, "warning", total)]


def test_signs_of_writing_direction_around_a_value_are_no_part_of_it(tmp_path: Path) -> None:
    taken = _taken(tmp_path, "Employee ID,Hire Date,Name\n\u200e7\u200e,\u202a2020-01-01\u202c,\u200fדנה כהן\u200f\n")
    assert taken.frame.loc[0, ["employee_id", "full_name"]].tolist() == ["7", "דנה כהן"]
    assert taken.problems == []
