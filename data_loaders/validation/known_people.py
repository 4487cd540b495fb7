"""Detect lists of leave, courses or projects taken for a roster: known people who begin and end within employment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pandas as pd
import pyarrow as pa

from data_loaders.problems import Problem

_SOME, _MOST = 0.25, 0.5  # shares of the rows from which a list is looked at, and is taken for another one
_FIELDS = ("employee_id", "hire_date", "termination_date")
_COUNTS = """
with told as (
    select s.hire_date, s.termination_date,
        bool_or(k.hire_date = s.hire_date) as known_so,
        bool_or(
            k.hire_date < s.hire_date and (k.termination_date is null or k.termination_date > s.hire_date)
        ) as within
    from staged as s
    join (select employee_id, hire_date, termination_date from employees union all select * from beside) as k
        on k.employee_id = s.employee_id
    group by s.row_number, s.hire_date, s.termination_date
)
select
    count(*),
    count(*) filter (where within and not known_so),
    count(*) filter (where within and not known_so and termination_date is not null)
from told
"""


def problems(
    con: duckdb.DuckDBPyConnection, beside: Sequence[pd.DataFrame], table_said: bool
) -> Iterator[tuple[str, Problem]]:
    """An error where most known people in `staged` begin within their known employment and have an end; else nothing.

    `beside` are the rosters that come in the same load. Where HR said that the table is a roster, it is a warning.
    """
    ending = con.execute("select count(*), count(termination_date) from staged").fetchone() or (0, 0)
    if not ending[1] > _SOME * ending[0]:
        return
    _register(con, beside)
    known, within, ended = con.execute(_COUNTS).fetchone() or (0, 0, 0)
    con.execute("drop table beside")
    if not (within > _MOST * known and ended > _MOST * within):
        return
    text = (
        f"{within:,} of the {known:,} rows of people known already begin within their employment, with another first "
        "day, and would make them leave: this looks like leave, courses or projects."
    )
    if table_said:
        yield "hire_date", Problem(text, "Leave it out, unless it is employees, as you said.", "warning")
    else:
        yield "hire_date", Problem(text, "Leave it out, or say that it is employees, if it is.")


def _register(con: duckdb.DuckDBPyConnection, beside: Sequence[pd.DataFrame]) -> None:
    con.execute("create or replace temp table beside (employee_id text, hire_date date, termination_date date)")
    for roster in beside:
        if not {"employee_id", "hire_date"} <= set(roster.columns):
            continue
        con.register("coming", pa.Table.from_pandas(roster.reindex(columns=list(_FIELDS)), preserve_index=False))
        con.execute(
            "insert into beside select employee_id, cast(hire_date as date), cast(termination_date as date) from coming"
        )
        con.unregister("coming")
