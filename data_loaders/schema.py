"""The tables of a generation, their version, and the way from an older version to this one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb

NEWEST = 5
_TABLES = Path(__file__).with_name("schema.sql")

# From version N to N + 1: the statements that take a generation there, in order. Derived tables need none: after any
# upgrade they are built anew.
UPGRADES: dict[int, str] = {
    1: "",
    2: "alter table job_history add column if not exists termination_type text; "
    "alter table job_history add column if not exists termination_reason text",
    3: "".join(
        f"alter table {table} add column if not exists level_as_written text; "
        for table in ("roster_rows", "job_history", "promotion_offers", "critical_roles")
    ),
    4: "",  # reports_to ends where a roster empties a manager
}


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of schema.sql in an empty database and note the version."""
    con.execute(_TABLES.read_text(encoding="utf-8"))
    set_setting(con, "schema_version", str(NEWEST))


def renew(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Empty a table by making it anew, which is quicker than deleting its rows."""
    con.execute(f"drop table if exists {table}")
    con.execute(_definitions()[table])


@cache
def _definitions() -> dict[str, str]:
    text = _TABLES.read_text(encoding="utf-8")
    return {
        found[1]: found[0] for found in re.finditer(r"^create table (\w+) \(.*?^\);", text, re.DOTALL | re.MULTILINE)
    }


def version(con: duckdb.DuckDBPyConnection) -> int:
    """The schema version of an open generation; 0 for an empty database."""
    known = con.execute("select 1 from information_schema.tables where table_name = 'settings'").fetchone()
    return int(setting(con, "schema_version") or 0) if known else 0


def upgrade(con: duckdb.DuckDBPyConnection) -> None:
    """Bring a generation to the newest version; an empty database gets the tables."""
    found = version(con)
    if found == 0:
        create(con)
        return
    if found == NEWEST:
        return
    for step in range(found, NEWEST):
        if statements := UPGRADES[step]:
            con.execute(statements)
    from data_loaders import spells  # builds on this module

    spells.rebuild(con)
    set_setting(con, "schema_version", str(NEWEST))


def setting(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The value of one setting of this company, or None."""
    row = con.execute("select value from settings where name = ?", [name]).fetchone()
    return None if row is None else row[0]


def set_setting(con: duckdb.DuckDBPyConnection, name: str, value: str | None) -> None:
    """Write one setting of this company."""
    con.execute("insert or replace into settings values (?, ?)", [name, value])
