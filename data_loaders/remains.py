"""What is left of people who were erased: looked for, by the hashes of their ids, in every table and kept file.

Their names are not kept, so that only ids can be found: their own, and those of offers made to them. What stands where
a group is named (a unit, a department, a place) is the name of that group, whatever it looks like; an offer of somebody
who is there is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from data_loaders import archives, contract, ledger, originals, traces
from data_loaders.erased import Known
from data_loaders.store import Store

_OWN = ("employee_id", *traces.POINTING)
_NAMED = (*originals.PERSONS, "work_email")
_KEYS = ("business_unit", "department", "location", "country", "job_family", "role_id", "offer_id")
_SENTENCES = ("id", "name", "text")
_REMEMBERED = ("headings", "answers", "words", "grants")


@dataclass(frozen=True)
class Remain:
    """One place where something is left: which, how many rows of it, and the ids of persons found there."""

    place: str
    rows: int
    persons: frozenset[str] = frozenset()


def in_folder(store: Store, known: Known) -> list[Remain]:
    """What is left in the states, the kept files and the ledger of a data folder, or of a backup unpacked into one."""
    found: list[Remain] = []
    mappings: dict[int, Any] = {}
    for name in store.good():
        con = store.open(name)
        try:
            found += [Remain(f"state {name}, table {table}", rows, who) for table, rows, who in _in_tables(con, known)]
            for load_id, mapping in con.execute("select load_id, mapping from loads").fetchall():
                mappings.setdefault(load_id, json.loads(mapping or "{}"))
        finally:
            con.close()
    for path in originals.kept(store.uploads):
        load = originals.load(path)
        rows, who = _in_file(path, mappings.get(load, {}), known)
        if rows:
            found.append(Remain(f"a kept file of load {load}, {path}", rows, frozenset(who)))
    return found + _in_ledger(store.folder, known)


def anywhere(store: Store, known: Known) -> list[Remain]:
    """The same, and what is left in backups. The lock of the folder is held.

    Raises LoadRefused for a backup that is damaged.
    """
    found = in_folder(store, known)
    for held in sorted(store.backups.glob("*")):
        with archives.unpacked(held, store.folder) as folder:
            found += [replace(one, place=f"backup {held.name}, {one.place}") for one in in_folder(Store(folder), known)]
    return found


def _in_tables(con: duckdb.DuckDBPyConnection, known: Known) -> Iterator[tuple[str, int, frozenset[str]]]:
    unowned = traces.unowned(con)
    query = "select column_name from duckdb_columns() where table_name = ? and data_type = 'VARCHAR' order by 1"
    for table in traces.columns(con):
        who: set[str] = set()
        places = {}
        for (column,) in con.execute(query, [table]).fetchall():
            values = {value for (value,) in con.execute(f"select distinct {column} from {table}").fetchall() if value}
            if column in _OWN:
                told = {value for value in values if known.is_person(value)}
                who |= told
            else:
                told = {value for value in values if column not in _KEYS and known.is_in(value)}
            if told:
                places[column] = sorted(told)
        named = " or ".join(f"list_contains($told_{column}, {column})" for column in places) or "false"
        given = {f"told_{column}": told for column, told in places.items()}
        [(rows,)] = con.execute(f"select count(*) from {table} where {named}", given).fetchall()
        if rows := max(int(rows), unowned.get(table, 0)):
            yield table, rows, frozenset(who)


def _in_file(path: Path, mapped: Mapping[str, Any], known: Known) -> tuple[int, set[str]]:
    rows, who = int(known.is_in(path.name)), set[str]()
    for grid, columns in originals.laid_out(path, mapped):
        fields = {at: name for name, places in columns.items() for at in places}
        for row in grid:
            theirs = any(row[at] for at in columns.get("employee_id", ()))
            cells = [(fields.get(at, "" if fields else None), text) for at, text in enumerate(row) if text]
            rows += any(_tells(field, text, known) for field, text in cells if not (theirs and field == "offer_id"))
            who |= {named for field, text in cells if field in _NAMED and (named := known.named(text))}
    return rows, who


def _tells(field: str | None, text: str, known: Known) -> bool:
    """Does a cell tell of somebody who was erased? Its field is "" where the load left it, None where it used none."""
    if field in _NAMED:
        return known.named(text) is not None
    if field == "offer_id":
        return known.is_offer(text.strip())
    if field in _KEYS or _KINDS.get(field or "", "text") not in _SENTENCES:
        return False
    alone = field is None or (field == "" and len(text) >= traces.LONG)
    return (alone and known.named(text) is not None) or known.is_in(text)


_KINDS = {name: field.kind for fields in contract.TABLES.values() for name, field in fields.items()}


def _in_ledger(folder: Path, known: Known) -> list[Remain]:
    if not ledger.file(folder).exists():
        return []
    found = []
    with ledger.opened(folder) as con:
        for table in _REMEMBERED:
            rows = sum(_told(values, known) for values in con.execute(f"select * from {table}"))
            if rows:
                found.append(Remain(f"ledger, {table}", rows))
    return found


def _told(values: Sequence[Any], known: Known) -> bool:
    return any(known.is_person(value) or known.is_in(value) for value in values if isinstance(value, str))
