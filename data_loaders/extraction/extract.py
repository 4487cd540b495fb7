"""One file in, one `ExtractedTable` per table in it: typed columns, how they were recognised, and every problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd

from data_loaders.contract.match_reasons import MatchReason
from data_loaders.contract.upload_answers import NOTHING, UploadAnswers
from data_loaders.conversion import as_of_date
from data_loaders.conversion.readers import READERS
from data_loaders.conversion.table_reader import TableReader
from data_loaders.extraction import bookings, code_lists
from data_loaders.extraction.extracted_table import ExtractedTable, nothing
from data_loaders.problems import ASSUMED_ENCODING, LoadRefused, Problem
from data_loaders.reading.reader import read_file
from data_loaders.reading.sheet import WHAT_TO_MEND, Sheet, mended, number
from data_loaders.recognition import diagnosis, person_columns, table_blocks, table_detection, unpivot
from data_loaders.recognition.data_rows import data_rows
from data_loaders.recognition.layout import Layout

Recall = Callable[[Sequence[str]], UploadAnswers]
_SAMPLES, _SAMPLED, _LOOKED_AT = 3, 300, 40
# Columns of a frame that are no fields.
_EXTRA_COLUMNS = ("row_number", "work_email", "level_words", "level_as_written")


def extract_tables(
    path: Path,
    *,
    loaded_on: date,
    said: UploadAnswers | None = None,
    recall: Recall = lambda _: UploadAnswers(),
    tell: Callable[[str], object] = lambda _: None,
) -> list[ExtractedTable]:
    """Read one file: one `ExtractedTable` per table of a sheet, in the order of the file, hidden sheets without rows.

    Never raises for the contents of the file: they are reported in `problems`.

    `frame` holds `row_number` (as the spreadsheet shows it; where there are `seats`, they say where each stands) and
    the canonical columns that the file brings: text as str, days as datetime64[s], whole numbers as Int64, other
    numbers as float64, flags as boolean. A roster's `work_email` and `level_words` stand beside them and are not
    stored; `level_as_written` is stored, and no field. An id may still be a name. Rows with an error stay in it, named
    by `problems`. `said` are HR's answers for the file, `recall` returns those confirmed earlier for the same headings.
    `tell` is called with each stage; an exception it raises stops the reading.
    """
    said, sheet = said or UploadAnswers(), said.sheet if said else None
    try:
        sheets = read_file(path, {*said.hidden, *([sheet] if sheet else [])}, lambda: tell(f"Reading {path.name}"))
    except LoadRefused as refusal:
        return [_unread(path.name, sheet, refusal.problem, refusal.remedy)]
    if sheet and sheet not in {s.name for s in sheets}:
        names = ", ".join(s.name or "" for s in sheets)
        return [_unread(path.name, sheet, f"{path.name} has no sheet {sheet}.", f"It has: {names}.")]
    chosen = [s for s in sheets if s.name == sheet] if sheet else [s for s in sheets if s.name != WHAT_TO_MEND]
    for part in chosen:
        part.cells = mended(part.cells, {cell: text for (name, cell), text in said.mends.items() if name == part.name})
    tables: list[ExtractedTable] = []
    for part in chosen:
        tell(f"Recognising {path.name}{f', sheet {part.name}' if part.name and len(chosen) > 1 else ''}")
        shown = not part.hidden or part.name == sheet or part.name in said.hidden
        tables += _take_parts(part, loaded_on, said.of(part.name), recall) if shown else [_hidden(part)]
    return tables


def _take_parts(sheet: Sheet, loaded_on: date, said: UploadAnswers, recall: Recall) -> list[ExtractedTable]:
    """The tables of one sheet; of several, only those of the table that HR chose for it."""
    parts = [part for table in table_blocks.side_by_side_tables(sheet) for part in table_blocks.stacked_tables(table)]
    if len(parts) > 1 and said.table and said.table != NOTHING:
        parts = [part for part in parts if table_detection.recognise(part).table == said.table] or parts[:1]
    return [intake for part in parts for intake in _take_tables(part, loaded_on, said, recall)]


def _take_tables(sheet: Sheet, loaded_on: date, said: UploadAnswers, recall: Recall) -> list[ExtractedTable]:
    """The tables of one part of a sheet: one, or critical roles and, in columns numbered 1, 2, 3, their successors."""
    if said.table == NOTHING:
        return [nothing(sheet.file, sheet.name, [diagnosis.left_out_problem(sheet)], [])]
    unfolded = unpivot.unpivot_numbered_successors(sheet)
    if unfolded is sheet:
        unfolded = unpivot.unpivot_readiness_columns(sheet)
    if unfolded is sheet or said.table not in (None, "successors"):
        return _take_sheet(sheet, loaded_on, said, recall)
    successors = _take_sheet(unfolded, loaded_on, replace(said, table="successors"), recall)
    roles = table_detection.recognise(sheet, "critical_roles", said.mapping)
    if said.table or roles.table is None or roles.lacking:
        return successors
    return [*_take_sheet(sheet, loaded_on, replace(said, table="critical_roles"), recall), *successors]


def _hidden(sheet: Sheet) -> ExtractedTable:
    problem = Problem(
        f"The sheet {sheet.name} is hidden and is not taken.",
        "Show it in the spreadsheet, or choose it by name.",
        "warning",
        sheet.file,
        sheet.name,
    )
    return replace(nothing(sheet.file, sheet.name, [problem], []), hidden=True)


def _unread(file: str, sheet: str | None, problem: str, remedy: str) -> ExtractedTable:
    return nothing(file, sheet, [Problem(problem, remedy, file=file, sheet=sheet)], [])


def _take_sheet(sheet: Sheet, loaded_on: date, said: UploadAnswers, recall: Recall) -> list[ExtractedTable]:
    unaided = table_detection.recognise(sheet)
    headings = _headings(sheet, unaided)
    remembered = recall(headings)
    layout = bookings.with_signs(sheet, _recognised(sheet, unaided, said, remembered))
    said = remembered.after(said)
    samples = _samples(sheet, layout)
    open_to_doubt = layout.lacking or layout.doubtful or layout.bookings
    if layout.table is None or layout.score <= 0 or (said.table is None and open_to_doubt):
        encoding = [replace(p, sheet=sheet.name) for p in sheet.problems if p.code == ASSUMED_ENCODING]
        problems = [diagnosis.not_recognised_problem(sheet, layout), *encoding]
        unrecognised = nothing(sheet.file, sheet.name, problems, layout.matches)
        likely = None if layout.bookings and not layout.lacking else layout.table
        unrecognised = replace(unrecognised, likely=likely, layout=headings, samples=samples)
        return [replace(unrecognised, listed=code_lists.of(sheet), proposed=diagnosis.proposed_mapping(sheet, layout))]
    positions, cells, left_out = data_rows(sheet, layout)
    reader = READERS.get(layout.table, TableReader)
    columns = reader(sheet, layout, positions, cells, loaded_on, said.order, said.words)
    frame = columns.frame()
    row_numbers, column_problems = set(columns.rows.tolist()), columns.told
    all_problems = [
        replace(problem, file=sheet.file, sheet=sheet.name)
        for problem in sheet.problems
        if problem.row is None or problem.row in row_numbers
    ]
    all_problems += [
        *diagnosis.unknown_heading_problems(sheet, layout, said.mapping),
        *diagnosis.close_heading_problems(sheet, layout),
        *diagnosis.bookings(sheet, layout),
        *left_out,
        *columns.notices(),
        *column_problems.problems,
    ]
    tables = _tables_of_days(sheet, layout, columns, frame, said.as_of, all_problems)
    tables = [replace(intake, layout=headings, samples=samples, table_said=said.table is not None) for intake in tables]
    first = replace(
        tables[0], unknown=column_problems.unknown, heard=column_problems.heard, either=tuple(column_problems.either)
    )
    first = replace(
        first, seats=columns.seats(), wrong=columns.wrong(), departments_as_units=columns.departments_as_units
    )
    return [first, *tables[1:]]


def _tables_of_days(
    sheet: Sheet, layout: Layout, columns: TableReader, frame: pd.DataFrame, as_of: date | None, problems: list[Problem]
) -> list[ExtractedTable]:
    """The sheet as one table of one day, or as a roster for each of its days."""
    days = columns.days
    if days is not None and (as_of is None or days.nunique() > 1):
        return _rosters(sheet, layout, frame, days, problems)
    day, assumed = as_of_date.day(sheet, layout, frame, as_of, columns.loaded_on)
    if assumed and layout.table == "employees" and len(frame):
        problems.append(as_of_date.assumed(sheet, day))
    return [replace(_extracted_table(sheet, layout, frame, day, assumed, problems), rows_read=len(columns.rows))]


def _headings(sheet: Sheet, unaided: Layout) -> tuple[str, ...]:
    """The headings that identify a sheet's layout: as recognised without HR's answers, else the fullest first row."""
    if unaided.matches:
        return tuple(match.heading for match in unaided.matches)
    return tuple(filter(None, max(sheet.top(_LOOKED_AT), key=lambda row: sum(map(bool, row)), default=[])))


def _recognised(sheet: Sheet, unaided: Layout, said: UploadAnswers, remembered: UploadAnswers) -> Layout:
    combined = remembered.after(said)
    if not combined.table and not combined.mapping:
        return person_columns.settle_person_columns(sheet, unaided)
    layout = person_columns.settle_person_columns(
        sheet, table_detection.recognise(sheet, combined.table, combined.mapping)
    )
    for match in layout.matches:
        if match.is_confirmed and match.field in remembered.mapping and match.field not in said.mapping:
            match.how = MatchReason.REMEMBERED
    return layout


def _samples(sheet: Sheet, layout: Layout) -> dict[str, tuple[str, ...]]:
    """A few different values of each column, by its letter."""
    samples = {}
    for match in layout.matches:
        texts = sheet.cells.column(number(match.column)).slice(layout.header + 1, _SAMPLED).to_pylist()
        samples[match.column] = tuple(islice(dict.fromkeys(filter(None, texts)), _SAMPLES))
    return samples


def _rosters(
    sheet: Sheet, layout: Layout, frame: pd.DataFrame, days: pd.Series, all_problems: list[Problem]
) -> list[ExtractedTable]:
    """A roster for each day of a snapshot file; problems of no row, and rows without a day, go with the first."""
    extracted: list[ExtractedTable] = []
    dated = set(frame["row_number"][days.notna()].tolist())
    for day, positions in as_of_date.rosters(days):
        rows = frame.iloc[positions].reset_index(drop=True)
        own = set(rows["row_number"].tolist())
        problems = [p for p in all_problems if p.row in own or (not extracted and p.row not in dated)]
        extracted.append(_extracted_table(sheet, layout, rows, day, False, problems))
    return extracted or [nothing(sheet.file, sheet.name, all_problems, layout.matches)]


def _extracted_table(
    sheet: Sheet, layout: Layout, frame: pd.DataFrame, day: date, assumed: bool, problems: list[Problem]
) -> ExtractedTable:
    fields = tuple(name for name in frame.columns if name not in _EXTRA_COLUMNS)
    return ExtractedTable(
        sheet.file, sheet.name, layout.table, frame, fields, layout.matches, day, assumed, problems, len(frame)
    )
