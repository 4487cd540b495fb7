"""The simulated workforce, one row per employment, and the events that changed it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sample_data.world import IC, NEVER, Flags, Floats, Ints

ACTIONS = (
    *("Hire", "Rehire", "Promotion", "Lateral Move", "Demotion"),
    *("Track Change", "Transfer", "Termination", "Supervisor Change"),
)
HIRE, REHIRE, PROMOTION, LATERAL, DEMOTION, TRACK_CHANGE, TRANSFER, TERMINATION, SUPERVISOR = range(len(ACTIONS))
CAUSES = ("", "Voluntary", "Involuntary", "Retirement", "Other")
STAYS, VOLUNTARY, INVOLUNTARY, RETIREMENT, OTHER = range(len(CAUSES))

_COLUMNS = {
    **dict.fromkeys(("person", "hired", "exit", "birth", "manager", "on_track_since", "moved"), np.int32),
    **dict.fromkeys(("declined_on", "offered_on"), np.int32),
    **dict.fromkeys(("first_name", "last_name"), np.int16),
    **dict.fromkeys(("cause", "gender", "unit", "department", "place", "family", "level", "track"), np.int8),
    **dict.fromkeys(("rating", "potential", "wish", "reason"), np.int8),
    **dict.fromkeys(("wish_said", "cause_said", "new_manager", "prepared", "came_back"), np.bool_),
    **dict.fromkeys(("quality", "pay", "fte"), np.float32),
}


class Workforce:
    """One row per employment, in order of hiring; days are counted from 1970-01-01.

    Columns hold codes into the tables of `sample_data.world`. `manager` is a row of this table, -1 for none. `wish` is
    what the person wants next; `wish_said` and `cause_said` say whether the HRIS knows.
    """

    person: Ints
    hired: Ints
    exit: Ints
    birth: Ints
    manager: Ints
    on_track_since: Ints
    moved: Ints
    declined_on: Ints
    offered_on: Ints
    first_name: Ints
    last_name: Ints
    cause: Ints
    gender: Ints
    unit: Ints
    department: Ints
    place: Ints
    family: Ints
    level: Ints
    track: Ints
    rating: Ints
    potential: Ints
    wish: Ints
    reason: Ints
    wish_said: Flags
    cause_said: Flags
    new_manager: Flags
    prepared: Flags
    came_back: Flags
    quality: Floats
    pay: Floats
    fte: Floats

    def __init__(self, capacity: int) -> None:
        self.rows = 0
        self.persons = 0
        for name, kind in _COLUMNS.items():
            setattr(self, name, np.zeros(capacity, dtype=kind))

    def add(self, count: int) -> Ints:
        """Add `count` employments without an exit; returns their rows."""
        first, self.rows = self.rows, self.rows + count
        if self.rows > len(self.hired):
            for name in _COLUMNS:
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros(max(count, len(old) // 2), dtype=old.dtype)]))
        rows = np.arange(first, self.rows)
        self.exit[rows] = NEVER
        self.manager[rows] = -1
        self.declined_on[rows] = self.offered_on[rows] = -NEVER
        return rows

    def in_service(self, day: int) -> Ints:
        """The rows in service at the end of `day`."""
        return np.flatnonzero((self.hired[: self.rows] <= day) & (self.exit[: self.rows] > day))


@dataclass
class Events:
    """The job history: per event its row, day, action and the values after it."""

    parts: list[dict[str, Ints]] = field(default_factory=list)

    def record(self, workforce: Workforce, rows: Ints, days: Ints | int, action: Ints | int) -> None:
        """Add an event of `action` for `rows` on `days`, with the workforce's current values."""
        if not len(rows):
            return
        values = {name: getattr(workforce, name)[rows] for name in ("track", "level", "unit", "family", "manager")}
        self.add(rows, days, action, values)

    def add(self, rows: Ints, days: Ints | int, action: Ints | int, values: dict[str, Ints]) -> None:
        """Add events with given values, for careers before the simulation begins."""
        happened: dict[str, Ints] = {
            "row": rows.astype(np.int32),
            "day": np.broadcast_to(np.asarray(days, dtype=np.int32), rows.shape),
            "action": np.broadcast_to(np.asarray(action, dtype=np.int8), rows.shape),
        }
        self.parts.append(happened | values)

    def table(self, persons: Ints) -> dict[str, Ints]:
        """All events by person, day and order of recording, with `sequence` numbering those of one day."""
        joined = {name: np.concatenate([part[name] for part in self.parts]) for name in self.parts[0]}
        person = persons[joined["row"]]
        order = np.lexsort((joined["day"], person))
        events = {name: values[order] for name, values in joined.items()}
        persons_in_order, day = person[order], events["day"]
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = (persons_in_order[1:] != persons_in_order[:-1]) | (day[1:] != day[:-1])
        starts = np.flatnonzero(is_first)
        events["sequence"] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
        return events


def became_manager(workforce: Workforce, rows: Ints, days: Ints) -> None:
    """Put `rows` on the manager track from `days` on."""
    workforce.track[rows] = 1
    workforce.on_track_since[rows] = days


def became_expert(workforce: Workforce, rows: Ints, days: Ints) -> None:
    """Put `rows` back on the expert track from `days` on."""
    workforce.track[rows] = IC
    workforce.on_track_since[rows] = days
    workforce.new_manager[rows] = False
