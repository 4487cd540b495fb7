"""Wide layouts made long: "Successor 1, Successor 1 Readiness, Successor 2, …" in one row become one row each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data_loaders.contract import value_words
from data_loaders.problems import Problem
from data_loaders.reading.sheet import Sheet, from_rows

_NUMBERED = re.compile(r"^(.*?)[\s_#-]*(?:no\.?\s*)?\b(\d{1,2})\b[\s_:-]*(.*)$|^(.*?[A-Za-z])(\d{1,2})([_\s:-].*|)$")
_ABOUT = ("successor", "nominee", "backup", "replacement", "candidate", "readiness")
_LOOKED_AT = 40


def unpivot_numbered_successors(sheet: Sheet) -> Sheet:
    """The sheet with one row for each numbered successor of a row; the sheet itself where nothing is numbered so."""
    for position, row in enumerate(sheet.top(_LOOKED_AT)):
        groups = _groups(row)
        if len(groups) > 1:
            return _one_row_per_number(sheet, position, row, groups)
    return sheet


def _groups(row: list[str]) -> dict[int, dict[str, int]]:
    """Number → heading without its number → column, for headings that come back under several numbers."""
    groups: dict[int, dict[str, int]] = {}
    for index, cell in enumerate(row):
        found = _NUMBERED.match(cell.replace("_", " ")) if len(cell) < 60 else None
        if found:
            before, number, after = found.groups()[:3] if found[2] else found.groups()[3:]
            base = f"{before} {after}".strip(" :-#")
            groups.setdefault(int(number), {}).setdefault(base, index)
    known = [set(bases) for bases in groups.values()]
    shared = {base for bases in known for base in bases if sum(base in other for other in known) > 1}
    if not any(word in base.casefold() for base in shared for word in _ABOUT):
        return {}
    return {number: {b: i for b, i in bases.items() if b in shared} for number, bases in sorted(groups.items())}


def _one_row_per_number(sheet: Sheet, header: int, row: list[str], groups: dict[int, dict[str, int]]) -> Sheet:
    numbered = {index for bases in groups.values() for index in bases.values()}
    fixed = [index for index in range(len(row)) if index not in numbered]
    bases = list(dict.fromkeys(base for group in groups.values() for base in group))
    blocks = [[*fixed, *(group.get(base, -1) for base in bases)] for group in groups.values()]
    under = sheet.cells.slice(header + 1)
    parts, filled = zip(*(_block(under, block, len(fixed)) for block in blocks), strict=True)
    order = np.argsort(np.tile(np.arange(under.num_rows), len(blocks)), kind="stable")
    order = order[np.concatenate(filled)[order]]
    body = pa.concat_tables(parts).take(pa.array(order))
    heading = [row[index] for index in fixed] + bases
    head = pa.table({str(i): pa.array([*[""] * header, cell]) for i, cell in enumerate(heading)})
    titles = np.arange(header + 1)
    from_block = np.array(blocks)[order // under.num_rows]
    told = _unnamed(sheet, int(under.num_rows - len(set((order % under.num_rows).tolist()))))
    return replace(
        sheet,
        cells=pa.concat_tables([head, body]),
        rows_from=sheet.row_numbers(np.concatenate([titles, order % under.num_rows + header + 1])) - 1,
        columns_from=np.concatenate([np.tile(np.array(blocks[0]), (header + 1, 1)), from_block]),
        shared=len(fixed),
        problems=[*sheet.problems, *told],
    )


def _block(under: pa.Table, block: list[int], fixed: int) -> tuple[pa.Table, np.ndarray]:
    """The columns of one number beside the fixed ones, and which rows fill any of them."""
    blank = pa.chunked_array([pa.array([""] * under.num_rows, pa.string())])
    columns = [under.column(index) if index >= 0 else blank for index in block]
    filled = np.zeros(under.num_rows, bool)
    for column in columns[fixed:]:
        filled |= np.array([bool(text) for text in column.to_pylist()], bool)
    return pa.table({str(i): column for i, column in enumerate(columns)}), filled


def _unnamed(sheet: Sheet, rows: int) -> list[Problem]:
    if not rows:
        return []
    problem = f"{rows:,} rows name no successor and bring no nomination."
    return [Problem(problem, "Nothing to do, unless somebody is missing.", "warning", sheet.file, sheet.name)]


_WHO = re.compile(r"\b(?:potential|named)?\s*(?:successors?|candidates?|nominees?|backups?|replacements?)\b", re.I)
_APART = re.compile(r"\s*(?:;|\n|\|)\s*")


def unpivot_readiness_columns(sheet: Sheet) -> Sheet:
    """The sheet with one row for each name under a readiness; the sheet itself where no columns are such."""
    for position, row in enumerate(sheet.top(_LOOKED_AT)):
        columns = [index for index, cell in enumerate(row) if _readiness(cell)]
        if len({_readiness(row[index]) for index in columns}) > 1 and len(columns) < sum(map(bool, row)):
            return _one_row_per_name(sheet, position, row, columns)
    return sheet


def _readiness(heading: str) -> str | None:
    """What readiness a heading names; a number or a colour alone names none."""
    bare = value_words.plain(_WHO.sub(" ", heading))
    return value_words.choices("readiness").get(bare) if re.search(r"ready|year|yr|potential", bare) else None


def _one_row_per_name(sheet: Sheet, header: int, row: list[str], columns: list[int]) -> Sheet:
    fixed = [index for index in range(len(row)) if index not in columns]
    found = list(_names(sheet, header, columns))
    cells = [column.to_pylist() for column in sheet.cells.columns]
    body = [[*(cells[i][at] for i in fixed), name, _readiness(row[index])] for at, index, name in found]
    titles = [["", *[""] * len(fixed), ""] for _ in range(header)]
    table: pa.Table = from_rows([*titles, [*(row[i] for i in fixed), "Successor", "Readiness"], *body])
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
