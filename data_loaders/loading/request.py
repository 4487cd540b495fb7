"""A request to load files, and the tables extracted from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from data_loaders.contract.upload_answers import UploadAnswers, Words
from data_loaders.contract.value_words import plain
from data_loaders.extraction import code_lists
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading.tracks_from_titles import TitleWords
from data_loaders.problems import Problem
from data_loaders.records.ledger import Ledger


@dataclass(frozen=True)
class LoadRequest:
    """The files to load, who loads them and when, and HR's answers: `said` for all files, `said_of` by file name."""

    files: Sequence[Path]
    loaded_at: datetime
    loaded_by: str
    said: UploadAnswers = field(default_factory=UploadAnswers)
    said_of: Mapping[str, UploadAnswers] = field(default_factory=dict)
    observed_from: date | None = None
    disappeared_are_leavers: bool | None = None
    tracks_from_titles: bool | None = None  # where no column and no reporting line says who leads people
    title_words: TitleWords | None = None  # the company's own list for that
    dry_run: bool = False
    accept_problems: bool = False
    look: Callable[[duckdb.DuckDBPyConnection], Any] | None = None  # asked of the new state, before it is published
    progress: Callable[[str], object] = lambda _: None  # hears each stage; what it raises stops the load

    def of(self, file: str) -> UploadAnswers:
        """HR's answers about one file."""
        return self.said_of.get(file, self.said)


def read(request: LoadRequest, ledger: Ledger | None = None) -> list[ExtractedTable]:
    """Read and recognise the request's files: one intake per table found on a sheet. Nothing is stored.

    What was confirmed for a layout or a word at an earlier load is used again where HR says nothing else now.
    """
    words = ledger.words() if ledger else {}
    tables = []
    for number, path in enumerate(map(Path, request.files), 1):
        answers = request.of(path.name)
        position = f" ({number} of {len(request.files)})" if len(request.files) > 1 else ""
        extracted = extract_tables(
            path,
            loaded_on=request.loaded_at.date(),
            said=replace(answers, words=_word_meanings(words, answers.words)),
            recall=ledger.recall if ledger else lambda _: UploadAnswers(),
            tell=partial(_report_stage, request.progress, position),
        )
        tables += [
            _without_rows(intake, {row for sheet, row in answers.left_out if sheet == intake.sheet})
            for intake in extracted
        ]
    return code_lists.named(tables)


def _report_stage(progress: Callable[[str], object], position: str, stage: str) -> None:
    progress(stage + position)


def _word_meanings(remembered: Words, answered: Words) -> Words:
    """The meaning of each (field, word): HR's answer now, in any spelling, else the remembered one."""
    return {**remembered, **{(field, plain(word)): means for (field, word), means in answered.items()}}


def _without_rows(intake: ExtractedTable, rows: set[int]) -> ExtractedTable:
    """The intake without the rows HR leaves out; each stays listed."""
    if not rows:
        return intake
    left_out = rows if not intake.seats else {number for number, seat in intake.seats.items() if seat.row in rows}
    frame = intake.frame[~intake.frame["row_number"].isin(left_out)]
    remaining = [problem for problem in intake.problems if problem.row not in rows]
    notices = [Problem("Left out, as you said.", "", "warning", intake.file, intake.sheet, row) for row in sorted(rows)]
    return replace(intake, frame=frame, problems=[*remaining, *notices])


def remember(request: LoadRequest, taken: Sequence[ExtractedTable], ledger: Ledger) -> None:
    """Keep what HR confirmed about the layouts and words of files that were loaded."""
    for intake in taken:
        if intake.table is None:
            continue
        answers = request.of(intake.file).of(intake.sheet)
        used = {match.field for match in intake.matches}
        confirmed = {field: heading for field, heading in answers.mapping.items() if field in used or not heading}
        if confirmed:
            ledger.remember_mapping(intake.layout, confirmed)
        order = answers.order if intake.either else None
        if order or answers.table:
            ledger.remember(intake.layout, table=answers.table, order=order)
        if words := {word: means for word, means in answers.words.items() if _used(intake, word)}:
            ledger.remember_words(words)


def _used(intake: ExtractedTable, word: tuple[str, str]) -> bool:
    return (word[0], plain(word[1])) in {(field, plain(written)) for field, written in intake.heard}
