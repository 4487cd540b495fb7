"""Checks of a roster as a whole: sudden changes of headcount, circular reporting lines, the same people twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import duckdb

from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.problems import Problem

_SUDDEN = 0.2  # of the people in the last roster
_FEWEST = 10  # people in the last roster, below which shares say nothing
_LONGEST = 400  # days since the last roster, beyond which nothing is sudden

_LEAVERS = """
select bool_and(termination_date is not null) and exists (select 1 from roster_rows where termination_date is null)
from staged
"""
_COUNTS = """
with last as (
    select distinct employee_id
    from roster_rows
    where as_of = $last and hire_date <= as_of and (termination_date is null or termination_date > as_of)
),
present as (
    select distinct employee_id
    from staged
    where hire_date <= as_of and (termination_date is null or termination_date > as_of)
)
select
    (select count(*) from last) as people,
    (select count(*) from last anti join present using (employee_id)) as lost,
    (select count(*) from present anti join last using (employee_id)) as gained
"""


def headcount_problems(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Problem]]:
    """A warning where over a fifth of the people in service left or came since the roster before the staged one."""
    if con.execute(_LEAVERS).fetchone() == (True,):
        text = "Everybody in this list has a last day: it is read as a list of leavers, and says nothing of the others."
        yield "employee_id", Problem(text, "Bring the roster as well, if it is to show who is employed.", "warning")
        return
    last = con.execute(
        "select max(as_of) from roster_rows where as_of < (select max(as_of) from staged) "
        "and termination_date is null "
        f"and as_of >= (select max(as_of) from staged) - interval {_LONGEST} day"
    ).fetchone()
    if not last or last[0] is None:
        return
    people, lost, gained = con.execute(_COUNTS, {"last": last[0]}).fetchone() or (0, 0, 0)
    if people < _FEWEST:
        return
    if lost > _SUDDEN * people:
        text = f"{lost:,} of the {people:,} people in the roster of {last[0]} are not employed in this one."
        yield "employee_id", Problem(text, "Check that the file holds everybody, under the ids used before.", "warning")
    if gained > _SUDDEN * people:
        text = f"{gained:,} people are employed who were not in the roster of {last[0]}, which had {people:,}."
        yield "employee_id", Problem(text, "Check that their ids are the ones used before.", "warning")


_MAX_LISTED = 6  # people of one circle that are listed

# Only who leads somebody can be part of a circle.
_LINES = """
select employee_id, manager_id, row_number
from staged
where manager_id <> employee_id
    and (termination_date is null or termination_date > as_of)
    and employee_id in (select manager_id from staged)
order by row_number
"""


def reporting_cycle_problems(con: duckdb.DuckDBPyConnection, given: Sequence[str]) -> Iterator[tuple[str, Problem]]:
    """A warning for each circle among the staged people in service, at the first of its rows."""
    if "manager_id" not in given:
        return
    lines = {employee: (manager, row) for employee, manager, row in con.execute(_LINES).fetchall()}
    for circle in reporting_cycles({employee: manager for employee, (manager, _) in lines.items()}):
        manager, row = lines[circle[0]]
        listed = ", ".join(circle[:_MAX_LISTED]) + (
            f" and {len(circle) - _MAX_LISTED:,} more" if len(circle) > _MAX_LISTED else ""
        )
        text = f"{len(circle):,} people report to each other in a circle: {listed}."
        yield "manager_id", Problem(text, "Correct one of these reporting lines.", "warning", row=row, value=manager)


def reporting_cycles(manager_of: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle once, from the first of its people, going from everybody to their manager."""
    walk: dict[str, int] = {}  # person → the walk that first came by
    for number, start in enumerate(manager_of):
        path: list[str] = []
        person = start
        while person in manager_of and person not in walk:
            walk[person] = number
            path.append(person)
            person = manager_of[person]
        if walk.get(person) == number and person in path:
            yield path[path.index(person) :]


_MOST = 0.5  # the share of the smaller roster from which two are taken for the same people


def same_people(intakes: Sequence[ExtractedTable]) -> list[Problem]:
    """A warning for each roster whose people stand in another roster of the same day."""
    rosters = [intake for intake in intakes if intake.table == "employees" and len(intake.frame)]
    warnings = []
    for first, second in combinations(rosters, 2):
        if first.as_of != second.as_of:
            continue
        people, other_people = _people(first), _people(second)
        shared = len(people & other_people)
        if shared > _MOST * min(len(people), len(other_people)):
            warnings.append(_overlap_warning(first, second, shared, len(other_people)))
    return warnings


def _people(roster: ExtractedTable) -> set[str]:
    return set(roster.frame["employee_id"].dropna()) if "employee_id" in roster.frame else set()


def _overlap_warning(first: ExtractedTable, second: ExtractedTable, shared: int, people: int) -> Problem:
    return Problem(
        f"{shared:,} of the {people:,} people here stand in {_name(first, second)} as well, for the same day.",
        "Where the two differ, what is loaded last counts. Leave one of them out, or say the day each of them shows.",
        "warning",
        second.file,
        second.sheet,
    )


def _name(intake: ExtractedTable, beside: ExtractedTable) -> str:
    if intake.sheet is None:
        return intake.file
    return f"the sheet {intake.sheet}" + ("" if intake.file == beside.file else f" of {intake.file}")
