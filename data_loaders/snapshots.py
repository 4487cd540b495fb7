"""Which day a roster shows, and files that hold several: one row per person and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders import asof, cleaning
from data_loaders.contract import Field
from data_loaders.layouts import Layout
from data_loaders.problems import Problem
from data_loaders.sheets import Sheet


def rosters(days: pd.Series) -> Iterator[tuple[date, np.ndarray]]:
    """Each day of a snapshot file, the oldest first, and the positions of its rows."""
    for day in sorted(days.dropna().unique()):
        yield pd.Timestamp(day).date(), np.flatnonzero((days == day).to_numpy())


def days(column: pa.ChunkedArray, given: cleaning.Circumstances) -> cleaning.Cleaned:
    """The day that each row of a snapshot file shows; a year alone means its last day."""
    years = pc.match_substring_regex(column, r"^(19|20)\d\d$")
    column = pc.if_else(years, pc.binary_join_element_wise(column, "-12-31", ""), column)
    return cleaning.clean(column, "as_of", Field("date", required=True), given)


def day(sheet: Sheet, layout: Layout, frame: pd.DataFrame, said: date | None, loaded_on: date) -> tuple[date, bool]:
    """The day a whole sheet shows, and whether it was assumed: said, named in file or title, else the newest in it."""
    if said:
        return said, False
    titles = [text for row in sheet.top(max(0, layout.header)) for text in row if text]
    for text in (sheet.file.rsplit(".", 1)[0], sheet.name or "", *titles):
        named = asof.in_text(text) or asof.of_year(text)
        if named:
            return min(named, loaded_on), False
    dated = [
        frame[name]
        for name in frame.columns
        if pd.api.types.is_datetime64_any_dtype(frame[name]) and name != "birth_date"
    ]
    return asof.newest(dated, loaded_on) or loaded_on, True


def assumed(sheet: Sheet, day: date) -> Problem:
    """What to tell HR about an assumed day."""
    return Problem(
        f"Nothing says which day this roster shows; {day:%Y-%m-%d}, the newest date in it, was assumed.",
        "Say the day, or put it into the file name, such as roster_2026-09-30.",
        "warning",
        sheet.file,
        sheet.name,
    )
