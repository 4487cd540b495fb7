"""Which rows of a sheet are data; totals, notes and repeated headers are left out by name, blank rows silently."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.problems import Problem
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import Layout

EXAMPLE = "EXAMPLE-"  # ids of the template's example rows, which are no data
_CLOSING_LINES = "(?i)" + "|".join(
    (
        r"^(?:grand |overall )?(?:total|totals|sub-?total|count|sum|average|records?|rows?)\b.{0,40}$",
        r"^.{1,60}\b(?:sub-?)?totals?:?$",
        r"^(?:gesamt|summe|zwischensumme|gesamtsumme|gesamtergebnis|anzahl|sous-total|somme)\b.{0,40}$",
        r"^(?:page|seite|página) \d+ (?:of|/|von|de|sur) \d+",
        r"^end of (?:report|file|list)",
        r"^(?:report )?(?:generated|exported|printed|created|run) (?:on|by|at)\b",
        r"^(?:confidential|internal use only)\b",
        r"^(?:\*|†|‡|(?:foot)?notes?\s*:|sources?\s*:)",
    )
)


def data_rows(sheet: Sheet, layout: Layout) -> tuple[np.ndarray, pa.Table, list[Problem]]:
    """The positions in the sheet and the cells of the data rows, and a warning for each row left out."""
    below = sheet.cells.slice(layout.header + 1)
    positions = np.arange(below.num_rows) + layout.header + 1
    numbers = sheet.row_numbers(positions)
    nonblank, first_texts = filled(below)
    closing = pc.match_substring_regex(first_texts, _CLOSING_LINES).to_numpy(zero_copy_only=False).astype(bool)
    if closing.any():
        closing &= _fills_few_columns(below, layout)
    repeated = _repeats_header(sheet, layout, below)
    warnings = [
        *(
            _left_out_warning(sheet, int(numbers[i]), "a total or a note", first_texts[i].as_py())
            for i in np.flatnonzero(closing)
        ),
        *(
            _left_out_warning(sheet, int(numbers[i]), "the header again", first_texts[i].as_py())
            for i in np.flatnonzero(repeated)
        ),
    ]
    example = pc.starts_with(first_texts, EXAMPLE).to_numpy(zero_copy_only=False)
    keep = nonblank & ~closing & ~repeated & ~example
    return (positions, below, warnings) if keep.all() else (positions[keep], below.filter(pa.array(keep)), warnings)


def filled(cells: pa.Table) -> tuple[np.ndarray, pa.Array]:
    """Which rows hold anything, and the first text of each row."""
    lead = pa.array([""]).take(pa.array(np.zeros(cells.num_rows, np.int64)))
    for column in cells.columns:
        if not pc.any(pc.equal(lead, "")).as_py():
            break
        lead = pc.if_else(pc.equal(lead, ""), column.combine_chunks(), lead)
    return pc.not_equal(lead, "").to_numpy(zero_copy_only=False), lead


def _fills_few_columns(cells: pa.Table, layout: Layout) -> np.ndarray:
    """True for rows that fill at most half of the recognised columns: totals, not people."""
    filled_cells = np.zeros(cells.num_rows, int)
    for index in layout.columns.values():
        filled_cells += pc.not_equal(cells.column(index), "").to_numpy()
    return filled_cells <= max(1, len(layout.columns) // 2)


def _repeats_header(sheet: Sheet, layout: Layout, cells: pa.Table) -> np.ndarray:
    same = np.full(cells.num_rows, layout.header >= 0)
    for index, column in enumerate(cells.columns):
        heading = sheet.cells.column(index)[layout.header].as_py()
        if heading and same.any():
            same &= pc.equal(column, heading).to_numpy()
    return same


def _left_out_warning(sheet: Sheet, row: int, what: str, text: str) -> Problem:
    return Problem(
        f"The row is {what}, not data; it is left out.",
        "Nothing to do, unless it is data.",
        "warning",
        sheet.file,
        sheet.name,
        row,
        value=text,
    )
