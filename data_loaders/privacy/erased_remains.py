"""Search every table and kept file for ids of erased people, by the hashes of the ids.

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

from data_loaders.contract.fields import TABLES
from data_loaders.privacy import file_redaction, person
from data_loaders.privacy.erased_ids import Known
from data_loaders.records import ledger
from data_loaders.store import archive
from data_loaders.store.generations import Store

_OWN = ("employee_id", *person.POINTING)
_NAMED = (*file_redaction.PERSONS, "work_email")
_KEYS = ("business_unit", "department", "location", "country", "job_family", "role_id", "offer_id")
_SENTENCES = ("id", "name", "text")
_LEDGER_TABLES = ("headings", "answers", "words", "grants")


@dataclass(frozen=True)
class Remain:
    """One place where something is left: how many rows, the ids of persons found there, and those inside sentences."""

    place: str
    rows: int
    persons: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()


def in_folder(store: Store, known: Known) -> list[Remain]:
    """What is left in the states, the kept files and the ledger of a data folder, or of a backup unpacked into one."""
    remains: list[Remain] = []
    mappings: dict[int, Any] = {}
    for name in store.good():
        con = store.open(name)
        try:
            remains += [replace(remain, place=f"state {name}, {remain.place}") for remain in _in_tables(con, known)]
            for load_id, mapping in con.execute("select load_id, mapping from loads").fetchall():
                mappings.setdefault(load_id, json.loads(mapping or "{}"))
        finally:
            con.close()
    files = [
        _in_file(path, mappings.get(file_redaction.load(path), {}), known)
        for path in file_redaction.kept(store.uploads)
    ]
    return [remain for remain in (*remains, *files, *_in_ledger(store.folder, known)) if remain.rows]


def anywhere(store: Store, known: Known) -> list[Remain]:
    """As `in_folder`, and what is left in backups. The caller holds the lock of the folder.

    Raises LoadRefused for a backup that is damaged.
    """
    remains = in_folder(store, known)
    for backup in sorted(store.backups.glob("*")):
        with archive.unpacked(backup, store.folder) as folder:
            remains += [
                replace(remain, place=f"backup {backup.name}, {remain.place}")
                for remain in in_folder(Store(folder), known)
            ]
    return remains


def _in_tables(con: duckdb.DuckDBPyConnection, known: Known) -> Iterator[Remain]:
    unowned = person.unowned(con)
    for table, columns in _text_columns(con).items():
        places: dict[str, list[str]] = {}
        persons, inside = set[str](), set[str]()
        distinct = ", ".join(f"list(distinct {column})" for column in columns)
        for column, values in zip(
            columns, con.execute(f"select {distinct} from {table}").fetchone() or (), strict=True
        ):
            if column in _OWN:
                places[column] = [value for value in values or () if value and known.is_person(value)]
                persons |= {*places[column]}
            else:
                matches = {value: person_id for value in values or () if value and (person_id := known.inside(value))}
                places[column], inside = [*matches], inside | {*matches.values()}
        rows = _rows_holding(con, table, {column: values for column, values in places.items() if values})
        yield Remain(f"table {table}", max(rows, unowned.get(table, 0)), frozenset(persons), frozenset(inside))


def _text_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table in which an id could stand; those that name a group are none."""
    query = "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' order by all"
    tables: dict[str, list[str]] = {table: [] for table in person.columns(con)}
    for table, column in con.execute(query).fetchall():
        if table in tables and (column in _OWN or column not in _KEYS):
            tables[table].append(column)
    return {table: columns for table, columns in tables.items() if columns}


def _rows_holding(con: duckdb.DuckDBPyConnection, table: str, places: Mapping[str, Sequence[str]]) -> int:
    if not places:
        return 0
    holding = " or ".join(f"list_contains($in_{column}, {column})" for column in places)
    values = {f"in_{column}": values for column, values in places.items()}
    [(rows,)] = con.execute(f"select count(*) from {table} where {holding}", values).fetchall()
    return int(rows)


def _in_file(path: Path, mapped: Mapping[str, Any], known: Known) -> Remain:
    in_name = known.inside(path.name)
    rows, found_persons, inside = int(in_name is not None), set[str](), {in_name}
    for grid, columns in file_redaction.laid_out(path, mapped):
        fields = {at: name for name, places in columns.items() for at in places}
        for row in grid:
            row_has_owner = any(row[at] for at in columns.get("employee_id", ()))
            cells = [(fields.get(at, "" if fields else None), text) for at, text in enumerate(row) if text]
            persons = {_person(field, text, known) for field, text in cells} - {None}
            others = {
                _inside(field, text, known) for field, text in cells if not (row_has_owner and field == "offer_id")
            }
            rows += bool(persons or others - {None})
            found_persons |= {identity for identity in persons if identity}
            inside |= others
    place = f"a kept file of load {file_redaction.load(path)}, {path}"
    return Remain(place, rows, frozenset(found_persons), frozenset(identity for identity in inside if identity))


def _person(field: str | None, text: str, known: Known) -> str | None:
    """The person erased whom a cell means. Its field is "" where the load left it, None where it used no column."""
    alone = field in _NAMED or field is None or (field == "" and len(text) >= person.LONG)
    return known.named(text) if alone else None


def _inside(field: str | None, text: str, known: Known) -> str | None:
    """The id in a cell that is no cell for a person."""
    if field == "offer_id":
        return text.strip() if known.is_offer(text.strip()) else None
    if field in (*_KEYS, *_NAMED) or _KINDS.get(field or "", "text") not in _SENTENCES:
        return None
    return known.inside(text)


_KINDS = {name: field.kind for fields in TABLES.values() for name, field in fields.items()}


def _in_ledger(folder: Path, known: Known) -> Iterator[Remain]:
    if not ledger.file(folder).exists():
        return
    with ledger.opened(folder) as con:
        for table in _LEDGER_TABLES:
            yield Remain(
                f"ledger, {table}", sum(_holds_erased(row, known) for row in con.execute(f"select * from {table}"))
            )


def _holds_erased(row: Sequence[Any], known: Known) -> bool:
    texts = [value for value in row if isinstance(value, str)]
    return any(known.is_person(text) or known.inside(text) is not None for text in texts)
