"""One table of a sheet: typed columns, how they were recognised, every problem, and the questions left to HR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from data_loaders.conversion.table_reader import CellOrigin
from data_loaders.conversion.typed_columns import EitherWay
from data_loaders.problems import Problem
from data_loaders.recognition.layout import ColumnMatch, apart

# Re-exported for readers of an extracted table: they need how its columns were matched, and no more of recognition.
__all__ = ["ColumnMatch", "ExtractedTable", "apart"]


@dataclass
class ExtractedTable:
    """One table found on a sheet, ready to be checked and loaded. `table` is None where none was recognised.

    `likely` is then the table it may be. `layout` are the headings as recognised without HR's answers, `samples` a few
    values of each column by its letter. `unknown` counts the rows of each unknown word, by field and word; `heard` has
    the words HR matched, with meaning and number of rows; `either` the columns whose days fit both orders.
    """

    file: str
    sheet: str | None
    table: str | None
    frame: pd.DataFrame
    fields: tuple[str, ...]
    matches: list[ColumnMatch]
    as_of: date | None
    as_of_assumed: bool
    problems: list[Problem]
    rows_read: int
    hidden: bool = False
    likely: str | None = None
    layout: tuple[str, ...] = ()
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    heard: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    either: tuple[EitherWay, ...] = ()
    # Where several rows of the frame stand in one row of the sheet: `row_number` is then a key of its own.
    seats: Mapping[int, CellOrigin] = field(default_factory=dict)
    wrong: frozenset[int] = frozenset()  # the `row_number`s of rows in which a cell could not be read, and is needed
    departments_as_units: bool = False  # a job history knows units alone, and this one brought departments
    listed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # heading → code → name, of a list of names
    table_said: bool = False  # HR said which table it is
    proposed: Mapping[str, str] = field(default_factory=dict)  # field → heading that HR may say holds it

    def unreadable(self) -> set[int]:
        """The `row_number`s of the rows with a reading error."""
        rows = {p.row for p in self.problems if p.severity == "error" and p.row is not None}
        if not self.seats:
            return rows
        whole = {p.row for p in self.problems if p.severity == "error" and p.row is not None and p.cell is None}
        return {*self.wrong, *(number for number, seat in self.seats.items() if seat.row in whole)}


def nothing(file: str, sheet: str | None, problems: list[Problem], matches: list[ColumnMatch]) -> ExtractedTable:
    """The result for a sheet without a table to load: no rows, and `problems` saying why."""
    return ExtractedTable(
        file,
        sheet,
        None,
        pd.DataFrame({"row_number": pd.Series([], dtype="int64")}),
        (),
        matches,
        None,
        False,
        problems,
        0,
    )
