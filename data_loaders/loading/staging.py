"""Stage, complete, check and merge one extracted table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb

from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading import id_resolution, incumbents, rosters, tracks_from_titles, upsert
from data_loaders.problems import Problem
from data_loaders.store.load_history import Counts
from data_loaders.validation import checks, known_people, roster_checks

# What a file may leave out, filled in: an event's place in its day, a role's track, an offer's id.
_FILLED = {
    "job_history": {
        "sequence": "row_number() over (partition by employee_id, effective_date order by row_number) - 1",
    },
    "critical_roles": {"track": "'manager'"},
    "promotion_offers": {
        "offer_id": "substr(md5(concat_ws('|', employee_id, offered_on, {said} "
        "row_number() over (partition by employee_id, offered_on order by row_number))), 1, 12)",
    },
}


@dataclass
class Merged:
    """The outcome of merging one extracted table. `touched`: whether it changed the store."""

    counts: Counts
    problems: list[Problem] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    touched: bool = False


def take(
    con: duckdb.DuckDBPyConnection,
    intake: ExtractedTable,
    load_id: int,
    loaded_on: date,
    beside: Sequence[ExtractedTable] = (),
) -> Merged:
    """Stage, check and merge one intake. Rows with errors stay out; every one of them has its problem.

    `beside` are the intakes of the same load that come after it.
    """
    table = intake.table or ""
    merged = Merged(Counts(rows_read=intake.rows_read))
    lacking = checks.missing_columns(table, intake.fields)
    if lacking:
        merged.problems = [replace(problem, file=intake.file, sheet=intake.sheet) for problem in lacking]
        return merged
    day = intake.as_of or loaded_on
    department_problems = _department_problems(con, intake)
    if department_problems:
        intake = replace(intake, frame=intake.frame.drop(columns="business_unit"))
    given = upsert.stage(con, table, intake.frame, day if table == "employees" else None)
    if table == "employees":
        id_resolution.note_emails(con, intake.frame)
        tracks_from_titles.note_levels(con, intake.frame, day)
    resolved = id_resolution.settle(con, table, given)
    given = _fill_missing(con, table, given)
    unreadable = intake.unreadable()
    problems = [*department_problems, *resolved, *checks.row_problems(con, table, given, loaded_on)]
    merged.problems = _located(intake, problems, unreadable)
    rejected = unreadable | {p.row for _, p in problems if p.severity == "error" and p.row is not None}
    if rejected:
        con.execute("delete from staged where row_number in (select unnest(?::bigint[]))", [sorted(rejected)])
    if table == "employees":
        table_problems = [
            *checks.lone_salaries(con, given),
            *roster_checks.reporting_cycle_problems(con, given),
            *roster_checks.headcount_problems(con),
        ]
        rosters_beside = [
            other.frame for other in beside if other.table == "employees" and _is_other_sheet(other, intake)
        ]
        table_problems += known_people.problems(con, rosters_beside, intake.table_said)
        merged.problems += _located(intake, table_problems, set())
        rosters.forget_derived_tracks(con, day)
    outcome = upsert.merge(con, table, given, load_id)
    merged.touched, merged.examples = outcome.touched, outcome.examples
    merged.counts += outcome.counts
    merged.counts.left_out = intake.rows_read - sum(vars(outcome.counts).values())
    if table == "employees":
        merged.touched |= rosters.asks_more(con, day, given)
        if merged.touched:
            rosters.note(con, load_id, day, intake.as_of_assumed, given)
        rosters.derive_tracks(con, day)
        merged.problems += _located(intake, [("track", p) for p in rosters.unknown_tracks(con, day)], set())
    if table == "critical_roles" and merged.touched:
        incumbents.note(con, load_id, day, given)
    return merged


def _is_other_sheet(intake: ExtractedTable, other: ExtractedTable) -> bool:
    return (intake.file, intake.sheet) != (other.file, other.sheet)


def _department_problems(con: duckdb.DuckDBPyConnection, intake: ExtractedTable) -> list[tuple[str, Problem]]:
    """A warning where a history has departments for units while the rosters bring units of their own; else nothing."""
    units = "select exists (select 1 from rosters where list_contains(fields_given, 'business_unit'))"
    if not intake.departments_as_units or con.execute(units).fetchone() != (True,):
        return []
    text = "The departments of this history are left out: the rosters say which unit people are in."
    return [("department", Problem(text, "Bring a column Business Unit to have unit changes from it.", "warning"))]


def _fill_missing(con: duckdb.DuckDBPyConnection, table: str, given: list[str]) -> list[str]:
    optional = "".join(f"{name}, " for name in ("role_id", "offered_title") if name in given)
    filled = {name: rule.format(said=optional) for name, rule in _FILLED.get(table, {}).items()}
    for name, value in filled.items():
        if con.execute(f"select 1 from staged where {name} is null limit 1").fetchall():
            con.execute(
                f"create or replace temp table staged as "
                f"select * replace (coalesce({name}, {value}) as {name}) from staged order by row_number"
            )
    return [*given, *(name for name in filled if name not in given)]


def _located(intake: ExtractedTable, problems: Iterable[tuple[str, Problem]], unreadable: set[int]) -> list[Problem]:
    """The problems with the file, sheet, row, heading and cell as the spreadsheet shows them."""
    columns = {match.field: match for match in intake.matches if match.field}
    located = []
    for name, problem in problems:
        if problem.row in unreadable and problem.value is None:
            continue  # the row already has a problem for the cell that could not be read
        match = columns.get(name)
        row, cell = problem.row, f"{match.column}{problem.row}" if match and problem.row else None
        if row is not None and (seat := intake.seats.get(row)):
            row, cell = seat.row, seat.cells.get(name)
        heading = match.heading if match else name
        located.append(replace(problem, file=intake.file, sheet=intake.sheet, row=row, column=heading, cell=cell))
    return located
