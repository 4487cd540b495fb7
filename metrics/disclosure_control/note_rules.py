"""Which notes viewers without the right to see persons may read, decided by kind; counts are always removed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from metrics.figure_notes import Kind, Notes


class Shown(StrEnum):
    """How notes of a kind are shown."""

    WITHOUT_COUNTS = "without_counts"
    NEVER = "never"


# A kind without a rule is not shown, and a test asks for its rule.
NOTE_RULES: Mapping[Kind, Shown] = {
    Kind.ASSUMED_HISTORY: Shown.WITHOUT_COUNTS,
    Kind.DERIVED_TRACK: Shown.WITHOUT_COUNTS,
    Kind.FEW_PEOPLE: Shown.WITHOUT_COUNTS,
    Kind.HIDDEN: Shown.WITHOUT_COUNTS,
    Kind.COUNT_HIDDEN: Shown.WITHOUT_COUNTS,
    Kind.NO_LEAVER_KNOWN: Shown.WITHOUT_COUNTS,
    Kind.SET_FIRST_LEAVER_DAY: Shown.WITHOUT_COUNTS,
    Kind.OPENS_BEFORE_LEAVERS: Shown.WITHOUT_COUNTS,
    Kind.WATCHED_BEFORE_LEAVERS: Shown.WITHOUT_COUNTS,
    Kind.CURVE_STARTS_LATE: Shown.WITHOUT_COUNTS,
    Kind.ENDED_ON_FIRST_DAY: Shown.WITHOUT_COUNTS,
    Kind.TOO_FEW_TO_DRAW: Shown.WITHOUT_COUNTS,
    Kind.TOO_FEW_AFTER_STEP_DOWN: Shown.WITHOUT_COUNTS,
    Kind.UNKNOWN_TRACK: Shown.WITHOUT_COUNTS,
    Kind.NO_SHARED_LEVEL: Shown.WITHOUT_COUNTS,
    Kind.LEVELS_LEFT_OUT: Shown.WITHOUT_COUNTS,
    Kind.NO_RATINGS: Shown.WITHOUT_COUNTS,
    Kind.UNRATED: Shown.WITHOUT_COUNTS,
    Kind.UNDATED_OFFERS: Shown.WITHOUT_COUNTS,
    Kind.UNDATED_ANSWERS: Shown.WITHOUT_COUNTS,
    Kind.UNDATED_FILLINGS: Shown.WITHOUT_COUNTS,
    Kind.MOVES_UNSEEN: Shown.WITHOUT_COUNTS,
    Kind.BETWEEN_ROSTERS: Shown.WITHOUT_COUNTS,
    Kind.NO_ACTIVITY_YET: Shown.WITHOUT_COUNTS,
    Kind.ACTIVITIES_SINCE: Shown.WITHOUT_COUNTS,
    Kind.PREPARATION_UNSEEN: Shown.WITHOUT_COUNTS,
    Kind.WITHOUT_REPORTS: Shown.WITHOUT_COUNTS,
    Kind.WITHOUT_LEVEL_OR_SALARY: Shown.WITHOUT_COUNTS,
    Kind.LEVELS_ON_ONE_TRACK: Shown.WITHOUT_COUNTS,
    Kind.EXIT_RATES: Shown.WITHOUT_COUNTS,
    Kind.SOONER_READY_COUNT: Shown.WITHOUT_COUNTS,
    Kind.DRAWS: Shown.WITHOUT_COUNTS,
    # these speak of the holder of one role, or of roles that a filter leaves out
    Kind.INCUMBENT_KNOWN_LATER: Shown.NEVER,
    Kind.INCUMBENT_GONE: Shown.NEVER,
    Kind.ROLES_BEYOND_SHOWN: Shown.NEVER,
}


def without_persons(notes: Notes) -> Notes:
    """The notes of a row that may be read without the right to see persons, with their counts removed."""
    shown = (note for note in notes.each if NOTE_RULES.get(note.kind, Shown.NEVER) is Shown.WITHOUT_COUNTS)
    return Notes(tuple(note.without_counts() for note in shown))
