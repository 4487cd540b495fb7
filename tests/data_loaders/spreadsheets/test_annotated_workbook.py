"""HR's own workbook back, with what is wrong marked; mended there and brought again, it goes in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused, Problem
from data_loaders.reading.sheet import WHAT_TO_MEND
from data_loaders.spreadsheets import annotated_workbook
from data_loaders.store.generations import Store

ROWS = [
    ("Employee ID", "Hire Date", "Termination Date"),
    ("007", date(2018, 1, 1), None),
    ("008", date(2020, 3, 1), date(2019, 1, 1)),
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Staff 2026-09-30"
    for row in ROWS:
        sheet.append(row)
    path = tmp_path / "staff.xlsx"
    book.save(path)
    return path


def refused(store: Store, path: Path) -> list[Problem]:
    with pytest.raises(LoadRefused) as stop:
        load.load_files(store, LoadRequest([path], datetime(2026, 10, 1), "ana"))
    return stop.value.problems


def test_the_offending_cell_is_coloured_and_says_what_to_do(workbook: Path, tmp_path: Path) -> None:
    problems = refused(Store(tmp_path / "company"), workbook)
    out = tmp_path / "annotated.xlsx"
    out.write_bytes(annotated_workbook.annotate(workbook, problems))
    book = load_workbook(out)
    assert book.sheetnames == [WHAT_TO_MEND, "Staff 2026-09-30"]
    cell = book["Staff 2026-09-30"]["C3"]
    assert cell.comment is not None
    assert "before the first day" in cell.comment.text
    assert cell.fill.fgColor.rgb == "00FDE3C8"
    assert cell.is_date
    listed = [[value for value in row if value] for row in book[WHAT_TO_MEND].iter_rows(values_only=True)]
    assert listed[1][:4] == ["Staff 2026-09-30", 3, "Termination Date", "C3"]


def test_mended_in_the_annotated_workbook_it_goes_in(workbook: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "company")
    out = tmp_path / "annotated.xlsx"
    out.write_bytes(annotated_workbook.annotate(workbook, refused(store, workbook)))
    book = load_workbook(out)
    book["Staff 2026-09-30"]["C3"] = date(2021, 1, 1)
    book.save(out)
    report = load.load_files(store, LoadRequest([out], datetime(2026, 10, 1), "ana"))
    assert report.tables["employees"].added == 2
    assert report.errors == []


def test_cells_mended_on_screen_come_back_mended(workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "annotated.xlsx"
    out.write_bytes(annotated_workbook.annotate(workbook, [], {("Staff 2026-09-30", "C3"): "2021-01-01"}))
    assert load_workbook(out)["Staff 2026-09-30"]["C3"].value == "2021-01-01"


def test_a_text_file_comes_back_as_a_workbook_with_its_leading_zeros(tmp_path: Path) -> None:
    path = tmp_path / "staff_2026-09-30.csv"
    path.write_text("Employee ID,Hire Date,Name\n007,yesterday,=1+1\n", encoding="utf-8")
    out = tmp_path / "annotated.xlsx"
    out.write_bytes(annotated_workbook.annotate(path, refused(Store(tmp_path / "company"), path)))
    sheet = load_workbook(out).worksheets[1]
    assert sheet["A2"].value == "007"
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].comment is not None


def test_a_cell_mended_on_screen_is_read_as_mended(workbook: Path, tmp_path: Path) -> None:
    said = {workbook.name: UploadAnswers(mends={("Staff 2026-09-30", "C3"): "2021-01-01"})}
    request = LoadRequest([workbook], datetime(2026, 10, 1), "ana", said_of=said)
    store = Store(tmp_path / "company")
    assert load.load_files(store, request).tables["employees"].added == 2
    ended = store.open().execute("select termination_date from employees where employee_id = '008'").fetchall()
    assert ended == [(date(2021, 1, 1),)]
