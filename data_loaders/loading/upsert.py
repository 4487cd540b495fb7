"""Merge the staged rows of one table into the store, counting what is new, changed and unchanged.

Fields a file does not bring keep their value; fields it brings overwrite it, empty cells too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb
import pandas as pd
import pyarrow as pa

from data_loaders.contract.fields import key_fields
from data_loaders.store.load_history import Counts

EXAMPLES = 5  # of each kind shown before a load is committed
UNTOLD = ("level_as_written",)  # kept as the newest file has it; a row that differs in it alone is no change


def store_of(table: str) -> str:
    """The stored table that holds a table's rows: `roster_rows` for employees, else the table itself."""
    return "roster_rows" if table == "employees" else table


@dataclass(frozen=True)
class Outcome:
    """What merging one table did: its counts, a few rows as examples, and whether the store was touched at all."""

    counts: Counts
    examples: list[str] = field(default_factory=list)
    touched: bool = False


def column_types(con: duckdb.DuckDBPyConnection, store: str) -> dict[str, str]:
    """Column name → SQL type of a stored table."""
    rows = con.execute(
        "select column_name, data_type from information_schema.columns where table_name = ? order by ordinal_position",
        [store],
    ).fetchall()
    return dict(rows)


def stage(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, day: date | None = None) -> list[str]:
    """Put a cleaned frame into the temp table `staged`, typed as stored and in its order. Returns the fields given.

    Columns the file does not bring stand there empty, so that a rule may ask for them. `day`: the one a roster shows.
    """
    types = column_types(con, store_of(table))
    given = [name for name in frame.columns if name in types and name != "row_number"]
    values = {name: name if name in given else "null" for name in types}
    if day:
        values["as_of"] = f"coalesce({values['as_of']}, date '{day}')"
    picks = ", ".join(f"cast({values[name]} as {kind}) as {name}" for name, kind in types.items())
    con.register("incoming", pa.Table.from_pandas(frame, preserve_index=False))
    con.execute(f"create or replace temp table staged as select row_number, {picks} from incoming")
    con.unregister("incoming")
    return [*given, "as_of"] if day and "as_of" not in given else given


def merge(con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str], load_id: int) -> Outcome:
    """Merge `staged` into the store; returns the counts, with a few rows as examples.

    Rows are the same when their key is, the n-th of that key counting. A roster of a new day is compared with what is
    known of its people, so that only newcomers count as added.
    """
    key = [name for name in key_fields(table) if name in given]
    values = [name for name in given if name not in key]
    _pair(con, table, key, values)
    _know(con, table, key, values)
    compared = [name for name in values if name not in UNTOLD]
    outcome = _compare(con, key, compared, _differs(compared))
    overwritten = _overwrite(con, table, values, _differs(values), load_id) if values else 0
    added = _add(con, table, given, load_id)
    return replace(outcome, touched=added + overwritten > 0)


def _differs(values: Sequence[str]) -> str:
    return " or ".join(f"s.{name} is distinct from k.{name}" for name in values) or "false"


def _pair(con: duckdb.DuckDBPyConnection, table: str, key: Sequence[str], values: Sequence[str]) -> None:
    """Create the temp table `paired`: one row per staged row that is a stored row, with both row ids."""
    if not _may_be_known(con, table, key[0]):
        con.execute("create or replace temp table paired (staged_row bigint, stored_row bigint)")
        return
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


def _may_be_known(con: duckdb.DuckDBPyConnection, table: str, field: str) -> bool:
    """Whether any stored row shares the field's value with a staged one; for a roster of a new day none does."""
    matches = con.execute(
        f"select 1 from {store_of(table)} as t "
        f"where exists (select 1 from (select distinct {field} from staged) as f "
        f"where f.{field} is not distinct from t.{field}) limit 1"
    )
    return bool(matches.fetchall())


def _know(con: duckdb.DuckDBPyConnection, table: str, key: Sequence[str], values: Sequence[str]) -> None:
    """Create the temp table `known`: one row per staged row already known, with the values it is compared with."""
    picks = "".join(f", t.{name}" for name in values)
    con.execute(
        f"create or replace temp table known as select p.staged_row, p.stored_row{picks} "
        f"from paired as p join {store_of(table)} as t on t.rowid = p.stored_row"
    )
    if table != "employees":
        return
    sources = {name: f"{'s' if name in UNTOLD else 'e'}.{name}" for name in values}
    sources["track"] = "case when not e.track_derived then e.track end"
    con.execute(
        f"""
        insert into known
        select s.rowid, null{"".join(f", {sources[name]}" for name in values)}
        from staged as s
        join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
        {"where s.rowid not in (select staged_row from paired)" if _any(con, "paired") else ""}
        """
    )


def _compare(con: duckdb.DuckDBPyConnection, key: Sequence[str], values: Sequence[str], differs: str) -> Outcome:
    if not _any(con, "known"):
        return _all_new(con, key)
    joined = "from staged as s left join known as k on k.staged_row = s.rowid"
    changes = f"k.staged_row is not null and ({differs})"
    total, known_rows, changed = con.execute(
        f"select count(*), count(k.staged_row), count(*) filter (where {changes}) {joined}"
    ).fetchone() or (0, 0, 0)
    label = _label(key)
    new = con.execute(f"select {label} {joined} where k.staged_row is null order by 1 limit {EXAMPLES}").fetchall()
    pairs = "".join(f", s.{field}, k.{field}" for field in values)
    other = con.execute(f"select {label}{pairs} {joined} where {changes} order by 1 limit {EXAMPLES}").fetchall()
    examples = [f"{row[0]}: new" for row in new]
    for row in other:
        pairs_of_values = zip(values, row[1::2], row[2::2], strict=True)
        examples.append(
            f"{row[0]}: "
            + ", ".join(f"{f} {_shown(old)} → {_shown(now)}" for f, now, old in pairs_of_values if old != now)
        )
    return Outcome(Counts(added=total - known_rows, changed=changed, unchanged=known_rows - changed), examples)


def _all_new(con: duckdb.DuckDBPyConnection, key: Sequence[str]) -> Outcome:
    total = con.execute("select count(*) from staged").fetchone() or (0,)
    new = con.execute(f"select {_label(key)} from staged as s order by 1 limit {EXAMPLES}").fetchall()
    return Outcome(Counts(added=total[0]), [f"{row[0]}: new" for row in new])


def _label(key: Sequence[str]) -> str:
    return "concat_ws(', ', " + ", ".join(f"s.{field}" for field in key if field != "as_of") + ")"


def _shown(value: object) -> str:
    return "empty" if value is None else str(value)


def _overwrite(con: duckdb.DuckDBPyConnection, table: str, values: Sequence[str], differs: str, load_id: int) -> int:
    if not _any(con, "paired"):
        return 0
    sets = ", ".join(f"{name} = n.{name}" for name in values)
    picks = ", ".join(f"s.{name}" for name in values)
    con.execute(
        f"create or replace temp table newer as select k.stored_row, {picks} from known as k "
        f"join staged as s on s.rowid = k.staged_row where k.stored_row is not null and ({differs})"
    )
    done = con.execute(
        f"update {store_of(table)} as t set {sets}, load_id = {load_id:d} from newer as n where t.rowid = n.stored_row"
    ).fetchone()
    return int(done[0]) if done else 0


def _add(con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str], load_id: int) -> int:
    names = ", ".join(given)
    new = "where rowid not in (select staged_row from paired)" if _any(con, "paired") else ""
    row = con.execute(
        f"insert into {store_of(table)} ({names}, load_id) select {names}, {load_id:d} from staged {new}"
    ).fetchone()
    return int(row[0]) if row else 0


def _any(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(con.execute(f"select 1 from {table} limit 1").fetchall())
