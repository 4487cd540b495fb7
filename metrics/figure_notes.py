"""What a figure rests on, as values: each note has a kind and what it counts. `metrics/note_wording.py` words them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from metrics.scope import Scope

FEW = 10
LASTING = frozenset({"gender", "generation", "offered_track"})  # no history is needed to know them on any day


class Kind(StrEnum):
    """Everything a note can be about."""

    ASSUMED_HISTORY = "assumed_history"
    DERIVED_TRACK = "derived_track"
    FEW_PEOPLE = "few_people"
    HIDDEN = "hidden"
    COUNT_HIDDEN = "count_hidden"
    NO_LEAVER_KNOWN = "no_leaver_known"
    SET_FIRST_LEAVER_DAY = "set_first_leaver_day"
    OPENS_BEFORE_LEAVERS = "opens_before_leavers"
    WATCHED_BEFORE_LEAVERS = "watched_before_leavers"
    CURVE_STARTS_LATE = "curve_starts_late"
    ENDED_ON_FIRST_DAY = "ended_on_first_day"
    TOO_FEW_TO_DRAW = "too_few_to_draw"
    TOO_FEW_AFTER_STEP_DOWN = "too_few_after_step_down"
    UNKNOWN_TRACK = "unknown_track"
    NO_SHARED_LEVEL = "no_shared_level"
    LEVELS_LEFT_OUT = "levels_left_out"
    NO_RATINGS = "no_ratings"
    UNRATED = "unrated"
    UNDATED_OFFERS = "undated_offers"
    UNDATED_ANSWERS = "undated_answers"
    UNDATED_FILLINGS = "undated_fillings"
    MOVES_UNSEEN = "moves_unseen"
    BETWEEN_ROSTERS = "between_rosters"
    NO_ACTIVITY_YET = "no_activity_yet"
    ACTIVITIES_SINCE = "activities_since"
    PREPARATION_UNSEEN = "preparation_unseen"
    WITHOUT_REPORTS = "without_reports"
    WITHOUT_LEVEL_OR_SALARY = "without_level_or_salary"
    LEVELS_ON_ONE_TRACK = "levels_on_one_track"
    INCUMBENT_KNOWN_LATER = "incumbent_known_later"
    INCUMBENT_GONE = "incumbent_gone"
    ROLES_BEYOND_SHOWN = "roles_beyond_shown"
    EXIT_RATES = "exit_rates"
    SOONER_READY_COUNT = "sooner_ready_count"
    DRAWS = "draws"


NO_FIGURE = frozenset(
    {Kind.NO_LEAVER_KNOWN, Kind.OPENS_BEFORE_LEAVERS, Kind.MOVES_UNSEEN, Kind.NO_ACTIVITY_YET}
)  # each of these says why a row has no figure at all


@dataclass(frozen=True, slots=True)
class Note:
    """One thing the figures of a row rest on.

    `count` says how many people, exits, offers, roles or groups it is true of, `total` out of how many: nothing else in
    a note counts anybody. `about` are the days, levels, names or widths its words need beside.
    """

    kind: Kind
    count: float | None = None
    total: float | None = None
    about: tuple[Any, ...] = ()

    def without_counts(self) -> Note:
        """The same note without its counts."""
        return replace(self, count=None, total=None)


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one row, in reading order. It is not iterable, so that pandas takes it for one value."""

    each: tuple[Note, ...] = ()

    @classmethod
    def of(cls, *notes: Note | None) -> Notes:
        """The notes that are not None."""
        return cls(tuple(note for note in notes if note is not None))

    def __add__(self, other: Notes) -> Notes:
        """These notes, followed by the others."""
        return Notes(self.each + other.each)

    def __bool__(self) -> bool:
        """Whether there is any note."""
        return bool(self.each)

    @property
    def no_figure(self) -> bool:
        """Whether a note says why the row has no figure."""
        return any(note.kind in NO_FIGURE for note in self.each)


NONE = Notes()


def counted(kind: Kind, count: float, total: float | None = None, *about: Any) -> Note | None:
    """A note with that count; None for a count of 0."""
    return Note(kind, count, total, about) if count else None


def notes(frame: pd.DataFrame, size: pd.Series[float] | None) -> pd.Series[Any]:
    """The Notes of each row.

    They are the metric's own (column `_note`), the counts of assumed history and derived track (`_assumed` and
    `_derived`, out of `_of`, else out of the size), and whether few people are behind the row.
    """
    of = frame.get("_of", size)
    rows = zip(
        _own(frame),
        _resting_on(frame, "_assumed", of, Kind.ASSUMED_HISTORY),
        _resting_on(frame, "_derived", of, Kind.DERIVED_TRACK),
        _few(frame, size),
        strict=True,
    )
    return note_column([own + Notes.of(*others) if any(others) else own for own, *others in rows], frame)


def note_column(of_rows: Iterable[Notes], frame: pd.DataFrame) -> pd.Series[Any]:
    """The notes as a column of the frame."""
    return pd.Series(list(of_rows), index=frame.index, dtype=object)


def what_groups_rest_on(rows: pd.DataFrame, scope: Scope, *, track: bool = False) -> pd.DataFrame:
    """The rows without counts of assumed history and derived track that no grouping or filter depends on.

    `track` says that the metric itself depends on the track.
    """
    used = {*scope.by, *(column for column, _ in scope.where), *(["track"] if track else [])}
    idle = [] if used - LASTING else ["_assumed"]
    idle += [] if "track" in used else ["_derived"]
    return rows.drop(columns=idle)


def unobserved(opened: date, observed_from: date | None) -> Notes:
    """The notes that say why a window that opens before leavers are known has no figure."""
    if observed_from is None:
        return Notes.of(Note(Kind.NO_LEAVER_KNOWN), Note(Kind.SET_FIRST_LEAVER_DAY))
    return Notes.of(Note(Kind.OPENS_BEFORE_LEAVERS, about=(opened, observed_from)))


def _own(frame: pd.DataFrame) -> list[Notes]:
    if "_note" not in frame:
        return [NONE] * len(frame)
    return [own if isinstance(own, Notes) else NONE for own in frame["_note"]]


def _resting_on(frame: pd.DataFrame, name: str, of: pd.Series[float] | None, kind: Kind) -> list[Note | None]:
    if name not in frame:
        return [None] * len(frame)
    counts = frame[name].fillna(0).astype(int)
    totals = [None] * len(frame) if of is None else [int(total) for total in of.fillna(0)]
    return [counted(kind, int(count), total) for count, total in zip(counts, totals, strict=True)]


def _few(frame: pd.DataFrame, size: pd.Series[float] | None) -> list[Note | None]:
    if size is None:
        return [None] * len(frame)
    return [Note(Kind.FEW_PEOPLE) if 0 < count < FEW else None for count in size]
