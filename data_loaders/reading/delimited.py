"""Delimited text: which delimiter, and its rows, none dropped and none guessed away."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from data_loaders.reading import sheet
from data_loaders.reading.text_encoding import Decoded, decode, encoded_wide

_SAMPLE = 200_000
_BLOCK = 1 << 20  # bytes parsed at a time: what fits the processor's cache goes twice as fast
_DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Dialect:
    """How a text is cut into cells. `escape` stands before a quotation mark inside quotes, where it is not doubled."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None


def dialect(text: str) -> Dialect:
    """The delimiter, and quotation mark, under which the most rows have the same number of cells, at least two."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best = max((Dialect(delimiter) for delimiter in _DELIMITERS), key=lambda form: _agreement(sample, form))
    others = []
    if best.delimiter + "'" in sample or "'" + best.delimiter in sample:
        others.append(Dialect(best.delimiter, "'"))
    if '\\"' in sample:
        others.append(Dialect(best.delimiter, '"', "\\"))
    return max((best, *others), key=lambda form: _agreement(sample, form))


def _agreement(sample: str, form: Dialect) -> tuple[bool, float, int]:
    """Whether most rows have the same number of cells, what share of them has, and how many cells that is."""
    widths = Counter(len(row) for row in cut(sample, form) if any(row))
    several = {width: rows for width, rows in widths.items() if width > 1}
    if not several:
        return False, 0.0, 0
    width, rows = max(several.items(), key=lambda item: (item[1], item[0]))
    return rows > 0.5 * widths.total(), rows / widths.total(), width


def cut(text: str, form: Dialect) -> Iterator[list[str]]:
    """The rows of a text, one a record; a quoted line break stays inside its cell."""
    lines = io.StringIO(text.replace("\0", ""), newline="")
    return csv.reader(
        lines,
        delimiter=form.delimiter,
        quotechar=form.quote,
        escapechar=form.escape,
        doublequote=form.escape is None,
        skipinitialspace=True,
    )


def read(data: bytes, tell: Callable[..., None]) -> tuple[pa.Table, Decoded | None]:
    """The cells of a delimited file as text, and how its bytes were read; None for UTF-8 in which nothing is lost.

    `tell(row=…, problem=…, remedy=…)` hears of rows of uneven width.
    """
    head = _utf8_head(data)
    table = _well_formed(data, dialect(head), head, tell) if head else None
    if table is not None:
        return table, None
    decoded = decode(data)
    text = decoded.text
    form = dialect(text)
    rows = list(cut(text, form))
    _tell_of_uneven_rows(rows, tell)
    table = sheet.from_rows(rows)
    if form.quote in text:
        _tell_of_swallowed_rows(table, form, tell)
    return table, decoded


def _utf8_head(data: bytes) -> str:
    """The beginning of a text in UTF-8; empty where it is in another encoding."""
    if encoded_wide(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    return data[: 4 * _SAMPLE].decode("utf-8", "ignore").removeprefix("\ufeff")


def _tell_of_swallowed_rows(table: pa.Table, form: Dialect, tell: Callable[..., None]) -> None:
    """A quotation mark that opens and does not close takes the rows below into its cell."""
    most = table.num_columns - 1
    if most < 2:
        return
    like_a_row = f"\\n([^{form.delimiter}\\n]*{re.escape(form.delimiter)}){{{most},}}"
    for column in table.columns:
        swallowed = pc.fill_null(pc.match_substring_regex(column, like_a_row), False)
        for position in np.flatnonzero(swallowed.to_numpy()):
            tell(
                row=int(position) + 1,
                problem="A quotation mark opens here and is not closed: the cell took in the rows below.",
                remedy="Close or remove the quotation mark, and load the file again.",
            )


def _well_formed(data: bytes, form: Dialect, head: str, tell: Callable[..., None]) -> pa.Table | None:
    """The fast way, for UTF-8 in which every row has as many cells as the first; None for any other file."""
    width = len(next(cut(head, form), []))
    spaced = f"{form.delimiter} {form.quote}".encode()
    lone_return = b"\r" in data and data.count(b"\r") != data.count(b"\r\n")
    if not width or form.escape or b"\0" in data or spaced in data or lone_return:
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    table = _by_arrow(data, form, width, breaks=False)
    if table is not None and table.num_rows == lines:  # no cell holds a line break
        return table
    table = _by_arrow(data, form, width, breaks=True) if form.quote.encode() in data else None
    if table is not None:
        _tell_of_swallowed_rows(table, form, tell)
    return table


def _by_arrow(data: bytes, form: Dialect, width: int, *, breaks: bool) -> pa.Table | None:
    """The cells, where every row has `width` of them. `breaks`: cells may hold line breaks, which takes longer."""
    names = [str(i) for i in range(width)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(column_names=names, block_size=16 * _BLOCK if breaks else _BLOCK),
            arrow_csv.ParseOptions(
                delimiter=form.delimiter,
                quote_char=form.quote,
                newlines_in_values=breaks,
                ignore_empty_lines=False,
            ),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:  # an uneven row, or bytes that are not UTF-8
        return None


def _tell_of_uneven_rows(rows: list[list[str]], tell: Callable[..., None]) -> None:
    """Rows whose cells may not stand in their columns. Trailing empty cells that many rows lack are no harm."""
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        return
    usual = widths.most_common(1)[0][0]
    many = 0.05 * widths.total()
    shorter = sum(n for width, n in widths.items() if width < usual)
    longer = sum(1 for row in rows if len(row) > usual and not any(row[usual:]))
    first = next(number for number, row in enumerate(rows) if len(row) == usual)
    for number, row in enumerate(rows[first:], start=first + 1):
        if len(row) > usual and (any(row[usual:]) or longer <= many):
            tell(
                row=number,
                problem=f"The row has {len(row)} cells, the others {usual}: its values may stand in the wrong columns.",
                remedy="Put quotation marks around a value that holds the delimiter, or remove the extra delimiter.",
            )
        elif any(row) and len(row) < usual and shorter <= max(many, 1):
            tell(
                row=number,
                problem=f"The row has {len(row)} cells, the others {usual}: a delimiter or quotation mark is missing.",
                remedy="Check that every value of the row stands in its own column.",
            )
