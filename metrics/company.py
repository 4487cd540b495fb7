"""The company that a command measures: its newest generation, and the day its data reaches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from metrics.errors import NoData

Cursor: TypeAlias = duckdb.DuckDBPyConnection  # what reads one company: whoever hands it on need not know of DuckDB
TABLES = 6  # the version of data_loaders/database/schema.py whose tables the queries read
ATTEMPTS = 3
_SHUT = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set allow_persistent_secrets = false",
    "set python_enable_replacements = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


def open_company(folder: Path) -> duckdb.DuckDBPyConnection:
    """The newest generation of the data folder, opened read-only; queries can reach nothing outside it.

    Raises NoData where nothing has been loaded, where the file differs from what was published, and where an earlier
    version of the program wrote its tables: what that version derived may be wrong by today's definitions.
    """
    for _ in range(ATTEMPTS):
        file, published = _newest(folder)
        try:
            if published and _sha256(file) != published:
                raise NoData(
                    f"{file} is damaged. `python -m data_loaders check --data {folder}` says what is still good."
                )
            return _of_current_version(_without_outside_access(duckdb.connect(str(file), read_only=True)), folder)
        except (duckdb.Error, OSError) as error:
            reason = type(error).__name__  # a load may have published a newer one, and dropped this: look again
    raise NoData(f"{file} cannot be read ({reason}). `python -m data_loaders check --data {folder}` says what is good.")


def _without_outside_access(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection with outside access disabled; DuckDB shares one database per process, so it may be so already."""
    [(shut,)] = con.execute("select current_setting('lock_configuration')").fetchall()
    if not shut:
        con.execute("; ".join(_SHUT))
    return con


def _of_current_version(con: duckdb.DuckDBPyConnection, folder: Path) -> duckdb.DuckDBPyConnection:
    made_by = value(con, "select max(cast(value as integer)) from settings where name = 'schema_version'")
    if made_by is not None and made_by < TABLES:
        con.close()
        raise NoData(
            f"The data in {folder} was loaded by an earlier version of the program. "
            f"`python -m data_loaders history --data {folder}` brings it up to date, as opening the dashboard does."
        )
    return con


def _newest(folder: Path) -> tuple[Path, str | None]:
    """The file of the newest generation, and its published sha256 where one is on record."""
    try:
        words = (folder / "current").read_text(encoding="ascii", errors="replace").split()
    except FileNotFoundError:
        words = []
    if not words:
        load = f"python -m data_loaders load FILE --data {folder}"
        raise NoData(f"There is no data in {folder} yet. Load your HR exports: {load}")
    return folder / "generations" / f"{words[0]}.duckdb", words[1] if len(words) > 1 else None


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def value(cur: duckdb.DuckDBPyConnection, query: str, bound: Mapping[str, object] | None = None) -> Any:
    """The single value a query returns, fetched to its end: an open result keeps a cursor from other work."""
    [(result,)] = cur.execute(query, dict(bound or {})).fetchall()
    return result


def default_as_of(cur: duckdb.DuckDBPyConnection, today: date) -> date:
    """The newest roster's day, else the newest day in the data that is not after the day of loading (else `today`)."""
    if newest := value(cur, "select max(as_of) from rosters"):
        return date.fromisoformat(str(newest))
    loaded: date = value(cur, "select cast(max(loaded_at) as date) from loads") or today
    return value(cur, _NEWEST_DAY, {"latest": loaded}) or loaded


def setting(cur: duckdb.DuckDBPyConnection, name: str) -> int:
    """One of the numbers a company may choose; every generation has all of them on record, defaults included."""
    return int(value(cur, "select value from settings where name = $name", {"name": name}))


_NEWEST_DAY = """
with days as (
    select spell_start as day from employment_spells
    union all select spell_end from employment_spells
    union all select offered_on from promotion_offers
    union all select decided_on from promotion_offers
    union all select nominated_on from successors
    union all select occurred_on from growth_activities
)
select max(day) from days where day <= $latest
"""
