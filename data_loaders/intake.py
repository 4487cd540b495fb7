"""One file in, one `Intake` per table found in it: typed columns, how they were recognised, and every problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders import contract, headings, persons, reading, recognising, snapshots, wide
from data_loaders.columns import Columns
from data_loaders.problems import LoadRefused, Problem
from data_loaders.recognising import ColumnMatch, Layout
from data_loaders.rows import data_rows
from data_loaders.sheets import WHAT_TO_MEND, Sheet, mended

__all__ = ["ColumnMatch", "Intake", "take_in"]


@dataclass
class Intake:
    """One table found on a sheet, ready to be checked and loaded. `table` is None where none was recognised."""

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


def take_in(
    path: Path,
    *,
    loaded_on: date,
    as_of: date | None = None,
    table: str | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    mends: Mapping[tuple[str | None, str], str] | None = None,
) -> list[Intake]:
    """Read one file. One `Intake` per table of a sheet, in the order of the file, hidden sheets without rows.

    Never raises for what is in the file: `problems` say it.

    `frame` holds `row_number` (as the spreadsheet shows it) and the canonical columns that the file brings: text as
    str, days as datetime64[s], whole numbers as Int64, other numbers as float64, flags as boolean. Rows with an error
    stay in it, named by `problems`. `mapping` says field → heading,
    `mends` sheet and cell → what the cell should say.
    """
    try:
        found = reading.read(path, sheet)
    except LoadRefused as refusal:
        return [_unread(path.name, sheet, str(refusal))]
    if sheet and sheet not in {s.name for s in found}:
        names = ", ".join(s.name or "" for s in found)
        return [_unread(path.name, sheet, f"{path.name} has no sheet {sheet}. It has: {names}.")]
    chosen = [s for s in found if s.name == sheet] if sheet else [s for s in found if s.name != WHAT_TO_MEND]
    for one in chosen:
        one.cells = mended(one.cells, {cell: text for (name, cell), text in (mends or {}).items() if name == one.name})
    return [
        intake
        for one in chosen
        for intake in (
            [_hidden(one)] if one.hidden and not sheet else _take_tables(one, loaded_on, as_of, table, mapping or {})
        )
    ]


def _take_tables(
    sheet: Sheet, loaded_on: date, as_of: date | None, table: str | None, mapping: Mapping[str, str]
) -> list[Intake]:
    """What one sheet holds: one table, or roles and, in columns numbered 1, 2, 3, their successors."""
    unfolded = wide.unfolded(sheet)
    if unfolded is sheet or table not in (None, "successors"):
        return _take_sheet(sheet, loaded_on, as_of, table, mapping)
    successors = _take_sheet(unfolded, loaded_on, as_of, "successors", mapping)
    if table or recognising.recognise(sheet, "critical_roles", mapping).lacking:
        return successors
    return [*_take_sheet(sheet, loaded_on, as_of, "critical_roles", mapping), *successors]


def _hidden(sheet: Sheet) -> Intake:
    problem = Problem(
        f"The sheet {sheet.name} is hidden and is not taken.",
        "Show it in the spreadsheet, or choose it by name.",
        "warning",
        sheet.file,
        sheet.name,
    )
    return _nothing(sheet.file, sheet.name, [problem], [])


def _unread(file: str, sheet: str | None, sentence: str) -> Intake:
    problem, _, remedy = sentence.partition(". ")
    return _nothing(file, sheet, [Problem(f"{problem}." if remedy else problem, remedy, file=file, sheet=sheet)], [])


def _nothing(file: str, sheet: str | None, problems: list[Problem], matches: list[ColumnMatch]) -> Intake:
    return Intake(
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


def _take_sheet(
    sheet: Sheet, loaded_on: date, as_of: date | None, table: str | None, mapping: Mapping[str, str]
) -> list[Intake]:
    layout = persons.settled(sheet, recognising.recognise(sheet, table, mapping))
    if layout.table is None or layout.score <= 0 or (table is None and (layout.lacking or layout.doubtful)):
        return [_nothing(sheet.file, sheet.name, [_not_recognised(sheet, layout)], layout.matches)]
    positions, cells, left_out = data_rows(sheet, layout)
    columns = Columns(sheet, layout, positions, cells, loaded_on)
    frame = columns.frame()
    kept = set(columns.rows.tolist())
    told = [
        replace(problem, file=sheet.file, sheet=sheet.name)
        for problem in sheet.problems
        if problem.row is None or problem.row in kept
    ]
    told += [*_unheard(sheet, layout, mapping), *_guesses(sheet, layout), *left_out, *columns.problems]
    days = columns.days
    if days is not None and (as_of is None or days.nunique() > 1):
        return _rosters(sheet, layout, frame, days, told)
    day, assumed = snapshots.day(sheet, layout, frame, as_of, loaded_on)
    if assumed and layout.table == "employees" and len(frame):
        told.append(snapshots.assumed(sheet, day))
    return [replace(_intake(sheet, layout, frame, day, assumed, told), rows_read=len(columns.rows))]


def _rosters(sheet: Sheet, layout: Layout, frame: pd.DataFrame, days: pd.Series, told: list[Problem]) -> list[Intake]:
    """A roster for each day of a snapshot file; problems of no row, and rows without a day, go with the first."""
    found: list[Intake] = []
    dated = set(frame["row_number"][days.notna()].tolist())
    for day, positions in snapshots.rosters(days):
        rows = frame.iloc[positions].reset_index(drop=True)
        own = set(rows["row_number"].tolist())
        problems = [p for p in told if p.row in own or (not found and p.row not in dated)]
        found.append(_intake(sheet, layout, rows, day, False, problems))
    return found or [_nothing(sheet.file, sheet.name, told, layout.matches)]


def _intake(
    sheet: Sheet, layout: Layout, frame: pd.DataFrame, day: date, assumed: bool, problems: list[Problem]
) -> Intake:
    fields = tuple(name for name in frame.columns if name != "row_number")
    return Intake(
        sheet.file, sheet.name, layout.table, frame, fields, layout.matches, day, assumed, problems, len(frame)
    )


def _not_recognised(sheet: Sheet, layout: Layout) -> Problem:
    if layout.table is None or layout.score <= -3 or len(layout.columns) < 2:
        return Problem(
            "No header was recognised: this is none of the six tables.",
            "Put the headings in one row, or say the table and which heading is which field.",
            file=sheet.file,
            sheet=sheet.name,
        )
    if not layout.lacking:
        return Problem(
            f"This may be {layout.table}, but its headings could mean anything.",
            f"Say that it is {layout.table}, if it is.",
            file=sheet.file,
            sheet=sheet.name,
        )
    lacking = " and ".join(layout.lacking)
    return Problem(
        f"This looks like {layout.table}, but no column was recognised as {lacking}.",
        f"Add it, or say which heading holds it: {layout.lacking[0]}=HEADING.",
        file=sheet.file,
        sheet=sheet.name,
    )


def _unheard(sheet: Sheet, layout: Layout, mapping: Mapping[str, str]) -> list[Problem]:
    """Headings that HR named for a field of this table and that the sheet does not have."""
    given = {headings.plain(match.heading) for match in layout.matches}
    return [
        Problem(
            f"There is no heading {heading} here, which was said to hold {field}.",
            "Correct the heading.",
            "warning",
            sheet.file,
            sheet.name,
        )
        for field, heading in mapping.items()
        if field in contract.TABLES[layout.table or ""] and heading and headings.plain(heading) not in given
    ]


def _guesses(sheet: Sheet, layout: Layout) -> list[Problem]:
    return [
        Problem(
            f"The heading {match.heading} was taken for {match.field}: it is {match.how}.",
            f"Say which heading holds it, {match.field}=HEADING, if this is wrong.",
            "warning",
            sheet.file,
            sheet.name,
            column=match.heading,
        )
        for match in layout.matches
        if match.field in layout.guessed
    ]
