"""Rows of one table into the store: what is new, what differs, what was there already.

Fields a file does not bring keep their value; fields it brings overwrite it, empty cells too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

# What makes two rows of a table the same row. In the order tables are loaded: people before what is said about them.
KEYS: dict[str, tuple[str, ...]] = {
    "employees": ("as_of", "employee_id", "hire_date"),
    "job_history": ("employee_id", "effective_date", "action"),
    "critical_roles": ("role_id",),
    "successors": ("role_id", "employee_id", "nominated_on"),
    "promotion_offers": ("offer_id",),
    "growth_activities": ("employee_id", "occurred_on", "kind", "detail"),
}
UNIQUE = ("employees", "critical_roles", "promotion_offers")


def store_of(table: str) -> str:
    """The stored table a table's rows go to: a roster's rows are kept as they came in."""
    return "roster_rows" if table == "employees" else table


@dataclass
class Counts:
    """What the rows of one table did, in rows."""

    rows_read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.rows_read + other.rows_read,
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.left_out + other.left_out,
        )


def column_types(con: duckdb.DuckDBPyConnection, store: str) -> dict[str, str]:
    """Column name → SQL type of a stored table."""
    rows = con.execute(
        "select column_name, data_type from information_schema.columns where table_name = ? order by ordinal_position",
        [store],
    ).fetchall()
    return dict(rows)


def stage(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> list[str]:
    """Put a cleaned frame into the temp table `staged`, typed as stored. Returns the fields given."""
    types = column_types(con, store_of(table))
    given = [name for name in frame.columns if name in types and name != "row_number"]
    picks = ", ".join(f"cast({name} as {types[name]}) as {name}" for name in given)
    con.register("incoming", frame)
    con.execute(f"create or replace temp table staged as select row_number, {picks} from incoming order by row_number")
    con.unregister("incoming")
    return given


def merge(con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str], load_id: int) -> tuple[Counts, bool]:
    """Merge `staged` into the store and say what its rows did, and whether the store was touched at all.

    Rows are the same when their key is, the n-th of that key counting. A roster of a new day is compared with what is
    known of its people, so that only newcomers count as added.
    """
    key = [name for name in KEYS[table] if name in given]
    values = [name for name in given if name not in key]
    _pair(con, table, key, values)
    differs = " or ".join(f"s.{name} is distinct from t.{name}" for name in values) or "false"
    counts = _against_employees(con, given) if table == "employees" else Counts()
    matched = con.execute(
        f"select count(*), count(*) filter (where {differs}) "
        "from paired as p join staged as s on s.rowid = p.staged_row "
        f"join {store_of(table)} as t on t.rowid = p.stored_row"
    ).fetchone() or (0, 0)
    if values:
        _overwrite(con, table, values, differs, load_id)
    added = _add(con, table, given, load_id)
    touched = added > 0 or matched[1] > 0
    known = Counts(added=added, changed=matched[1], unchanged=matched[0] - matched[1])
    if table == "employees":
        known.added = 0
    return known + counts, touched


def _pair(con: duckdb.DuckDBPyConnection, table: str, key: Sequence[str], values: Sequence[str]) -> None:
    """The temp table `paired`: which staged row is which stored row."""
    names, order = ", ".join(key), ", ".join([*values, *key])
    same = " and ".join(f"s.{name} is not distinct from t.{name}" for name in key)
    numbered = f"row_number() over (partition by {names} order by {order}) as nth"
    con.execute(
        f"""
        create or replace temp table paired as
        with s as (select rowid as staged_row, {names}, {numbered} from staged),
        t as (
            select rowid as stored_row, {names}, {numbered} from {store_of(table)} as kept
            where exists (select 1 from staged as f where f.{key[0]} is not distinct from kept.{key[0]})
        )
        select s.staged_row, t.stored_row from s join t on {same} and s.nth = t.nth
        """
    )


def _against_employees(con: duckdb.DuckDBPyConnection, given: Sequence[str]) -> Counts:
    """Counts of a new roster's rows against the employees known before it."""
    fields = [name for name in given if name not in KEYS["employees"]]
    known = {name: f"e.{name}" for name in fields} | {"track": "case when not e.track_derived then e.track end"}
    differs = " or ".join(f"s.{name} is distinct from {known[name]}" for name in fields)
    row = con.execute(
        f"""
        select
            count(*) filter (where e.employee_id is null),
            count(*) filter (where e.employee_id is not null and ({differs or "false"})),
            count(*)
        from staged as s
        left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
        where s.rowid not in (select staged_row from paired)
        """
    ).fetchone() or (0, 0, 0)
    return Counts(added=row[0], changed=row[1], unchanged=row[2] - row[0] - row[1])


def _overwrite(con: duckdb.DuckDBPyConnection, table: str, values: Sequence[str], differs: str, load_id: int) -> None:
    sets = ", ".join(f"{name} = n.{name}" for name in values)
    picks = ", ".join(f"s.{name}" for name in values)
    con.execute(
        f"""
        create or replace temp table newer as
        select p.stored_row, {picks}
        from paired as p
        join staged as s on s.rowid = p.staged_row
        join {store_of(table)} as t on t.rowid = p.stored_row
        where {differs}
        """
    )
    con.execute(
        f"update {store_of(table)} as t set {sets}, load_id = {load_id:d} from newer as n where t.rowid = n.stored_row"
    )


def _add(con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str], load_id: int) -> int:
    names = ", ".join(given)
    row = con.execute(
        f"""
        insert into {store_of(table)} ({names}, load_id)
        select {names}, {load_id:d} from staged
        where rowid not in (select staged_row from paired)
        order by row_number
        """
    ).fetchone()
    return int(row[0]) if row else 0
