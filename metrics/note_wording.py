"""Notes as text: the last step for a metric's frame, for pages, files and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from metrics.figure_notes import FEW, Kind, Note, Notes

NAMED = 3  # groups a note names one by one


class Phrase(NamedTuple):
    """The words of one note: the statement, and an aside in brackets with the counts, which a summary leaves out."""

    text: str
    aside: str = ""


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its column `note` as text, where it has one; empty where there is nothing to say."""
    if "note" not in frame:
        return frame
    texts = [words(notes) if isinstance(notes, Notes) else notes for notes in frame["note"]]
    return frame.assign(note=pd.Series(texts, index=frame.index, dtype=object))


def words(notes: Notes) -> str:
    """A row's notes in full: `assumed history (3 of 20); fewer than 10 people`."""
    return "; ".join(f"{text} ({aside})" if aside else text for text, aside in map(phrase, notes.each))


def summary(of_rows: Iterable[object]) -> list[str]:
    """What the rows of a frame rest on, each statement once and without its counts."""
    every = [note for notes in of_rows if isinstance(notes, Notes) for note in notes.each]
    return list(dict.fromkeys(phrase(note).text for note in every))


def phrase(note: Note) -> Phrase:
    """The words of one note, without counts where it has none."""
    if note.kind in _PLAIN:
        return Phrase(_PLAIN[note.kind])
    if note.kind in _COUNTED:
        text, things = _COUNTED[note.kind]
        return Phrase(text, _how_many(note, things))
    return _MADE[note.kind](note)


_OFFER_DAY = "no decision date, the day of the offer stands in"
_HIDDEN = "hidden, small group"
_PLAIN: Mapping[Kind, str] = {
    Kind.FEW_PEOPLE: f"fewer than {FEW} people",
    Kind.HIDDEN: _HIDDEN,
    Kind.COUNT_HIDDEN: f"a count: {_HIDDEN}",
    Kind.NO_LEAVER_KNOWN: "no figure: no leaver is known, so nobody can say who left",
    Kind.SET_FIRST_LEAVER_DAY: "set the day from which leavers are known",
    Kind.TOO_FEW_AFTER_STEP_DOWN: "too few people at risk to say who stays",
    Kind.NO_SHARED_LEVEL: "no level has people on both tracks",
    Kind.NO_RATINGS: "no roster has ratings",
    Kind.MOVES_UNSEEN: "no figure: neither a job history nor a second roster, so nobody can see moves",
    Kind.NO_ACTIVITY_YET: "no figure: no growth activity is on record by then",
    Kind.INCUMBENT_KNOWN_LATER: "the incumbent is known only from a later day",
    Kind.INCUMBENT_GONE: "the incumbent on record is not in service",
    Kind.SOONER_READY_COUNT: "people ready in 1–2 years may step in too, as the company has chosen",
}
_COUNTED: Mapping[Kind, tuple[str, str]] = {  # with what is counted, where the text does not say it
    Kind.ASSUMED_HISTORY: ("assumed history", ""),
    Kind.DERIVED_TRACK: ("derived track", ""),
    Kind.UNKNOWN_TRACK: ("unknown track left out", ""),
    Kind.UNRATED: ("some had no rating on record", ""),
    Kind.UNDATED_OFFERS: (_OFFER_DAY, "offers"),
    Kind.UNDATED_ANSWERS: (_OFFER_DAY, "people"),
    Kind.UNDATED_FILLINGS: ("no incumbent_since, the day of the load stands in", "fillings"),
    Kind.BETWEEN_ROSTERS: ("seen between two rosters", ""),
    Kind.WITHOUT_REPORTS: ("on the manager track without direct reports", ""),
}


def _how_many(note: Note, things: str) -> str:
    if note.count is None:
        return ""
    of = "" if note.total is None else f" of {note.total:,.0f}"
    return f"{note.count:,.0f}{of} {things}".rstrip()


def _some(note: Note) -> str:
    return "some" if note.count is None else f"{note.count:,.0f}"


def _opens_before_leavers(note: Note) -> Phrase:
    opened, observed_from = note.about
    return Phrase(f"no figure: the window opens on {opened}, before leavers are known", f"from {observed_from}")


def _watched_before_leavers(note: Note) -> Phrase:
    return Phrase(f"watched from {note.about[0]}, before leavers are known: too favourable")


def _curve_starts_late(note: Note) -> Phrase:
    return Phrase(f"starts on day {note.about[0]:.0f}, with those still here then")


def _ended_on_first_day(note: Note) -> Phrase:
    return Phrase(f"left out: {_some(note)} employments that ended on their first day")


def _too_few_to_draw(note: Note) -> Phrase:
    groups = list(map(str, note.about))
    wording = ", ".join(groups) if len(groups) <= NAMED else f"{'some' if note.count is None else note.count} groups"
    return Phrase(f"too few people at risk to draw: {wording}")


def _levels_left_out(note: Note) -> Phrase:
    levels = ["people without a level" if pd.isna(level) else f"level {level}" for level in note.about]
    share = f"{note.count / note.total:.1%} of people" if note.count is not None and note.total else ""
    return Phrase(f"left out: {', '.join(levels)}", share)


def _activities_since(note: Note) -> Phrase:
    return Phrase(f"activities are on record only from {note.about[0]:%Y-%m-%d}")


def _preparation_unseen(note: Note) -> Phrase:
    return Phrase(f"{_activities_since(note).text}: {_some(note)} changed before a full year of them")


def _without_level_or_salary(note: Note) -> Phrase:
    return Phrase(f"left out: {_some(note)} without a level or a salary")


def _levels_on_one_track(note: Note) -> Phrase:
    return Phrase(f"levels without both tracks: {', '.join(f'{level:.0f}' for level in note.about)}")


def _roles_beyond_shown(note: Note) -> Phrase:
    roles, verb = ("some", "are") if note.count is None else (str(note.count), "is" if note.count == 1 else "are")
    return Phrase(f"{roles} of the roles {verb} beyond those shown")


def _exit_rates(note: Note) -> Phrase:
    exits, years = ("" if n is None else f"{n:,.0f} " for n in (note.count, note.total))
    cut = f", window cut: leavers are known only from {note.about[0]}" if note.about else ""
    return Phrase(f"rates from {exits}exits in {years}person-years{cut}")


def _draws(note: Note) -> Phrase:
    error, draws = note.about
    return Phrase(f"the expected number of empty roles is right within {error:.2g} at {draws:,} draws")


_MADE: Mapping[Kind, Callable[[Note], Phrase]] = {
    Kind.OPENS_BEFORE_LEAVERS: _opens_before_leavers,
    Kind.WATCHED_BEFORE_LEAVERS: _watched_before_leavers,
    Kind.CURVE_STARTS_LATE: _curve_starts_late,
    Kind.ENDED_ON_FIRST_DAY: _ended_on_first_day,
    Kind.TOO_FEW_TO_DRAW: _too_few_to_draw,
    Kind.LEVELS_LEFT_OUT: _levels_left_out,
    Kind.ACTIVITIES_SINCE: _activities_since,
    Kind.PREPARATION_UNSEEN: _preparation_unseen,
    Kind.WITHOUT_LEVEL_OR_SALARY: _without_level_or_salary,
    Kind.LEVELS_ON_ONE_TRACK: _levels_on_one_track,
    Kind.ROLES_BEYOND_SHOWN: _roles_beyond_shown,
    Kind.EXIT_RATES: _exit_rates,
    Kind.DRAWS: _draws,
}
