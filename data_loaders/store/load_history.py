"""What was loaded, by whom, what it did, and the way back."""

from __future__ import annotations

import getpass
import json
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data_loaders.contract.upload_answers import LEAVE_EMPTY
from data_loaders.database import connection, schema
from data_loaders.problems import LoadRefused, Problem
from data_loaders.records.ledger import Ledger
from data_loaders.store.checksums import Damaged
from data_loaders.store.files import sha256
from data_loaders.store.generations import Store

LEVELS = "levels read otherwise"  # under this key a load says which words now mean which level
CALLED = {"successors": "nomination", "promotion_offers": "offer"}  # one row of a table
_RECORDS = ("loads", "load_tables", "load_files", "load_problems")


@dataclass(frozen=True)
class Entry:
    """One load as it is written into the history."""

    load_id: int
    loaded_at: datetime
    loaded_by: str
    mapping: str
    tables: dict[str, Counts]
    problems: Sequence[Problem]
    files: Sequence[Path]
    what: str = "load"  # what the audit trail calls it: load, mend, settings


def next_id(con: duckdb.DuckDBPyConnection) -> int:
    """The number the next load gets; undone loads keep theirs."""
    row = con.execute("select coalesce(max(load_id), 0) + 1 from loads").fetchone()
    return int(row[0]) if row else 1


def record(store: Store, con: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    """Write a load into the history of the generation being made, and keep its files as they were brought."""
    schema.set_setting(con, "parent_generation", store.current())
    con.execute(
        "insert into loads values (?, ?, ?, ?, null)", [entry.load_id, entry.loaded_at, entry.loaded_by, entry.mapping]
    )
    for name, counts in entry.tables.items():
        con.execute(
            "insert into load_tables values (?, ?, ?, ?, ?, ?, ?)", [entry.load_id, name, *vars(counts).values()]
        )
    _keep_problems(con, entry)
    _keep_originals(store.uploads / str(entry.load_id), con, entry)
    tables = {name: vars(counts) for name, counts in entry.tables.items()}
    told = {"load_id": entry.load_id, "files": len(entry.files), "tables": tables}
    store.tell(entry.loaded_by, entry.what, entry.loaded_at, **told)


def _keep_problems(con: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    """All in one statement: a bad file can have a problem in every row."""
    if not entry.problems:
        return
    told = [
        {
            **{"file": p.file, "sheet": p.sheet, "row_number": p.row, "column_name": p.column, "cell": p.cell},
            **{"value": p.value, "severity": p.severity, "problem": p.problem, "remedy": p.remedy},
        }
        for p in entry.problems
    ]
    con.register("told", pa.Table.from_pylist(told))
    con.execute(
        f"insert into load_problems by name "
        f"select {entry.load_id:d} as load_id, *, severity = 'error' as left_out from told"
    )
    con.unregister("told")


def _keep_originals(folder: Path, con: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    """A folder left by a load that was killed before it was published is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in entry.files:
        kept = Path(shutil.copy(path, folder))
        con.execute(
            "insert into load_files values (?, ?, ?, ?)", [entry.load_id, kept.name, sha256(kept), kept.stat().st_size]
        )


def history(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every load, oldest first: id, when, by whom, files, rows by table, and when it was undone if it was.

    `what` names the files, or, where a load had none, what it was: settings, or a correction of one row.
    """
    tables: dict[int, dict[str, Any]] = defaultdict(dict)
    for load_id, name, *counts in con.execute("select * from load_tables").fetchall():
        tables[load_id][name] = vars(Counts(*counts))
    files: dict[int, list[str]] = defaultdict(list)
    for load_id, file in con.execute("select load_id, file from load_files order by file").fetchall():
        files[load_id].append(file)
    query = "select load_id, loaded_at, loaded_by, undone_at, mapping from loads order by load_id"
    return [
        {
            "load_id": load_id,
            "loaded_at": loaded_at.isoformat(sep=" ", timespec="seconds"),
            "loaded_by": loaded_by,
            "files": files[load_id],
            "what": ", ".join(files[load_id]) or _without_files(mapping),
            "tables": tables[load_id],
            "undone_at": undone_at.isoformat(sep=" ", timespec="seconds") if undone_at else None,
        }
        for load_id, loaded_at, loaded_by, undone_at, mapping in con.execute(query).fetchall()
    ]


def _without_files(mapping: str | None) -> str:
    """What a load was that brought no files, by what it says it did."""
    said = json.loads(mapping or "{}")
    if LEVELS in said:
        return "Levels read otherwise"
    correction = said.get("corrected on screen")
    return f"Correction of one {CALLED[correction['table']]}" if correction else "Settings"


def undo(store: Store, undone_at: datetime, *, undone_by: str | None = None) -> int:
    """Publish the state before the newest load anew; again for the one before. Returns the load undone.

    `undone_by` is whom the trail names: the account this runs under, where nobody is named.
    From a damaged state it goes to the newest good one. Raises LoadRefused where there is nothing to go back to.
    """
    by = undone_by or getpass.getuser()
    try:
        current = store.current()
        if current is None:
            raise LoadRefused("There is nothing to undo: nothing has been loaded yet.")
        con = store.open(current)
    except Damaged:
        return _leave_damaged(store, undone_at, by)
    newest = con.execute(
        "select load_id, mapping from loads where undone_at is null order by load_id desc limit 1"
    ).fetchone()
    parent = schema.setting(con, "parent_generation")
    con.close()
    if newest is None:
        raise LoadRefused("There is nothing to undo: every load has been undone already.")
    if parent is not None and not store.path(parent).exists():
        raise LoadRefused("The state before this load is no longer kept.", "Load the right files again.")
    load_id = int(newest[0])

    def go_back(older: duckdb.DuckDBPyConnection) -> None:
        _keep_records(older, store.folder, store.path(current), load_id, undone_at)
        store.tell(by, "undo", undone_at, load_id=load_id)

    store.publish(go_back, source=parent, empty=parent is None)
    _read_as_before(store.folder, newest[1])
    return load_id


def _read_as_before(folder: Path, mapping: str | None) -> None:
    """What an undone load had words for levels mean is no longer remembered."""
    told = json.loads(mapping or "{}").get(LEVELS, [])
    said = {(one["field"], one["word"]): LEAVE_EMPTY if one["is"] is None else str(one["is"]) for one in told}
    before = {(one["field"], one["word"]): one["remembered"] for one in told if one["remembered"] is not None}
    if said:
        Ledger(folder).put_back(said, before)


def _leave_damaged(store: Store, undone_at: datetime, by: str) -> int:
    """The newest good state anew; the load given up is the one after its last. Raises Damaged where none is good."""
    good = store.good()
    if not good:
        store.open()  # says that no other is kept, and what to do
    given_up = 0

    def go_back(older: duckdb.DuckDBPyConnection) -> None:
        nonlocal given_up
        given_up = next_id(older)
        store.tell(by, "undo", undone_at, load_id=given_up)

    store.publish(go_back, source=good[0])
    return given_up


def _keep_records(
    con: duckdb.DuckDBPyConnection, folder: Path, newest: Path, load_id: int, undone_at: datetime
) -> None:
    """An undone load stays in the history: copy its records into the older state."""
    source = connection.connect(newest, folder)
    try:
        for table in _RECORDS:
            frame = source.sql(f"select * from {table}").to_arrow_table()
            con.execute(f"delete from {table}")
            con.register("kept", frame)
            con.execute(f"insert into {table} select * from kept")
            con.unregister("kept")
    finally:
        source.close()
    con.execute("update loads set undone_at = ? where load_id = ?", [undone_at, load_id])


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
