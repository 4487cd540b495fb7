"""Several tables on one sheet: stacked (a blank row, perhaps a title, then another header) or side by side."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.contract import fields
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition import data_rows, table_detection

_LOOKED_AT = 40  # rows among which the first header is sought
_BLOCKS = 1000  # blocks of rows, parted by blank ones, that are looked at
_TITLES = 2  # rows that may stand between a blank row and the header


def stacked_tables(sheet: Sheet) -> list[Sheet]:
    """The sheet cut where another header follows a blank row; mostly the sheet itself.

    Every part keeps the row numbers of the sheet; problems of the sheet as a whole go with the first part.
    """
    starts = _starts(sheet)
    if not starts:
        return [sheet]
    bounds = [0, *starts, sheet.cells.num_rows]
    return [_slice_of_rows(sheet, begin, end) for begin, end in pairwise(bounds)]


def _slice_of_rows(sheet: Sheet, begin: int, end: int) -> Sheet:
    numbers = sheet.row_numbers(np.arange(begin, end))
    own = set(numbers.tolist())
    return replace(
        sheet,
        cells=sheet.cells.slice(begin, end - begin),
        rows_from=numbers - 1,
        problems=[p for p in sheet.problems if (p.row in own if p.row else begin == 0)],
    )


def _starts(sheet: Sheet) -> list[int]:
    if sheet.columns_from is not None or not sheet.cells.num_rows:
        return []
    filled = data_rows.filled(sheet.cells)[0]
    headers = [_row(sheet, i) for i in range(min(_LOOKED_AT, len(filled))) if _is_header(sheet, i)][:1]
    if not headers:
        return []
    first = next(i for i in range(len(filled)) if _row(sheet, i) == headers[0])
    blocks = np.flatnonzero(filled[1:] & ~filled[:-1]) + 1
    starts: list[int] = []
    for start in blocks[(blocks > first)][:_BLOCKS].tolist():
        header = _header_below(sheet, start, len(filled))
        since = starts[-1] if starts else first
        if header is None or _row(sheet, header) in headers or filled[since + 1 : start].sum() == 0:
            continue
        headers.append(_row(sheet, header))
        starts.append(start)
    return starts


def _header_below(sheet: Sheet, start: int, end: int) -> int | None:
    return next((i for i in range(start, min(start + _TITLES + 1, end)) if _is_header(sheet, i)), None)


def _is_header(sheet: Sheet, position: int) -> bool:
    return table_detection.is_header(_row(sheet, position))


def _row(sheet: Sheet, position: int) -> tuple[str, ...]:
    return tuple(column[position].as_py() or "" for column in sheet.cells.columns)


Block = tuple[int, int]  # the first column, and the one after the last


def side_by_side_tables(sheet: Sheet) -> list[Sheet]:
    """The sheet once for each table, the columns of the others emptied; mostly the sheet itself.

    The problems of the sheet go with the first.
    """
    if sheet.columns_from is not None or not sheet.cells.num_rows:
        return [sheet]
    top = sheet.top(_LOOKED_AT)
    tables = [block for block in _blocks(sheet, top) if any(_has_required_headings(row[slice(*block)]) for row in top)]
    if len(tables) < 2:
        return [sheet]
    return [_with_others_emptied(sheet, block, tables, first=block is tables[0]) for block in tables]


def _blocks(sheet: Sheet, top: list[list[str]]) -> list[Block]:
    """Runs of filled columns between empty ones."""
    width = sheet.cells.num_columns
    blank = [index for index in range(width) if not any(row[index] for row in top) and _is_blank_column(sheet, index)]
    edges = [-1, *blank, width]
    return [(left + 1, right) for left, right in pairwise(edges) if right - left > 2]


def _is_blank_column(sheet: Sheet, index: int) -> bool:
    return not pc.any(pc.not_equal(sheet.cells.column(index), "")).as_py()


def _has_required_headings(cells: list[str]) -> bool:
    """Whether a row alone has all the headings that some table requires, plainly."""
    if not table_detection.is_wordy([cell for cell in cells if cell]):
        return False
    layouts = (table_detection.of_row(table, tuple(cells)) for table in fields.TABLES)
    return any(layout.columns and not layout.lacking and not layout.doubtful for layout in layouts)


def _with_others_emptied(sheet: Sheet, block: Block, tables: list[Block], *, first: bool) -> Sheet:
    cells = sheet.cells
    nothing = pa.chunked_array([pa.repeat(pa.scalar("", pa.string()), cells.num_rows)])
    for begin, end in tables:
        for index in range(begin, end) if (begin, end) != block else ():
            cells = cells.set_column(index, cells.column_names[index], nothing)
    return replace(sheet, cells=cells, problems=sheet.problems if first else [])
