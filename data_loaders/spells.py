"""Events and rosters in, employment history out: the tables the metrics read.

The rules are those of docs/data-contract.md: job history first, else successive rosters, else today's values assumed
and marked so.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

_STEPS = Path(__file__).with_name("spells.sql")
_DERIVED = (
    "employment_spells",
    "watched_spells",
    "watched_wishes",
    "track_runs",
    "reports_to",
    "ignored_events",
    "disappeared",
)
_WORKING = ("folded", "employments", "lasting", "seen", "observed", "carried", "tracked")

# An employment that stands in one roster, employed, and in no later one, without a termination date or event.
_DISAPPEARED = """
insert into disappeared
with days as (
    select as_of, lead(as_of) over (order by as_of) as next_as_of
    from (select distinct as_of from roster_rows)
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
    """Build `employment_spells`, `watched_spells`, `track_runs`, `reports_to` and what was left unused anew.

    Reads every other table. Runs inside the caller's transaction.
    """
    for table in _DERIVED:
        con.execute(f"delete from {table}")
    con.execute(_DISAPPEARED)
    for step in _STEPS.read_text(encoding="utf-8").split("-- ----\n"):
        con.execute(step)
    for table in _WORKING:
        con.execute(f"drop table if exists {table}")
