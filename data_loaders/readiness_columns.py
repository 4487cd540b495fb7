"""Plans with a column for each readiness, names under "Ready Now" and "Ready 1-2 Years", made one row a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data_loaders import sheets, vocabulary
from data_loaders.sheets import Sheet

_WHO = re.compile(r"\b(?:potential|named)?\s*(?:successors?|candidates?|nominees?|backups?|replacements?)\b", re.I)
_APART = re.compile(r"\s*(?:;|\n|\|)\s*")
_LOOKED_AT = 40


def unfolded(sheet: Sheet) -> Sheet:
    """The sheet with one row for each name under a readiness; the sheet itself where no columns are such."""
    for position, row in enumerate(sheet.top(_LOOKED_AT)):
        columns = [index for index, cell in enumerate(row) if _readiness(cell)]
        if len({_readiness(row[index]) for index in columns}) > 1 and len(columns) < sum(map(bool, row)):
            return _long(sheet, position, row, columns)
    return sheet


def _readiness(heading: str) -> str | None:
    """What readiness a heading names; a number or a colour alone names none."""
    bare = vocabulary.plain(_WHO.sub(" ", heading))
    return vocabulary.choices("readiness").get(bare) if re.search(r"ready|year|yr|potential", bare) else None


def _long(sheet: Sheet, header: int, row: list[str], columns: list[int]) -> Sheet:
    fixed = [index for index in range(len(row)) if index not in columns]
    found = list(_names(sheet, header, columns))
    cells = [column.to_pylist() for column in sheet.cells.columns]
    body = [[*(cells[i][at] for i in fixed), name, _readiness(row[index])] for at, index, name in found]
    titles = [["", *[""] * len(fixed), ""] for _ in range(header)]
    table: pa.Table = sheets.from_rows([*titles, [*(row[i] for i in fixed), "Successor", "Readiness"], *body])
    places = [*range(header + 1), *(at for at, _, _ in found)]
    shown = [[*fixed, columns[0], columns[0]]] * (header + 1) + [[*fixed, index, index] for _, index, _ in found]
    return replace(
        sheet,
        cells=table,
        rows_from=sheet.row_numbers(np.array(places)) - 1,
        columns_from=np.array(shown),
        shared=len(fixed),
    )


def _names(sheet: Sheet, header: int, columns: list[int]) -> Iterator[tuple[int, int, str]]:
    """Row, column and name of each nomination, several in one cell apart."""
    texts = {index: sheet.cells.column(index).to_pylist() for index in columns}
    for at in range(header + 1, sheet.cells.num_rows):
        for index in columns:
            yield from ((at, index, name) for name in _APART.split(texts[index][at] or "") if name)
