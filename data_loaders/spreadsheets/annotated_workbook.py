"""HR's own workbook back, with what is wrong coloured and commented where it stands, to mend it there."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.problems import Problem
from data_loaders.reading import reader
from data_loaders.reading.sheet import WHAT_TO_MEND

_KEEPS_ITS_LOOK = (".xlsx", ".xlsm")
_LARGEST_KEPT = 5_000_000  # bytes; a larger workbook comes back as values, without its own formats
_FILLS = {"error": PatternFill("solid", fgColor="FDE3C8"), "warning": PatternFill("solid", fgColor="FFF7D6")}


def annotate(
    path: Path, problems: Sequence[Problem], mends: Mapping[tuple[str | None, str], str] | None = None
) -> bytes:
    """The file as .xlsx: offending cells coloured and commented, and a sheet that lists every problem.

    `mends`, sheet and cell → text, are cells that were mended on screen; they come back mended.

    A workbook keeps its look, formulas and sheets (macros are left behind); any other file becomes one, cell by cell as
    text, so that leading zeros stay. `problems` are those of this file.
    """
    book = _own_workbook(path) or _from_cells(path)
    for (name, cell), text in (mends or {}).items():
        _mend(_sheet(book, name), cell, text)
    by_sheet: dict[str | None, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.row:
            by_sheet[problem.sheet].append(problem)
    for name, found in by_sheet.items():
        _mark(_sheet(book, name), found)
    _summarise(book, problems)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _own_workbook(path: Path) -> Workbook | None:
    if path.suffix.lower() not in _KEEPS_ITS_LOOK or path.stat().st_size > _LARGEST_KEPT:
        return None
    try:
        book = load_workbook(path, keep_links=False)
    except Exception:  # noqa: BLE001 - a file of another kind under this name: its cells are written anew
        return None
    if WHAT_TO_MEND in book.sheetnames:
        del book[WHAT_TO_MEND]
    return book


def _from_cells(path: Path) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for sheet in reader.read_file(path):
        made = book.create_sheet((sheet.name or "Data")[:31])
        for number, row in enumerate(sheet.top(sheet.cells.num_rows), 1):
            for index, text in enumerate(row, 1):
                if text:
                    _write(made, number, index, text)
    return book


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.data_type, cell.number_format = text, "s", "@"


def _sheet(book: Workbook, name: str | None) -> Worksheet:
    found: Worksheet = book[name] if name in book.sheetnames else book.worksheets[0]
    return found


def _mend(sheet: Worksheet, cell: str, text: str) -> None:
    row, column = coordinate_to_tuple(cell)
    _write(sheet, row, column, text)


def _mark(sheet: Worksheet, problems: Sequence[Problem]) -> None:
    told: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        letters = (problem.cell or "A").rstrip("0123456789")
        told[(problem.row or 1, column_index_from_string(letters))].append(problem)
    for (row, column), found in told.items():
        cell = sheet.cell(row, column)
        worst = "error" if any(problem.severity == "error" for problem in found) else "warning"
        cell.fill = _FILLS[worst]
        cell.comment = Comment("\n".join(f"{p.problem} {p.remedy}" for p in found), "Bench Strength", 120, 320)


def _summarise(book: Workbook, problems: Sequence[Problem]) -> None:
    sheet = book.create_sheet(WHAT_TO_MEND, 0)
    headings = ("Sheet", "Row", "Column", "Cell", "Value", "Kind", "What is wrong", "What to do")
    widths = (18, 8, 22, 8, 20, 10, 60, 60)
    for index, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        sheet.cell(1, index, heading).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, index).column_letter].width = width
    for number, p in enumerate(sorted(problems, key=lambda p: (p.severity, p.sheet or "", p.row or 0)), 2):
        texts = (p.sheet, p.row, p.column, p.cell, p.value, p.severity, p.problem, p.remedy)
        for index, value in enumerate(texts, 1):
            if isinstance(value, int):
                sheet.cell(number, index, value)
            elif value:
                _write(sheet, number, index, value)
            sheet.cell(number, index).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    book.active = 0
