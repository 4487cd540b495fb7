"""Delimited text: which encoding, which delimiter, and its rows, none dropped and none guessed away."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.csv as arrow_csv

from data_loaders import sheets

_SAMPLE = 200_000
_DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Dialect:
    """How a text is cut into cells."""

    delimiter: str
    quote: str = '"'


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    head = data[:4000]
    if len(head) > 3 and head[1::2].count(0) > 0.4 * len(head[1::2]):
        return data.decode("utf-16-le", "replace"), "utf-16-le"
    if len(head) > 3 and head[::2].count(0) > 0.4 * len(head[::2]):
        return data.decode("utf-16-be", "replace"), "utf-16-be"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def dialect(text: str) -> Dialect:
    """The delimiter under which the most rows have the same number of cells, at least two."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample

    def agreement(option: Dialect) -> tuple[float, int]:
        widths = Counter(len(row) for row in islice_rows(sample, option) if any(row))
        if not widths or max(widths) < 2:
            return 0.0, 0
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return rows / widths.total() if width > 1 else 0.0, width

    best = max((Dialect(d) for d in _DELIMITERS), key=lambda option: (agreement(option)[0] > 0.5, *agreement(option)))
    if re.search(rf"(^|{re.escape(best.delimiter)})'[^'\n]*{re.escape(best.delimiter)}[^'\n]*'", sample, re.M):
        single = Dialect(best.delimiter, "'")
        if agreement(single) > agreement(best):
            return single
    return best


def islice_rows(text: str, form: Dialect) -> Iterator[list[str]]:
    """The rows of a text, one a record; a quoted line break stays inside its cell."""
    lines = io.StringIO(text.replace("\0", ""), newline="")
    return csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, skipinitialspace=True)


def read(data: bytes, tell: Callable[..., None]) -> pa.Table:
    """The cells of a delimited file as text. `tell(row=…, problem=…, remedy=…)` hears of rows of uneven width."""
    text, encoding = decode(data)
    form = dialect(text)
    if encoding == "utf-8" and (table := _well_formed(data, form)) is not None:
        return table
    rows = list(islice_rows(text, form))
    _tell_of_uneven_rows(rows, tell)
    return sheets.from_rows(rows)


def _well_formed(data: bytes, form: Dialect) -> pa.Table | None:
    """The fast way, for a file in which every row has as many cells as the first; None for any other."""
    uneven: list[object] = []
    quoted = form.quote.encode() in data
    if b"\0" in data or b"\r" in data.replace(b"\r\n", b"") or not data:
        return None
    width = len(next(islice_rows(data[:_SAMPLE].decode("utf-8", "replace"), form), []))

    def note(row: object) -> str:
        uneven.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=16 << 20),
            arrow_csv.ParseOptions(
                delimiter=form.delimiter,
                quote_char=form.quote,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            arrow_csv.ConvertOptions(
                column_types={f"f{i}": pa.string() for i in range(width)}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if uneven or table.num_columns != width or any(column.type != pa.string() for column in table.columns):
        return None
    return table.rename_columns([str(i) for i in range(width)])


def _tell_of_uneven_rows(rows: list[list[str]], tell: Callable[..., None]) -> None:
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        return
    usual = widths.most_common(1)[0][0]
    begun = False
    for number, row in enumerate(rows, start=1):
        begun = begun or len(row) == usual
        if not begun or not any(row):
            continue
        if len(row) > usual and any(row[usual:]):
            tell(
                row=number,
                problem=f"The row has {len(row)} cells, the others {usual}: its values stand in the wrong columns.",
                remedy="Put quotation marks around a value that holds the delimiter, or remove the extra cell.",
            )
        elif len(row) < usual - 1 or (len(row) < usual and usual <= 3):
            tell(
                row=number,
                problem=f"The row has {len(row)} cells, the others have {usual}: a delimiter may be missing.",
                remedy="Check that every value of the row stands in its own column.",
            )
