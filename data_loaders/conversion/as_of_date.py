"""Which day a roster shows, and files that hold several: one row per person and day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.contract.fields import Field
from data_loaders.conversion import typed_columns
from data_loaders.literals import dates
from data_loaders.problems import Problem
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import Layout


def rosters(days: pd.Series) -> Iterator[tuple[date, np.ndarray]]:
    """Each day of a snapshot file, the oldest first, and the positions of its rows."""
    for day in sorted(days.dropna().unique()):
        yield pd.Timestamp(day).date(), np.flatnonzero((days == day).to_numpy())


def days(column: pa.ChunkedArray, context: typed_columns.ConversionContext) -> typed_columns.TypedColumn:
    """The day that each row of a snapshot file shows; a year alone means its last day."""
    years = pc.match_substring_regex(column, r"^(19|20)\d\d$")
    column = pc.if_else(years, pc.binary_join_element_wise(column, "-12-31", ""), column)
    return typed_columns.clean(column, "as_of", Field("date", required=True), context)


def day(sheet: Sheet, layout: Layout, frame: pd.DataFrame, said: date | None, loaded_on: date) -> tuple[date, bool]:
    """The day a whole sheet shows, and whether it was assumed.

    In this order: the day HR gave, one named in the file's name, the sheet's name or a title, the newest day in it.
    """
    if said:
        return said, False
    titles = [text for row in sheet.top(max(0, layout.header)) for text in row if text]
    for text in (sheet.file.rsplit(".", 1)[0], sheet.name or "", *titles):
        named_day = in_text(text) or of_year(text)
        if named_day:
            return min(named_day, loaded_on), False
    date_columns = [
        frame[name]
        for name in frame.columns
        if pd.api.types.is_datetime64_any_dtype(frame[name]) and name != "birth_date"
    ]
    return newest(date_columns, loaded_on) or loaded_on, True


def assumed(sheet: Sheet, day: date) -> Problem:
    """The warning about an assumed day."""
    return Problem(
        f"Nothing says which day this roster shows; {day:%Y-%m-%d}, the newest date in it, was assumed.",
        "Say the day, or put it into the file name, such as roster_2026-09-30.",
        "warning",
        sheet.file,
        sheet.name,
    )


_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_. /]?(?P<m>0[1-9]|1[0-2])[-_. /]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?P<a>\d{1,2})[-_./](?P<b>\d{1,2})[-_./](?P<y2>(?:19|20)\d\d)(?!\d)"
)
_NAMED = re.compile(
    r"(?<![\w])(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[ _.-]+)?(?P<m>[^\W\d_]{3,10})\.?[ _.-]*"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?[ _.-]+)?(?P<y>(?:19|20)\d\d)(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_. ]?(?P<m>0[1-9]|1[0-2])(?!\d)")
_QUARTER = re.compile(r"(?<!\w)(?:Q(?P<q>[1-4])[ _-]*(?P<y>20\d\d)|(?P<y2>20\d\d)[ _-]*Q(?P<q2>[1-4]))(?!\d)", re.I)


def in_text(text: str) -> date | None:
    """The day named in a file name or a title, the last day of a month or quarter where only that is named."""
    for pattern, reader in (
        (_DAY, _day),
        (_NAMED, _day_of_named_month),
        (_QUARTER, _end_of_quarter),
        (_MONTH, _end_of_month),
    ):
        for match in pattern.finditer(text.replace("_", " ") if pattern is _NAMED else text):
            day = reader(match)
            if day is not None:
                return day
    return None


def of_year(text: str) -> date | None:
    """The last day of a year, where the text is a year alone: a workbook may hold one sheet per year."""
    return date(int(text), 12, 31) if re.fullmatch(r"(?:19|20)\d\d", text.strip()) else None


def newest(columns: Iterable[pd.Series], loaded_on: date) -> date | None:
    """The newest day of the given columns that is not after the day of loading."""
    limit = pd.Timestamp(loaded_on)
    days = [column[column <= limit].max() for column in columns]
    known = [day for day in days if not pd.isna(day)]
    return max(known).date() if known else None


def _day(match: re.Match[str]) -> date | None:
    if match["y"]:
        return _date_if_valid(int(match["y"]), int(match["m"]), int(match["d"]))
    a, b, year = int(match["a"]), int(match["b"]), int(match["y2"])
    return _date_if_valid(year, b, a) if a > 12 else _date_if_valid(year, a, b)


def _day_of_named_month(match: re.Match[str]) -> date | None:
    month = dates.month(match["m"])
    if month is None:
        return None
    day = match["d"] or match["d2"]
    year = int(match["y"])
    return _date_if_valid(year, month, int(day)) if day else _last_day(year, month)


def _end_of_quarter(match: re.Match[str]) -> date | None:
    return _last_day(int(match["y"] or match["y2"]), 3 * int(match["q"] or match["q2"]))


def _end_of_month(match: re.Match[str]) -> date | None:
    return _last_day(int(match["y"]), int(match["m"]))


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _date_if_valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
