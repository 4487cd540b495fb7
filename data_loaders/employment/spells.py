"""Build the employment history, the tables that the metrics read, from job history and rosters.

The rules are those of docs/data-contract.md: job history first, else successive rosters, else today's values assumed
and marked so.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from data_loaders.database import schema
from data_loaders.employment import periods, timelines

_STEPS = Path(__file__).with_name("spells.sql")
_WATCHED = Path(__file__).with_name("role_and_offer_spells.sql")
_DERIVED = (
    "employment_spells",
    "watched_spells",
    "bench_spells",
    "watched_wishes",
    "offer_spells",
    "track_runs",
    "reports_to",
    "ignored_events",
    "disappeared",
)
NO_ROSTER = "no roster holds the person"  # why an event is not used, as spells.sql says it
_WORKING = ("folded", "unlisted_employments", "employments", "lasting")
# An employment that stands in one roster, employed, and in no later one, without a termination date or event.
_DISAPPEARED = """
insert into disappeared
with days as (
    select as_of, lead(as_of) over (order by as_of) as next_as_of
    from (select distinct as_of from roster_rows where termination_date is null)  -- else a list of leavers
),
last_row as (
    select employee_id, hire_date, max(as_of) as as_of, arg_max(termination_date, as_of) as termination_date
    from roster_rows
    group by employee_id, hire_date
)
select l.employee_id, l.hire_date, l.as_of, d.next_as_of
from last_row as l
join days as d on d.as_of = l.as_of
join employees as e on e.employee_id = l.employee_id and e.hire_date = l.hire_date
where d.next_as_of is not null
    and e.termination_date is null
    and not exists (
        select 1 from job_history as h
        where h.employee_id = l.employee_id and h.action = 'termination' and h.effective_date >= l.hire_date
    )
"""


def rebuild(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuild every derived table: `employment_spells`, `track_runs`, `reports_to`, `ignored_events` and the others.

    Reads every loaded table. Runs inside the caller's transaction.
    """
    for table in _DERIVED:
        schema.renew(con, table)
    con.execute(_DISAPPEARED)
    _run(con, _STEPS)
    _merge_days(con)
    _run(con, _WATCHED)
    for table in _WORKING:
        con.execute(f"drop table if exists {table}")


def _run(con: duckdb.DuckDBPyConnection, steps: Path) -> None:
    for step in steps.read_text(encoding="utf-8").split("-- ----\n"):
        con.execute(step)


def _merge_days(con: duckdb.DuckDBPyConnection) -> None:
    employments = con.sql("select * from lasting order by number").to_arrow_table()
    if not len(employments):
        return
    lines = periods.in_time(timelines.carried(con), employments)
    leads = periods.managers(lines, employments)
    _store(con, "reports_to", leads)
    if con.execute("select 1 from job_history where manager_id is not null limit 1").fetchall():
        lines = periods.with_tracks_of_leaders(lines, employments, leads)
    del leads
    _store(con, "employment_spells", periods.spells(lines, employments))
    _store(con, "track_runs", periods.runs(lines, employments))


def _store(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("made", rows)
    con.execute(f"insert into {table} by name select * from made")
    con.unregister("made")
