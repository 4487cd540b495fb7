"""A database with the tables of a generation and nothing in them, to put spells into by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pytest

SCHEMA = Path(__file__).parents[2] / "data_loaders" / "schema.sql"
SPELL = {"track": "ic", "end_reason": "open", "assumed": False, "track_derived": False}


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
        con.execute(SCHEMA.read_text(encoding="utf-8"))
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
        return con

    return build


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))
