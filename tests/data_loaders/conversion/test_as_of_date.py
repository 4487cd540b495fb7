"""Files of several rosters, and positions that are not critical."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable


def _taken(tmp_path: Path, text: str, name: str = "people.csv") -> list[ExtractedTable]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return extract_tables(tmp_path / name, loaded_on=date(2026, 11, 23))


def test_one_row_per_person_and_day_is_several_rosters(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path,
        "Snapshot Date,Employee ID,Hire Date,Department\n2026-06-30,1,2020-01-01,A\n2026-06-30,2,2020-01-01,A\n"
        "2026-09-30,1,2020-01-01,B\n,3,2020-01-01,B\n",
    )
    assert [(i.as_of, i.frame["row_number"].tolist()) for i in taken] == [
        (date(2026, 6, 30), [2, 3]),
        (date(2026, 9, 30), [4]),
    ]
    assert [(p.row, p.severity) for i in taken for p in i.problems] == [(5, "error")]


def test_a_year_alone_is_its_last_day_and_the_first_hire_stands_in_for_the_hire(tmp_path: Path) -> None:
    text = (
        "EmployeeID,orighiredate_key,terminationdate_key,gender_short,job_title,department_name,STATUS_YEAR\n"
        "1318,8/28/1989,1/1/1900,M,CEO,Executive,2014\n1318,8/28/1989,1/1/1900,M,CEO,Executive,2015\n"
    )
    taken = _taken(tmp_path, text)
    assert [(i.table, i.as_of) for i in taken] == [("employees", date(2014, 12, 31)), ("employees", date(2015, 12, 31))]
    assert taken[0].frame["hire_date"].dt.date.tolist() == [date(1989, 8, 28)]
    assert taken[0].frame["termination_date"].isna().all()


def test_positions_marked_as_not_critical_are_left_out_by_name(tmp_path: Path) -> None:
    (taken,) = _taken(tmp_path, "Position ID,Position Title,Critical Position\nP1,CFO,Yes\nP2,Clerk,No\n")
    assert taken.frame["role_id"].tolist() == ["P1"]
    assert [(p.row, p.severity) for p in taken.problems] == [(3, "warning")]


def test_a_sheet_named_by_a_year_shows_its_last_day(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("2024", "2026"):
        sheet = book.create_sheet(name)
        sheet.append(["Employee ID", "Hire Date"])
        sheet.append(["1", "2020-01-01"])
    book.save(tmp_path / "people.xlsx")
    taken = extract_tables(tmp_path / "people.xlsx", loaded_on=date(2026, 11, 23))
    assert [(i.as_of, i.as_of_assumed) for i in taken] == [(date(2024, 12, 31), False), (date(2026, 11, 23), False)]
