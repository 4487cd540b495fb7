"""Corrections on screen of one nomination or offer: each is a load of its own, in the history and undoable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from data_loaders.contract import fields
from data_loaders.problems import LoadRefused
from data_loaders.store import load_history
from data_loaders.store.generations import Store
from data_loaders.store.load_history import Counts

Value = str | date | None
FIELDS = {
    "successors": ("readiness", "willing", "removed_on"),
    "promotion_offers": ("outcome", "decided_on", "offered_track", "decline_reason"),
}
_ORDER = {"successors": ("nominated_on", "removed_on"), "promotion_offers": ("offered_on", "decided_on")}


@dataclass(frozen=True)
class Correction:
    """One row of one table, found by the table's key, and the new values of its fields."""

    table: str
    row: Mapping[str, Value]
    says: Mapping[str, Value]


def correct(store: Store, correction: Correction, *, loaded_at: datetime, loaded_by: str) -> int:
    """Publish the company with that row corrected; returns the load id.

    Raises LoadRefused, with nothing changed, for a row that is not there, a value its field cannot take, or a row that
    says so already.
    """
    _check(correction)
    return store.publish(lambda con: _carry_out(store, con, correction, loaded_at, loaded_by))


def _check(correction: Correction) -> None:
    known = fields.TABLES[correction.table]
    for name, value in correction.says.items():
        if name not in FIELDS[correction.table]:
            raise LoadRefused(f"{name} cannot be corrected on screen.", "Load the corrected file.")
        field = known[name]
        if value is None and field.required:
            raise LoadRefused(f"{name} cannot be empty.", f"Choose one of {', '.join(field.words)}.")
        if value is not None and field.words and value not in field.words:
            raise LoadRefused(f"{name} cannot be {value!r}.", f"It is one of {', '.join(field.words)}.")
        if value is not None and field.kind == "date" and not isinstance(value, date):
            raise LoadRefused(f"{name} is a day, not {value!r}.")


def _carry_out(
    store: Store, con: duckdb.DuckDBPyConnection, correction: Correction, loaded_at: datetime, loaded_by: str
) -> int:
    before = _stored(con, correction)
    says = {name: value for name, value in correction.says.items() if before[name] != value}
    if not says:
        raise LoadRefused("Nothing was changed: the data says so already.")
    _check_order(correction.table, {**before, **says})
    load_id = load_history.next_id(con)
    settings = ", ".join(f"{name} = ${name}" for name in (*says, "load_id"))
    con.execute(
        f"update {correction.table} set {settings} where {_row_condition(correction)}",
        {**_key(correction), **says, "load_id": load_id},
    )
    change = {"row": _key(correction), "was": {name: before[name] for name in says}, "is": says}
    entry = load_history.Entry(
        load_id,
        loaded_at.replace(tzinfo=None),
        loaded_by,
        json.dumps({"corrected on screen": {"table": correction.table, **change}}, default=str),
        {correction.table: Counts(rows_read=1, changed=1)},
        (),
        (),
        "mend",
    )
    load_history.record(store, con, entry)
    return load_id


def _stored(con: duckdb.DuckDBPyConnection, correction: Correction) -> dict[str, Value]:
    names = [*FIELDS[correction.table], _ORDER[correction.table][0]]
    rows = con.execute(
        f"select {', '.join(names)} from {correction.table} where {_row_condition(correction)}", _key(correction)
    ).fetchall()
    if not rows:
        raise LoadRefused(f"Nothing was changed: there is no such {load_history.CALLED[correction.table]} any more.")
    return dict(zip(names, rows[0], strict=True))


def _check_order(table: str, row: Mapping[str, Value]) -> None:
    begun, ended = (row[name] for name in _ORDER[table])
    if isinstance(begun, date) and isinstance(ended, date) and ended < begun:
        raise LoadRefused(f"Nothing was changed: {ended} lies before {begun}, when it began.", "Choose a later day.")
    if table == "promotion_offers" and row["outcome"] == "pending" and ended is not None:
        raise LoadRefused("Nothing was changed: an offer still pending has no day of decision.", "Empty the day.")


def _row_condition(correction: Correction) -> str:
    return " and ".join(f"{name} is not distinct from $key_{name}" for name in fields.key_fields(correction.table))


def _key(correction: Correction) -> dict[str, Value]:
    return {f"key_{name}": correction.row[name] for name in fields.key_fields(correction.table)}
