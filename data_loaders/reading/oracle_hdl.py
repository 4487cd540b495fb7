"""Oracle's HCM Data Loader files: METADATA lines name the columns of an object, MERGE lines bring its rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_HEADER, _ROWS = "METADATA", ("MERGE", "INSERT", "UPDATE", "CREATE")


def objects(cells: pa.Table) -> list[tuple[str, pa.Table]] | None:
    """Name and cells of each object in such a file, every row in its old place; None for any other file."""
    if cells.num_columns < 3:
        return None
    words = pc.utf8_upper(pc.utf8_trim_whitespace(pc.fill_null(cells.column(0), "")))
    if _HEADER not in words.slice(0, 20).to_pylist():
        return None
    known = pc.is_in(words, pa.array([_HEADER, *_ROWS])).to_numpy()
    names = pc.fill_null(cells.column(1), "").to_pylist()
    found = dict.fromkeys(name for name, row in zip(names, known, strict=True) if row and name)
    return [(name, _only(cells, known & np.array([n == name for n in names]))) for name in found]


def _only(cells: pa.Table, rows: np.ndarray) -> pa.Table:
    """The cells of these rows; the others, and the two columns that steer the loader, are blank."""
    keep = pa.array(rows)
    columns = [pc.if_else(keep, pc.fill_null(column, ""), "") for column in cells.columns[2:]]
    blank = pa.chunked_array([pa.array([""] * cells.num_rows, pa.string())])
    return pa.table({str(i): column for i, column in enumerate([blank, blank, *columns])})
