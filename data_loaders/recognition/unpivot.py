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
_KEY_WORDS = ("successor", "nominee", "backup", "replacement", "candidate", "readiness")
_ROWS_SEARCHED = 40


def unpivot_numbered_successors(sheet: Sheet) -> Sheet:
    """The sheet with one row for each numbered successor of a row; the sheet itself if it has none."""
    for position, row in enumerate(sheet.top(_ROWS_SEARCHED)):
        groups = _groups(row)
        if len(groups) > 1:
            return _one_row_per_number(sheet, position, row, groups)
    return sheet


def _groups(row: list[str]) -> dict[int, dict[str, int]]:
    """Number → heading without its number → column, for headings that repeat under several numbers."""
    groups: dict[int, dict[str, int]] = {}
    for index, cell in enumerate(row):
        match = _NUMBERED.match(cell.replace("_", " ")) if len(cell) < 60 else None
        if match:
            before, number, after = match.groups()[:3] if match[2] else match.groups()[3:]
            base = f"{before} {after}".strip(" :-#")
            groups.setdefault(int(number), {}).setdefault(base, index)
    known = [set(bases) for bases in groups.values()]
    shared = {base for bases in known for base in bases if sum(base in other for other in known) > 1}
    if not any(word in base.casefold() for base in shared for word in _KEY_WORDS):
        return {}
    return {number: {b: i for b, i in bases.items() if b in shared} for number, bases in sorted(groups.items())}


def _one_row_per_number(sheet: Sheet, header: int, row: list[str], groups: dict[int, dict[str, int]]) -> Sheet:
    numbered = {index for bases in groups.values() for index in bases.values()}
    fixed = [index for index in range(len(row)) if index not in numbered]
    bases = list(dict.fromkeys(base for group in groups.values() for base in group))
    blocks = [[*fixed, *(group.get(base, -1) for base in bases)] for group in groups.values()]
    rows_below = sheet.cells.slice(header + 1)
    parts, filled = zip(*(_block(rows_below, block, len(fixed)) for block in blocks), strict=True)
    order = np.argsort(np.tile(np.arange(rows_below.num_rows), len(blocks)), kind="stable")
    order = order[np.concatenate(filled)[order]]
    body = pa.concat_tables(parts).take(pa.array(order))
    heading = [row[index] for index in fixed] + bases
    head = pa.table({str(i): pa.array([*[""] * header, cell]) for i, cell in enumerate(heading)})
    titles = np.arange(header + 1)
    from_block = np.array(blocks)[order // rows_below.num_rows]
    warnings = _no_successor_warning(sheet, int(rows_below.num_rows - len(set((order % rows_below.num_rows).tolist()))))
    return replace(
        sheet,
        cells=pa.concat_tables([head, body]),
        rows_from=sheet.row_numbers(np.concatenate([titles, order % rows_below.num_rows + header + 1])) - 1,
        columns_from=np.concatenate([np.tile(np.array(blocks[0]), (header + 1, 1)), from_block]),
        shared=len(fixed),
        problems=[*sheet.problems, *warnings],
    )


def _block(rows_below: pa.Table, block: list[int], fixed: int) -> tuple[pa.Table, np.ndarray]:
    """The columns of one number beside the fixed ones, and which rows fill any of them."""
    blank = pa.chunked_array([pa.array([""] * rows_below.num_rows, pa.string())])
    columns = [rows_below.column(index) if index >= 0 else blank for index in block]
    filled = np.zeros(rows_below.num_rows, bool)
    for column in columns[fixed:]:
        filled |= np.array([bool(text) for text in column.to_pylist()], bool)
    return pa.table({str(i): column for i, column in enumerate(columns)}), filled


def _no_successor_warning(sheet: Sheet, rows: int) -> list[Problem]:
    if not rows:
        return []
    problem = f"{rows:,} rows name no successor and bring no nomination."
    return [Problem(problem, "Nothing to do, unless somebody is missing.", "warning", sheet.file, sheet.name)]


_SUCCESSOR_WORDS = re.compile(
    r"\b(?:potential|named)?\s*(?:successors?|candidates?|nominees?|backups?|replacements?)\b", re.I
)
_SEPARATORS = re.compile(r"\s*(?:;|\n|\|)\s*")


def unpivot_readiness_columns(sheet: Sheet) -> Sheet:
    """The sheet with one row for each name under a readiness heading; the sheet itself if it has no such columns."""
    for position, row in enumerate(sheet.top(_ROWS_SEARCHED)):
        columns = [index for index, cell in enumerate(row) if _readiness(cell)]
        if len({_readiness(row[index]) for index in columns}) > 1 and len(columns) < sum(map(bool, row)):
            return _one_row_per_name(sheet, position, row, columns)
    return sheet


def _readiness(heading: str) -> str | None:
    """What readiness a heading names; a number or a colour alone names none."""
    bare = value_words.plain(_SUCCESSOR_WORDS.sub(" ", heading))
    return value_words.choices("readiness").get(bare) if re.search(r"ready|year|yr|potential", bare) else None


def _one_row_per_name(sheet: Sheet, header: int, row: list[str], columns: list[int]) -> Sheet:
    fixed = [index for index in range(len(row)) if index not in columns]
    nominations = list(_names(sheet, header, columns))
    cells = [column.to_pylist() for column in sheet.cells.columns]
    body = [[*(cells[i][at] for i in fixed), name, _readiness(row[index])] for at, index, name in nominations]
    titles = [["", *[""] * len(fixed), ""] for _ in range(header)]
    table: pa.Table = from_rows([*titles, [*(row[i] for i in fixed), "Successor", "Readiness"], *body])
    row_positions = [*range(header + 1), *(at for at, _, _ in nominations)]
    source_columns = [[*fixed, columns[0], columns[0]]] * (header + 1) + [
        [*fixed, index, index] for _, index, _ in nominations
    ]
    return replace(
        sheet,
        cells=table,
        rows_from=sheet.row_numbers(np.array(row_positions)) - 1,
        columns_from=np.array(source_columns),
        shared=len(fixed),
    )


def _names(sheet: Sheet, header: int, columns: list[int]) -> Iterator[tuple[int, int, str]]:
    """Row position, column and name of each nomination: one for each name in a cell."""
    texts = {index: sheet.cells.column(index).to_pylist() for index in columns}
    for at in range(header + 1, sheet.cells.num_rows):
        for index in columns:
            yield from ((at, index, name) for name in _SEPARATORS.split(texts[index][at] or "") if name)
