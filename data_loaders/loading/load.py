"""Files in, one new generation out: all or nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import duckdb

from data_loaders.contract import fields
from data_loaders.database import schema
from data_loaders.employment import spells
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading import erased_people, rosters, staging, tracks_from_titles
from data_loaders.loading.request import LoadRequest, read, remember
from data_loaders.problems import LoadRefused, Problem
from data_loaders.records.ledger import Ledger
from data_loaders.store import load_history
from data_loaders.store.generations import Abandoned, Store
from data_loaders.store.load_history import Counts
from data_loaders.validation import roster_checks

_MAX_LISTED = 20  # ids told in one line


@dataclass
class LoadReport:
    """What a load changed, or in a dry run would change. `load_id` is None where nothing was changed.

    `tables`: row counts by table; `examples`: a few changed rows by table; `seen`: what `request.look` returned.
    """

    load_id: int | None = None
    tables: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)
    changes: bool = False
    examples: dict[str, list[str]] = field(default_factory=dict)
    seen: Any = None
    intakes: list[ExtractedTable] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep rows, or the whole load, out."""
        return [problem for problem in self.problems if problem.severity == "error"]

    def as_dict(self) -> dict[str, Any]:
        """The report under the keys that `load --json` prints."""
        return {
            "load_id": self.load_id,
            "tables": {name: vars(counts) for name, counts in self.tables.items()},
            "problems": [problem.as_dict() for problem in self.problems],
            "mapping": self.mapping,
        }


def load_files(store: Store, request: LoadRequest, intakes: list[ExtractedTable] | None = None) -> LoadReport:
    """Read (unless that is done), check and commit files.

    Raises LoadRefused, with every problem found, where nothing was changed.
    """
    ledger = Ledger(store.folder)
    extracted = read(request, ledger) if intakes is None else intakes
    with erased_people.without_erased(store.folder, request, extracted, _mapping(extracted)) as (upload, remaining):
        report = store.publish(lambda con: _load_into(store, con, upload, remaining))
    if report.load_id is not None:
        try:
            remember(request, extracted, ledger)
        except (sqlite3.Error, OSError):  # the load is done all the same, and must be told as done
            report.problems.append(_NOT_REMEMBERED)
    return report


_NOT_REMEMBERED = Problem(
    "The load is done, but what you said of columns and words could not be remembered for the next one.",
    "Make room on the disk; say it again at the next load.",
    "warning",
)


def _load_into(
    store: Store, con: duckdb.DuckDBPyConnection, request: LoadRequest, intakes: list[ExtractedTable]
) -> LoadReport:
    load_id, event_only = load_history.next_id(con), _employed_by_events_only(con)
    report = LoadReport(
        mapping=_mapping(intakes),
        problems=[*_file_problems(intakes), *roster_checks.same_people(intakes)],
        intakes=intakes,
    )
    changed_settings = _apply_settings(con, request)
    report.changes = bool(changed_settings)
    placed = sorted((i for i in intakes if i.table), key=_loading_order)
    for place, intake in enumerate(placed, 1):
        request.progress(f"Checking and merging {intake.table} from {intake.file}")
        merged = staging.take(con, intake, load_id, request.loaded_at.date(), placed[place:])
        table = intake.table or ""
        report.tables[table] = report.tables.get(table, Counts()) + merged.counts
        report.problems += merged.problems
        report.examples.setdefault(table, []).extend(merged.examples)
        report.changes |= merged.touched
        if table == "employees" and merged.touched:
            rosters.rebuild_employees(con)  # the next roster is counted against the people known by then
    if {tracks_from_titles.SETTING, tracks_from_titles.WORDS} & set(changed_settings):
        rosters.rederive_tracks(con)
    if report.errors and not request.dry_run and not (request.accept_problems and all(p.row for p in report.errors)):
        raise _refusal(report)
    if not report.changes:
        raise Abandoned(report)
    disappeared_before = _count(con, "disappeared")
    request.progress("Building employment histories")
    spells.rebuild(con)
    report.problems += _history_problems(con, disappeared_before)
    if "job_history" not in report.tables:  # whose rows are told of one by one
        report.problems += _employed_by_events(con, event_only)
    if request.look:
        request.progress("Working out the figures")
        report.seen = request.look(con)
    if request.dry_run:
        raise Abandoned(report)
    request.progress("Keeping the files")
    report.load_id = load_id
    load_history.record(store, con, _entry(load_id, request, report))
    return report


def _entry(load_id: int, request: LoadRequest, report: LoadReport) -> load_history.Entry:
    return load_history.Entry(
        load_id,
        request.loaded_at.replace(tzinfo=None),
        request.loaded_by,
        json.dumps(report.mapping),
        report.tables,
        report.problems,
        request.files,
    )


def _loading_order(intake: ExtractedTable) -> tuple[int, date]:
    return fields.LOADING_ORDER.index(intake.table or ""), intake.as_of or date.min


def _apply_settings(con: duckdb.DuckDBPyConnection, request: LoadRequest) -> dict[str, str]:
    """Keep what HR says about the company as a whole; returns the settings that changed."""
    requested: dict[str, str] = {}
    if request.observed_from:
        requested["observed_from"] = request.observed_from.isoformat()
    if request.disappeared_are_leavers is not None:
        requested["disappeared_are_leavers"] = "yes" if request.disappeared_are_leavers else "no"
    if request.tracks_from_titles is not None:
        requested[tracks_from_titles.SETTING] = "yes" if request.tracks_from_titles else "no"
    if request.title_words is not None and request.title_words != tracks_from_titles.title_words(con):
        requested[tracks_from_titles.WORDS] = request.title_words.as_text()
    changed = {name: value for name, value in requested.items() if schema.setting(con, name) != value}
    for name, value in changed.items():
        schema.set_setting(con, name, value)
    return changed


def _file_problems(intakes: list[ExtractedTable]) -> list[Problem]:
    """The problems of reading; a sheet not recognised is only a warning where another sheet of its file was."""
    placed = {intake.file for intake in intakes if intake.table}
    return [
        replace(p, severity="warning") if intake.table is None and intake.file in placed and p.row is None else p
        for intake in intakes
        for p in intake.problems
    ]


def _history_problems(con: duckdb.DuckDBPyConnection, known_before: int) -> list[Problem]:
    problems = []
    total = _count(con, "disappeared")
    if total > known_before:
        problems.append(
            Problem(
                f"{total:,} people stand in an earlier roster and are missing from a later one, without a last day.",
                "Load their last days, or say that they have left; until then they count as employed.",
                "warning",
            )
        )
    ignored = con.execute(
        "select reason, count(*), list(distinct employee_id order by employee_id) from ignored_events "
        "group by 1 order by 2 desc"
    ).fetchall()
    for reason, events, people in ignored:
        no_roster = reason == spells.NO_ROSTER
        problems.append(
            Problem(
                f"{events:,} job changes are not used: {reason}{f' ({_listed(people)})' if no_roster else ''}.",
                "Check the ids, or load a roster that holds them."
                if no_roster
                else "Check first and last days against the job history.",
                "warning",
            )
        )
    return problems


def _employed_by_events(con: duckdb.DuckDBPyConnection, before: set[str]) -> list[Problem]:
    """A warning for people whom this load makes employed by job history alone, while no roster holds them."""
    people = sorted(_employed_by_events_only(con) - before)
    if not people:
        return []
    text = f"{len(people):,} people are not in any roster and count as employed from their first job change on: "
    return [Problem(f"{text}{_listed(people)}.", "Check the ids, or load a roster that holds them.", "warning")]


def _employed_by_events_only(con: duckdb.DuckDBPyConnection) -> set[str]:
    query = (
        "select distinct employee_id from employment_spells where end_reason = 'open' "
        "and exists (select 1 from roster_rows) and employee_id not in (select employee_id from roster_rows)"
    )
    return {row[0] for row in con.execute(query).fetchall()}


def _listed(people: Sequence[str]) -> str:
    more = f" and {len(people) - _MAX_LISTED:,} more" if len(people) > _MAX_LISTED else ""
    return ", ".join(people[:_MAX_LISTED]) + more


def _refusal(report: LoadReport) -> LoadRefused:
    rows = len({(p.file, p.sheet, p.row) for p in report.errors if p.row is not None})
    files = sorted({p.file or "" for p in report.errors if p.row is None})
    if files:
        problem = f"Nothing was changed: {', '.join(files)} cannot be loaded as it is."
        return LoadRefused(problem, problems=report.problems)
    problem = f"Nothing was changed: {rows:,} {'row has' if rows == 1 else 'rows have'} errors."
    return LoadRefused(problem, "Correct them, or accept leaving them out.", report.problems)


def _mapping(intakes: list[ExtractedTable]) -> dict[str, Any]:
    """Per file and sheet: the table it was recognised as, which heading became which field, and what was ignored."""
    return {
        f"{intake.file} / {intake.sheet}" if intake.sheet else intake.file: {
            "table": intake.table,
            "fields": {match.field: match.heading for match in intake.matches if match.field},
            "ignored": [match.heading for match in intake.matches if not match.field],
            **_words(intake),
        }
        for intake in intakes
    }


def _words(intake: ExtractedTable) -> dict[str, Any]:
    """Words that HR matched to ours, now or at an earlier load."""
    return (
        {"words": {f"{name}: {word}": means for (name, word), (means, _) in intake.heard.items()}}
        if intake.heard
        else {}
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0
