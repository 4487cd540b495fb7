"""The tables of a generation, their version, and its settings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb

from data_loaders.database import default_settings

NEWEST = 6
_TABLES = Path(__file__).with_name("schema.sql")


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of schema.sql in an empty database; write the version and the default settings."""
    con.execute(_TABLES.read_text(encoding="utf-8"))
    set_setting(con, "schema_version", str(NEWEST))
    default_settings.write(con)


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


def setting(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The value of one setting of this company, or None."""
    row = con.execute("select value from settings where name = ?", [name]).fetchone()
    return None if row is None else row[0]


def set_setting(con: duckdb.DuckDBPyConnection, name: str, value: str | None) -> None:
    """Write one setting of this company."""
    con.execute("insert or replace into settings values (?, ?)", [name, value])
