"""Wide layouts made long: "Successor 1, Successor 1 Readiness, Successor 2, …" in one row become one row each."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data_loaders.problems import Problem
from data_loaders.sheets import Sheet

_NUMBERED = re.compile(r"^(.*?)[\s_#-]*(?:no\.?\s*)?\b(\d{1,2})\b[\s_:-]*(.*)$|^(.*?[A-Za-z])(\d{1,2})([_\s:-].*|)$")
_ABOUT = ("successor", "nominee", "backup", "replacement", "candidate", "readiness")
_LOOKED_AT = 40


def unfolded(sheet: Sheet) -> Sheet:
    """The sheet with one row for each numbered successor of a row; the sheet itself where nothing is numbered so."""
    for position, row in enumerate(sheet.top(_LOOKED_AT)):
        groups = _groups(row)
        if len(groups) > 1:
            return _long(sheet, position, row, groups)
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


def _long(sheet: Sheet, header: int, row: list[str], groups: dict[int, dict[str, int]]) -> Sheet:
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
