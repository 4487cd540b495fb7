"""A small company in memory: rows in, the same tables out that a load would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data_loaders.database import schema
from data_loaders.employment import spells
from data_loaders.loading import rosters
from data_loaders.store.generations import Store

Rows = Iterable[Mapping[str, Any]]

_DEFAULTS: dict[str, dict[str, Any]] = {
    "job_history": {"load_id": 1, "sequence": 0, "action": "hire"},
    "promotion_offers": {"load_id": 1},
    "critical_roles": {"load_id": 1, "track": "manager"},
    "successors": {"load_id": 1, "readiness": "ready_now"},
    "growth_activities": {"load_id": 1},
}


def company(
    *,
    employees: Rows = (),
    rosters_on: Mapping[date, Rows] | None = None,
    settings: Mapping[str, str] | None = None,
    as_of: date = date(2026, 9, 30),
    **tables: Rows,
) -> duckdb.DuckDBPyConnection:
    """A company whose roster of `as_of` is `employees` (or several rosters, by day), with its spells built.

    The other keywords are tables (job_history, promotion_offers, critical_roles, successors, growth_activities), each
    a list of rows; what a row leaves out is empty or the default above.
    """
    con = duckdb.connect()
    schema.create(con)
    for day, rows in sorted((rosters_on or {as_of: employees}).items()):
        _insert_roster(con, day, [dict(row) for row in rows])
    for table, rows in tables.items():
        for number, row in enumerate(rows, 1):
            filled = {**_DEFAULTS[table], **row}
            if table == "promotion_offers":
                filled.setdefault("offer_id", f"O{number}")
            if table == "job_history":
                filled["sequence"] = row.get("sequence", number)
            if table == "critical_roles":
                filled.setdefault("title", filled["role_id"])
            _insert(con, table, filled)
    con.execute(
        "insert into role_incumbents "
        "select role_id, incumbent_id, incumbent_since, coalesce(incumbent_since, vacant_since, ?), 1 "
        "from critical_roles",
        [as_of],
    )
    for name, value in (settings or {}).items():
        schema.set_setting(con, name, value)
    rosters.rebuild_employees(con)
    spells.rebuild(con)
    return con


def publish(con: duckdb.DuckDBPyConnection, folder: Path) -> tuple[str, str]:
    """Write the company where the pages and the command line find it; folder and generation."""
    (folder / "generations").mkdir()
    con.execute(f"attach '{folder}/generations/000001.duckdb' as published")
    con.execute("copy from database memory to published")
    con.execute("detach published")
    (folder / "current").write_text("000001")
    return str(folder), "000001"


def rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in the newest generation of a company."""
    con = store.open()
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def _insert_roster(con: duckdb.DuckDBPyConnection, day: date, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    load_id = 1 + con.execute("select count(*) from rosters").fetchone()[0]
    given = sorted({field for row in rows for field in row} | {"employee_id", "hire_date", "termination_date"})
    con.execute("insert into rosters values (?, ?, false, ?)", [load_id, day, given])
    for row in rows:
        _insert(con, "roster_rows", {"load_id": load_id, "as_of": day, **row})
    rosters.derive_tracks(con, day)


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))
