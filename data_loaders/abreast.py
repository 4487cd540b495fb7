"""Tables that stand side by side on a sheet, with an empty column between them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders import contract, recognising
from data_loaders.sheets import Sheet

_LOOKED_AT = 40  # rows among which the headers are sought
Block = tuple[int, int]  # the first column, and the one after the last


def parts(sheet: Sheet) -> list[Sheet]:
    """The sheet once for each table, the columns of the others emptied; mostly the sheet itself.

    What was found wrong with the sheet goes with the first.
    """
    if sheet.columns_from is not None or not sheet.cells.num_rows:
        return [sheet]
    top = sheet.top(_LOOKED_AT)
    tables = [block for block in _blocks(sheet, top) if any(_is_whole(row[slice(*block)]) for row in top)]
    if len(tables) < 2:
        return [sheet]
    return [_alone(sheet, block, tables, first=block is tables[0]) for block in tables]


def _blocks(sheet: Sheet, top: list[list[str]]) -> list[Block]:
    """Runs of filled columns between empty ones."""
    width = sheet.cells.num_columns
    blank = [index for index in range(width) if not any(row[index] for row in top) and _empty(sheet, index)]
    edges = [-1, *blank, width]
    return [(left + 1, right) for left, right in pairwise(edges) if right - left > 2]


def _empty(sheet: Sheet, index: int) -> bool:
    return not pc.any(pc.not_equal(sheet.cells.column(index), "")).as_py()


def _is_whole(cells: list[str]) -> bool:
    """Whether a row alone has all the headings that some table requires, plainly."""
    if not recognising.is_wordy([cell for cell in cells if cell]):
        return False
    layouts = (recognising.of_row(table, tuple(cells)) for table in contract.TABLES)
    return any(layout.columns and not layout.lacking and not layout.doubtful for layout in layouts)


def _alone(sheet: Sheet, block: Block, tables: list[Block], *, first: bool) -> Sheet:
    cells = sheet.cells
    nothing = pa.chunked_array([pa.repeat(pa.scalar("", pa.string()), cells.num_rows)])
    for begin, end in tables:
        for index in range(begin, end) if (begin, end) != block else ():
            cells = cells.set_column(index, cells.column_names[index], nothing)
    return replace(sheet, cells=cells, problems=sheet.problems if first else [])
