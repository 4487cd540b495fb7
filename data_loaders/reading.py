"""Files → sheets of text cells, by what the file holds, whatever its name says."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data_loaders import delimited, sheets
from data_loaders.problems import LoadRefused, Problem
from data_loaders.sheets import Sheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Spaces that spreadsheets and web pages leave around a value: non-breaking, zero-width, thin, byte order mark.
SPACES = " \t\r\n\v\f\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_AROUND = rf"^[{SPACES}]+|[{SPACES}]+$"


def read(path: Path) -> list[Sheet]:
    """The sheets of one file, hidden ones marked. Raises LoadRefused where the file cannot be read at all."""
    data = path.read_bytes()
    if not data.strip():
        raise LoadRefused(f"{path.name} is empty. Export it again, with its rows.")
    found = _workbook(path) if data.startswith((_ZIP, _OLE)) else [_text_file(path, data)]
    for sheet in found:
        sheet.cells = trimmed(sheet.cells)
    return found


def trimmed(cells: pa.Table) -> pa.Table:
    """Every cell without the spaces around it; the work is done once for each different text."""
    columns = []
    for column in cells.columns:
        parts = (
            column.combine_chunks().dictionary_encode()
            if column.num_chunks != 1
            else column.chunk(0).dictionary_encode()
        )
        parts = parts.combine_chunks() if isinstance(parts, pa.ChunkedArray) else parts
        words = pc.replace_substring_regex(parts.dictionary, _AROUND, "")
        columns.append(pa.chunked_array([pc.take(words, parts.indices)]))
    return pa.table(columns, names=cells.column_names)


def _text_file(path: Path, data: bytes) -> Sheet:
    problems: list[Problem] = []

    def tell(row: int, problem: str, remedy: str) -> None:
        problems.append(Problem(problem, remedy, "error", path.name, row=row))

    return Sheet(path.name, None, delimited.read(data, tell), problems=problems)


def _workbook(path: Path) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            return [
                Sheet(
                    path.name,
                    meta.name,
                    sheets.from_rows(book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)),
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                )
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise LoadRefused(f"{path.name} is protected by a password. Save it without one and load it again.") from None
    except (CalamineError, OSError, ValueError) as error:
        why = re.sub(r"\s+", " ", str(error)).strip()
        raise LoadRefused(
            f"{path.name} cannot be read as a workbook ({why}). Open it, save it anew as .xlsx, and load that."
        ) from None
