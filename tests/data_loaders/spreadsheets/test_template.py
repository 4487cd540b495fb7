"""The empty workbook: filled in, it goes in without one question."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.contract import fields
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.spreadsheets import template
from data_loaders.store.generations import Store

ROWS: dict[str, list[dict[str, Any]]] = {
    "employees": [
        {"employee_id": "007", "hire_date": date(2018, 1, 1), "track": "manager", "job_level": 5, "currency": "EUR"},
        {"employee_id": "008", "hire_date": date(2020, 3, 1), "track": "ic", "manager_id": "007", "fte": 0.5},
    ],
    "job_history": [{"employee_id": "008", "effective_date": date(2021, 1, 1), "action": "promotion", "job_level": 3}],
    "promotion_offers": [
        {"employee_id": "008", "offered_on": date(2022, 1, 1), "decided_on": date(2022, 2, 1), "outcome": "declined"}
    ],
    "critical_roles": [{"role_id": "R1", "title": "Head of IT", "incumbent_id": "007", "criticality": 1}],
    "successors": [{"role_id": "R1", "employee_id": "008", "readiness": "ready_now", "willing": "no"}],
    "growth_activities": [{"employee_id": "008", "occurred_on": date(2026, 2, 3), "kind": "skill"}],
}


def fill(sheet: Worksheet, rows: list[dict[str, Any]]) -> None:
    header = 3 if sheet.title == "employees" else 1
    columns = {cell.value: cell.column for cell in sheet[header]}
    for number, row in enumerate(rows, header + 2):
        for name, value in row.items():
            sheet.cell(number, columns[name], value)
    if header == 3:
        sheet["B1"] = date(2026, 9, 30)


def load(folder: Path, filled: bool) -> LoadReport:
    book = load_workbook(io.BytesIO(template.workbook()))
    for table, rows in ROWS.items():
        if filled:
            fill(book[table], rows)
    book.save(folder / "filled.xlsx")
    request = LoadRequest([folder / "filled.xlsx"], datetime(2026, 10, 1), "ana")
    return load_files(Store(folder / "company"), request)


def test_filled_in_it_goes_in_without_one_question(tmp_path: Path) -> None:
    report = load(tmp_path, filled=True)
    assert [problem.sentence() for problem in report.problems] == []
    assert {table: counts.added for table, counts in report.tables.items()} == {
        t: len(rows) for t, rows in ROWS.items()
    }
    con = Store(tmp_path / "company").open()
    assert con.execute("select distinct as_of from roster_rows").fetchall() == [(date(2026, 9, 30),)]


def test_left_empty_its_example_rows_are_nobody(tmp_path: Path) -> None:
    report = load(tmp_path, filled=False)
    assert not report.changes
    assert report.problems == []


def test_words_to_choose_from_stand_in_a_list() -> None:
    sheet = load_workbook(io.BytesIO(template.workbook()))["successors"]
    lists = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["C"] == '"ready_now,ready_1_2_years,ready_3_5_years"'


@pytest.mark.parametrize("table", list(fields.TABLES))
def test_every_field_has_a_meaning(table: str) -> None:
    assert all(field.meaning.strip() for field in fields.TABLES[table].values())
