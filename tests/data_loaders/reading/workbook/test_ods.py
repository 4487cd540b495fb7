"""A formula that failed in an .ods file is a problem with its address, not a blank, and not a 0."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from data_loaders.extraction.extract import extract_tables
from data_loaders.reading.workbook import ods

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
)
_BEGIN = f"""<?xml version="1.0"?><office:document-content {_SPACES} xmlns:calcext="urn:calcext">
<office:body><office:spreadsheet><table:table table:name="Staff 2026-09-30">"""
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
_ERROR = 'calcext:value-type="error"'


def written(folder: Path, *rows: str) -> Path:
    path = folder / "staff.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
        book.writestr("content.xml", _BEGIN + "".join(rows) + _END)
    return path


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(text: str, more: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def failed(text: str, kind: str = 'office:value-type="string" office:string-value=""') -> str:
    return cell(text, f'table:formula="of:=X" {kind} {_ERROR}')


ZERO = 'office:value-type="float" office:value="0"'
HEADER = row(*map(cell, ("Employee ID", "Hire Date", "Department", "Base Salary", "Job Level")))


def test_failed_formulas_are_told_with_their_cells(tmp_path: Path) -> None:
    person = row(cell("0042"), cell("2020-01-01"), failed("#REF!"), failed("#N/A", ZERO), failed("Err:502"))
    [taken] = extract_tables(written(tmp_path, HEADER, person), loaded_on=date(2026, 11, 23))
    assert sorted((p.cell, p.value, p.severity) for p in taken.problems) == [
        ("C2", "#REF!", "warning"),
        ("D2", "#N/A", "warning"),
        ("E2", "#Err:502", "warning"),
    ]
    assert taken.frame[["department", "base_salary", "job_level"]].isna().all(axis=None)


def test_repeated_rows_and_columns_are_counted(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="3"/>'
    path = written(tmp_path, HEADER, row(blank, times=4), row(blank, failed("#DIV/0!"), times=2))
    assert ods.overlays(path) == {"Staff 2026-09-30": {(5, 3): "#DIV/0!", (6, 3): "#DIV/0!"}}


def test_a_text_that_only_looks_like_an_error_is_no_failed_formula(tmp_path: Path) -> None:
    assert ods.overlays(written(tmp_path, row(cell("#N/A")))) == {"Staff 2026-09-30": {}}
