"""What HR brings and says about it: the files of one load, read into intakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from data_loaders.intake import Intake, take_in
from data_loaders.ledger import Ledger
from data_loaders.problems import Problem


@dataclass(frozen=True)
class Said:
    """What HR said about one file: its day, what it holds, its sheet, field → heading, mended cells, rows left out."""

    as_of: date | None = None
    table: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    mends: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    left_out: frozenset[tuple[str | None, int]] = frozenset()  # sheet and row


@dataclass(frozen=True)
class Request:
    """What to load and how: the files, who asks and when, what HR said of all of them, and of single ones by name."""

    files: Sequence[Path]
    loaded_at: datetime
    loaded_by: str
    said: Said = Said()
    said_of: Mapping[str, Said] = field(default_factory=dict)
    observed_from: date | None = None
    disappeared_are_leavers: bool | None = None
    dry_run: bool = False
    accept_problems: bool = False
    look: Callable[[duckdb.DuckDBPyConnection], Any] | None = None  # asked of the new state, before it is published


def read(request: Request, ledger: Ledger | None = None) -> list[Intake]:
    """Read and recognise the request's files: one intake per table found on a sheet. Nothing is stored.

    What was confirmed for a layout at an earlier load is used again where HR says nothing else now.
    """
    found = []
    for path in map(Path, request.files):
        said = request.said_of.get(path.name, request.said)
        taken = _take_in(path, said, request.loaded_at.date())
        remembered = _remembered(taken, ledger) if ledger else {}
        if remembered and not remembered.items() <= said.mapping.items():
            mapping = {**remembered, **said.mapping}
            taken = _take_in(path, replace(said, mapping=mapping), request.loaded_at.date())
            _tell_remembered(taken, set(remembered) - set(said.mapping))
        found += [_without(intake, {row for sheet, row in said.left_out if sheet == intake.sheet}) for intake in taken]
    return found


def _take_in(path: Path, said: Said, loaded_on: date) -> list[Intake]:
    return take_in(
        path,
        loaded_on=loaded_on,
        as_of=said.as_of,
        table=said.table,
        sheet=said.sheet,
        mapping=said.mapping,
        mends=said.mends,
    )


def _remembered(taken: Sequence[Intake], ledger: Ledger) -> dict[str, str]:
    """Field → heading confirmed before, for the sheets of one file."""
    answers: dict[str, str] = {}
    for intake in taken:
        answers |= ledger.mapping(match.heading for match in intake.matches)
    return answers


def _tell_remembered(taken: Sequence[Intake], fields: set[str]) -> None:
    for intake in taken:
        for match in intake.matches:
            if match.field in fields:
                match.how = "confirmed at an earlier load"


def _without(intake: Intake, rows: set[int]) -> Intake:
    """The intake without the rows HR leaves out; each stays listed."""
    if not rows:
        return intake
    frame = intake.frame[~intake.frame["row_number"].isin(rows)]
    kept = [problem for problem in intake.problems if problem.row not in rows]
    said = [Problem("Left out, as you said.", "", "warning", intake.file, intake.sheet, row) for row in sorted(rows)]
    return replace(intake, frame=frame, problems=[*kept, *said])


def remember(request: Request, taken: Sequence[Intake], ledger: Ledger) -> None:
    """Keep what HR confirmed about the layouts of files that were loaded."""
    for intake in taken:
        said = request.said_of.get(intake.file, request.said)
        used = {match.field: match.heading for match in intake.matches if match.field}
        confirmed = {field: heading for field, heading in said.mapping.items() if field in used}
        if confirmed:
            ledger.remember_mapping((match.heading for match in intake.matches), confirmed)
