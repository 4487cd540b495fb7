"""Tables that stand one under the other on a sheet: a blank row, perhaps a title, then another header."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from data_loaders import recognising, rows
from data_loaders.sheets import Sheet

_LOOKED_AT = 40  # rows among which the first header is sought
_BLOCKS = 1000  # blocks of rows, parted by blank ones, that are looked at
_TITLES = 2  # rows that may stand between a blank row and the header


def parts(sheet: Sheet) -> list[Sheet]:
    """The sheet cut where another header follows a blank row; mostly the sheet itself.

    Every part keeps the row numbers of the sheet; what was found wrong with the sheet as a whole goes with the first.
    """
    starts = _starts(sheet)
    if not starts:
        return [sheet]
    bounds = [0, *starts, sheet.cells.num_rows]
    return [_part(sheet, begin, end) for begin, end in pairwise(bounds)]


def _part(sheet: Sheet, begin: int, end: int) -> Sheet:
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
    filled = rows.filled(sheet.cells)[0]
    headers = [_row(sheet, i) for i in range(min(_LOOKED_AT, len(filled))) if _is_header(sheet, i)][:1]
    if not headers:
        return []
    first = next(i for i in range(len(filled)) if _row(sheet, i) == headers[0])
    blocks = np.flatnonzero(filled[1:] & ~filled[:-1]) + 1
    found: list[int] = []
    for start in blocks[(blocks > first)][:_BLOCKS].tolist():
        header = _header_below(sheet, start, len(filled))
        since = found[-1] if found else first
        if header is None or _row(sheet, header) in headers or filled[since + 1 : start].sum() == 0:
            continue
        headers.append(_row(sheet, header))
        found.append(start)
    return found


def _header_below(sheet: Sheet, start: int, end: int) -> int | None:
    return next((i for i in range(start, min(start + _TITLES + 1, end)) if _is_header(sheet, i)), None)


def _is_header(sheet: Sheet, position: int) -> bool:
    return recognising.is_header(_row(sheet, position))


def _row(sheet: Sheet, position: int) -> tuple[str, ...]:
    return tuple(column[position].as_py() or "" for column in sheet.cells.columns)
