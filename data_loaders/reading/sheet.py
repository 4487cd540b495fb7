"""A sheet as it was read: every cell as trimmed text, every row under the number a person sees."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pyarrow as pa

from data_loaders.problems import Problem

WHAT_TO_MEND = "What to mend"  # the sheet that an annotated workbook lists its problems on; never data
_BATCH = 50_000


@dataclass
class Sheet:
    """One sheet of a file. `cells`: text columns "0", "1", …; its row i is the spreadsheet's row i + 1."""

    file: str
    name: str | None
    cells: pa.Table
    hidden: bool = False
    problems: list[Problem] = field(default_factory=list)
    # Where the cells were rearranged: the position each row, and in each row each column, had in the spreadsheet.
    rows_from: np.ndarray | None = None
    columns_from: np.ndarray | None = None
    shared: int = 0  # the first columns, which all parts of an unfolded row have in common

    def row_numbers(self, positions: np.ndarray) -> np.ndarray:
        """The numbers a person sees beside the rows at these positions."""
        return (positions if self.rows_from is None else self.rows_from[positions]) + 1

    def address(self, position: int, column: int) -> str:
        """The address a person sees: C7."""
        seen = column if self.columns_from is None else int(self.columns_from[position, column])
        return f"{letter(seen)}{int(self.row_numbers(np.array([position]))[0])}"

    def top(self, rows: int) -> list[list[str]]:
        """The first rows, cell by cell, empty cells as empty text."""
        columns = [column.slice(0, rows).to_pylist() for column in self.cells.columns]
        return [[text or "" for text in row] for row in zip(*columns, strict=True)]


def mended(cells: pa.Table, mends: Mapping[str, str]) -> pa.Table:
    """The cells with some texts replaced, by their address in the spreadsheet, such as C4."""
    columns: dict[int, dict[int, str]] = {}
    for address, text in mends.items():
        if found := re.fullmatch(r"([A-Z]+)([0-9]+)", address):
            columns.setdefault(number(found[1]), {})[int(found[2]) - 1] = text
    for column, rows in columns.items():
        if column < cells.num_columns:
            texts = cells.column(column).to_pylist()
            texts = [rows.get(row, text) for row, text in enumerate(texts)]
            cells = cells.set_column(column, str(column), pa.chunked_array([pa.array(texts, pa.string())]))
    return cells


def number(letters: str) -> int:
    """The column of a spreadsheet's letters, counted from 0: A = 0, Z = 25, AA = 26."""
    column = 0
    for character in letters:
        column = column * 26 + ord(character) - 64
    return column - 1


def letter(column: int) -> str:
    """The spreadsheet's letter of a column counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def from_rows(rows: Iterable[Sequence[object]]) -> pa.Table:
    """A table of text columns from rows of cells of any type and any length, short rows filled with empty cells."""
    rows = iter(rows)
    batches: list[list[pa.Array]] = []
    while batch := list(islice(rows, _BATCH)):
        width = max(map(len, batch))
        if any(len(row) != width for row in batch):
            batch = [[*row, *[""] * (width - len(row))] for row in batch]
        batches.append([as_text(column) for column in zip(*batch, strict=True)] or [pa.nulls(len(batch), pa.string())])
    width = max((len(batch) for batch in batches), default=0)
    columns: dict[str, pa.ChunkedArray] = {}
    for index in range(width):
        parts = [b[index] if index < len(b) else pa.nulls(len(b[0]), pa.string()) for b in batches]
        columns[str(index)] = pa.chunked_array(parts, pa.string())
    return pa.table(columns)


def as_text(cells: Sequence[object]) -> pa.Array:
    """Cells as text: whole numbers without a decimal point, days as 2026-09-30."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return pa.array(cells, pa.string())
    if kinds == {float}:
        numbers = np.asarray(cells, float)
        if bool(np.all(np.abs(numbers) < 1e15)) and bool(np.all(numbers == np.floor(numbers))):
            return pa.array(numbers.astype(np.int64)).cast(pa.string())
    return pa.array(map(_text, cells), pa.string())


def _text(cell: object) -> str:
    match cell:
        case str():
            return cell
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time(0) else cell.isoformat(" ", "seconds")
        case _:
            return str(cell)
