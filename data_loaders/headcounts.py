"""A roster against the one before it: a sudden loss or gain of people says that a file is not whole, or of others."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

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


def problems(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Problem]]:
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
