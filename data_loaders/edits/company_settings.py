"""A company's own settings: a few numbers that the metrics read, and events worth remembering.

Each change is a load of its own: in the history, and undoable.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from data_loaders.database import schema
from data_loaders.database.default_settings import CHOICES, Choice
from data_loaders.problems import LoadRefused
from data_loaders.store import load_history
from data_loaders.store.generations import Store

__all__ = ["CHOICES", "Choice", "Event", "choose", "chosen", "events", "forget", "is_on", "note"]

EVENTS = "events"
LONGEST = 80


@dataclass(frozen=True, order=True)
class Event:
    """Something that happened to the company and may show in its figures: a reorganisation, a new expert ladder."""

    day: date
    what: str


Change = Callable[[list[Event]], list[Event]]


def chosen(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Every choice as it stands, chosen or by default."""
    on_record = dict(con.execute("select name, value from settings").fetchall())
    return {name: int(on_record[name]) for name in CHOICES}


def is_on(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether a yes-or-no setting is yes."""
    return schema.setting(con, name) == "yes"


def events(con: duckdb.DuckDBPyConnection) -> list[Event]:
    """The events on record, oldest first."""
    stored = json.loads(schema.setting(con, EVENTS) or "[]")
    return sorted(Event(date.fromisoformat(entry["day"]), entry["what"]) for entry in stored)


def choose(store: Store, wanted: Mapping[str, int], *, loaded_at: datetime, loaded_by: str) -> int:
    """Publish the company with those choices; returns the load id.

    Raises LoadRefused, with nothing changed, for a number beyond its limits, for sensitive figures on fewer people than
    others, or where everything stands so already.
    """
    for name, number in wanted.items():
        limits = CHOICES[name]
        if not limits.least <= number <= limits.most:
            raise LoadRefused(f"{name} is a whole number from {limits.least} to {limits.most}, not {number}.")

    def carry_out(con: duckdb.DuckDBPyConnection) -> int:
        _check_smallest_groups({**chosen(con), **wanted})
        return _settle(store, con, {name: str(number) for name, number in wanted.items()}, loaded_at, loaded_by)

    return store.publish(carry_out)


def _check_smallest_groups(numbers: Mapping[str, int]) -> None:
    few, sensitive = numbers["min_group"], numbers["min_group_sensitive"]
    if sensitive < few:
        raise LoadRefused(
            f"Nothing was changed: pay, refusals and nominations would be shown on {sensitive} people, other figures "
            f"on no fewer than {few}. Raise the number for pay, refusals and nominations to {few} or more."
        )


def note(store: Store, event: Event, *, loaded_at: datetime, loaded_by: str) -> int:
    """Put an event on record. Raises LoadRefused for one without words, too many words, or on record already."""
    if not event.what.strip() or len(event.what) > LONGEST:
        raise LoadRefused(f"Say in up to {LONGEST} letters what happened.")
    return _keep(store, lambda known: [*known, event] if event not in known else known, loaded_at, loaded_by)


def forget(store: Store, event: Event, *, loaded_at: datetime, loaded_by: str) -> int:
    """Take an event off the record. Raises LoadRefused where it is not there."""
    return _keep(store, lambda known: [other for other in known if other != event], loaded_at, loaded_by)


def _keep(store: Store, change: Change, loaded_at: datetime, loaded_by: str) -> int:
    def carry_out(con: duckdb.DuckDBPyConnection) -> int:
        kept = [{"day": event.day.isoformat(), "what": event.what} for event in sorted(change(events(con)))]
        return _settle(store, con, {EVENTS: json.dumps(kept, ensure_ascii=False)}, loaded_at, loaded_by)

    return store.publish(carry_out)


def _settle(
    store: Store, con: duckdb.DuckDBPyConnection, requested: Mapping[str, str], loaded_at: datetime, loaded_by: str
) -> int:
    current = {name: str(number) for name, number in chosen(con).items()}
    current[EVENTS] = schema.setting(con, EVENTS) or "[]"
    different = {name: value for name, value in requested.items() if current[name] != value}
    if not different:
        raise LoadRefused("Nothing was changed: it stands so already.")
    load_id = load_history.next_id(con)
    for name, value in different.items():
        schema.set_setting(con, name, value)
    changes = {name: {"was": current[name], "is": value} for name, value in different.items()}
    entry = load_history.Entry(
        load_id,
        loaded_at.replace(tzinfo=None),
        loaded_by,
        json.dumps({"settings": changes}, ensure_ascii=False),
        {},
        (),
        (),
        "settings",
    )
    load_history.record(store, con, entry)
    return load_id
