"""A database with the tables of a generation and nothing in them, to put spells into by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

import duckdb
import pytest

from data_loaders.database import schema

SPELL = {"track": "ic", "end_reason": "open", "assumed": False, "track_derived": False}
# Every spell of an employment knows when and how it ended.
ENDED = """
update {0} as s set left_on = e.spell_end, left_as = replace(e.end_reason, 'exit_', '')
from employment_spells as e
where e.employee_id = s.employee_id and e.hire_date = s.hire_date and e.end_reason like 'exit%'
"""
# Every run knows the one before and after it in the employment.
NEIGHBOURS = """
update track_runs as r
set track_before = n.track_before, before_from = n.before_from, track_after = n.track_after
from (
    select
        employee_id, hire_date, run_start, lag(track) over w as track_before, lag(run_start) over w as before_from,
        lead(track) over w as track_after
    from track_runs
    window w as (partition by employee_id, hire_date order by run_start)
) as n
where n.employee_id = r.employee_id and n.hire_date = r.hire_date and n.run_start = r.run_start
"""


class Spells(Protocol):
    def __call__(
        self, rows: Iterable[Mapping[str, Any]], observed_from: date | None = None
    ) -> duckdb.DuckDBPyConnection: ...


@pytest.fixture
def spells() -> Spells:
    """A function from spells (missing columns: an ic, still here, hired on the first day) to a company of just them.

    Every spell is a track run of its own, unless a row says `same_run`: then it prolongs the one before it.
    """

    def build(rows: Iterable[Mapping[str, Any]], observed_from: date | None = None) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect()
        schema.create(con)
        if observed_from:
            con.execute("insert into settings values ('observed_from', ?)", [observed_from.isoformat()])
        for number, given in enumerate(rows):
            row = {"employee_id": f"P{number}", "hire_date": given["spell_start"], **SPELL, **given}
            same_run = row.pop("same_run", False)
            _insert(con, "employment_spells", row)
            start, end = row.pop("spell_start"), row.pop("spell_end", None)
            if same_run:
                con.execute(
                    "update track_runs set run_end = ?, end_reason = ? where employee_id = ? and run_end = ?",
                    [end, row["end_reason"], row["employee_id"], start],
                )
            else:
                _insert(con, "track_runs", {**row, "run_start": start, "run_end": end})
        for table in ("employment_spells", "track_runs"):
            con.execute(ENDED.format(table))
        con.execute(NEIGHBOURS)
        return con

    return build


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))
