"""Files → sheets of text cells, by what the file holds, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.problems import ASSUMED_ENCODING, LoadRefused, Problem
from data_loaders.reading import delimited, html_and_xml, oracle_hdl, preflight
from data_loaders.reading.sheet import Sheet
from data_loaders.reading.text_encoding import REPLACEMENT, Decoded
from data_loaders.reading.workbook import process

# Spaces and signs nobody sees that are left around a value: non-breaking, zero-width, thin, of writing direction.
SPACES = " \t\r\n\v\f\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, (*range(0x2000, 0x200C), 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A)))
)

_FIRST, _LAST = (np.isin(np.arange(256), [space.encode()[place] for space in SPACES]) for place in (0, -1))  # by byte


def read_file(path: Path, wanted: Collection[str] = (), waiting: Callable[[], object] = lambda: None) -> list[Sheet]:
    """The sheets of one file; hidden ones are marked, and read only if wanted by name. `waiting`: as in workbooks.

    Raises LoadRefused where the file cannot be read at all.
    """
    findings = preflight.inspect(path)
    match findings.kind:
        case "workbook":
            found = process.read(path, wanted, waiting=waiting)
        case "markup":
            found = _markup(path)
        case _:
            found = _text(path)
    for sheet in found:
        sheet.cells = trimmed(sheet.cells)
    if found:
        told = (Problem(problem, remedy, "warning", path.name) for problem, remedy in findings.warnings)
        found[0] = replace(found[0], problems=[*told, *found[0].problems])
    return found


def trimmed(cells: pa.Table) -> pa.Table:
    """Every cell without the spaces around it; no cell is null."""
    with ThreadPoolExecutor() as threads:
        return pa.table(list(threads.map(_trimmed, cells.columns)), names=cells.column_names)


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.null_count:
        column = pc.fill_null(column, "")
    return pc.utf8_trim(column, SPACES) if any(map(_may_be_spaced, column.chunks)) else column


def _may_be_spaced(texts: pa.StringArray) -> bool:
    """Whether any text begins or ends with a byte that one of the spaces begins or ends with."""
    _, bounds, content = texts.buffers()
    if content is None or not len(texts):
        return False
    ends = np.frombuffer(bounds, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    held = np.flatnonzero(ends[1:] > ends[:-1])
    bytes_ = np.frombuffer(content, np.uint8)
    return bool(_FIRST[bytes_[ends[held]]].any() or _LAST[bytes_[ends[held + 1] - 1]].any())


def _text(path: Path) -> list[Sheet]:
    problems: list[Problem] = []

    def tell(row: int, problem: str, remedy: str) -> None:
        problems.append(Problem(problem, remedy, "error", path.name, row=row))

    cells, decoded = delimited.read(path.read_bytes(), tell)
    objects = oracle_hdl.objects(cells)  # its rows are as wide as their object
    sheets = (
        [Sheet(path.name, *one) for one in objects] if objects else [Sheet(path.name, None, cells, False, problems)]
    )
    return _with_doubts_of_encoding(sheets, decoded)


def _with_doubts_of_encoding(sheets: list[Sheet], decoded: Decoded | None) -> list[Sheet]:
    """The sheets with what HR should know of how the bytes were read: what was assumed, which rows lost a letter."""
    if decoded and decoded.torn:
        for sheet in sheets:
            sheet.problems += _torn_rows(sheet)
    if decoded and decoded.assumed and sheets:
        sheets[0].problems.insert(0, _assumed(sheets[0].file, decoded.encoding_name))
    return sheets


def _assumed(file: str, encoding: str) -> Problem:
    return Problem(
        f"The file does not say in which encoding its letters are saved; {encoding} was assumed.",
        "Check a few names with accents. To be sure, save the file as CSV UTF-8 or as .xlsx, and load that.",
        "warning",
        file,
        code=ASSUMED_ENCODING,
    )


def _torn_rows(sheet: Sheet) -> list[Problem]:
    columns = [pc.fill_null(pc.match_substring(column, REPLACEMENT), False) for column in sheet.cells.columns]
    rows = np.flatnonzero(np.any([column.to_numpy() for column in columns], axis=0)) if columns else ()
    return [
        Problem(
            f"A letter of this row was damaged before it came here; {REPLACEMENT} stands in its place.",
            "Correct it here, or save the file as CSV UTF-8 from where it came.",
            "warning",
            sheet.file,
            row=int(position) + 1,
        )
        for position in rows
    ]


def _markup(path: Path) -> list[Sheet]:
    try:
        tables, decoded = html_and_xml.read(path.read_bytes())
        return _with_doubts_of_encoding([Sheet(path.name, name, cells) for name, cells in tables], decoded)
    except ValueError as error:
        raise LoadRefused(
            f"{path.name} is a page or XML without a table that can be read ({error}).", "Save it as .xlsx, load that."
        ) from None
