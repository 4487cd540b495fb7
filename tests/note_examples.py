"""A note of every kind, with the words the command line prints and those a viewer without persons reads."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from metrics.figure_notes import Kind, Note


class Example(NamedTuple):
    """`masked` is None where viewers without persons do not read that kind at all."""

    note: Note
    words: str
    masked: str | None


OFFER_DAY = "no decision date, the day of the offer stands in"
SINCE = "activities are on record only from 2018-03-17"
TOO_FEW = "too few people at risk to draw"
PLAIN = {
    Kind.FEW_PEOPLE: "fewer than 10 people",
    Kind.HIDDEN: "hidden, small group",
    Kind.COUNT_HIDDEN: "a count: hidden, small group",
    Kind.NO_LEAVER_KNOWN: "no figure: no leaver is known, so nobody can say who left",
    Kind.SET_FIRST_LEAVER_DAY: "set the day from which leavers are known",
    Kind.TOO_FEW_AFTER_STEP_DOWN: "too few people at risk to say who stays",
    Kind.NO_SHARED_LEVEL: "no level has people on both tracks",
    Kind.NO_RATINGS: "no roster has ratings",
    Kind.MOVES_UNSEEN: "no figure: neither a job history nor a second roster, so nobody can see moves",
    Kind.NO_ACTIVITY_YET: "no figure: no growth activity is on record by then",
    Kind.SOONER_READY_COUNT: "people ready in 1–2 years may step in too, as the company has chosen",
}
EXAMPLES = [
    *(Example(Note(kind), words, words) for kind, words in PLAIN.items()),
    Example(Note(Kind.INCUMBENT_KNOWN_LATER), "the incumbent is known only from a later day", None),
    Example(Note(Kind.INCUMBENT_GONE), "the incumbent on record is not in service", None),
    Example(Note(Kind.ROLES_BEYOND_SHOWN, 1), "1 of the roles is beyond those shown", None),
    Example(Note(Kind.ROLES_BEYOND_SHOWN, 2), "2 of the roles are beyond those shown", None),
    Example(Note(Kind.ASSUMED_HISTORY, 1204, 3000), "assumed history (1,204 of 3,000)", "assumed history"),
    Example(Note(Kind.ASSUMED_HISTORY, 4), "assumed history (4)", "assumed history"),
    Example(Note(Kind.DERIVED_TRACK, 5, 20), "derived track (5 of 20)", "derived track"),
    Example(Note(Kind.UNKNOWN_TRACK, 1041.0), "unknown track left out (1,041)", "unknown track left out"),
    Example(Note(Kind.UNRATED, 12), "some had no rating on record (12)", "some had no rating on record"),
    Example(Note(Kind.UNDATED_OFFERS, 6, 1029), f"{OFFER_DAY} (6 of 1,029 offers)", OFFER_DAY),
    Example(Note(Kind.UNDATED_ANSWERS, 6.0, 29.0), f"{OFFER_DAY} (6 of 29 people)", OFFER_DAY),
    Example(
        Note(Kind.UNDATED_FILLINGS, 2, 7.0),
        "no incumbent_since, the day of the load stands in (2 of 7 fillings)",
        "no incumbent_since, the day of the load stands in",
    ),
    Example(Note(Kind.BETWEEN_ROSTERS, 1.0, 2.0), "seen between two rosters (1 of 2)", "seen between two rosters"),
    Example(
        Note(Kind.WITHOUT_REPORTS, 31),
        "on the manager track without direct reports (31)",
        "on the manager track without direct reports",
    ),
    Example(
        Note(Kind.OPENS_BEFORE_LEAVERS, about=(date(2025, 9, 30), date(2026, 1, 1))),
        "no figure: the window opens on 2025-09-30, before leavers are known (from 2026-01-01)",
        "no figure: the window opens on 2025-09-30, before leavers are known (from 2026-01-01)",
    ),
    Example(
        Note(Kind.WATCHED_BEFORE_LEAVERS, about=(date(2024, 1, 1),)),
        "watched from 2024-01-01, before leavers are known: too favourable",
        "watched from 2024-01-01, before leavers are known: too favourable",
    ),
    Example(
        Note(Kind.CURVE_STARTS_LATE, about=(365.0,)),
        "starts on day 365, with those still here then",
        "starts on day 365, with those still here then",
    ),
    Example(
        Note(Kind.ENDED_ON_FIRST_DAY, 1.0),
        "left out: 1 employments that ended on their first day",
        "left out: some employments that ended on their first day",
    ),
    Example(Note(Kind.TOO_FEW_TO_DRAW, 2, None, ("ic", "Care 3")), f"{TOO_FEW}: ic, Care 3", f"{TOO_FEW}: ic, Care 3"),
    Example(Note(Kind.TOO_FEW_TO_DRAW, 4, None, tuple("ABCD")), f"{TOO_FEW}: 4 groups", f"{TOO_FEW}: some groups"),
    Example(
        Note(Kind.LEVELS_LEFT_OUT, 23.0, 1000, (3, None)),
        "left out: level 3, people without a level (2.3% of people)",
        "left out: level 3, people without a level",
    ),
    Example(Note(Kind.ACTIVITIES_SINCE, about=(date(2018, 3, 17),)), SINCE, SINCE),
    Example(
        Note(Kind.PREPARATION_UNSEEN, 5.0, None, (date(2018, 3, 17),)),
        f"{SINCE}: 5 changed before a full year of them",
        f"{SINCE}: some changed before a full year of them",
    ),
    Example(
        Note(Kind.WITHOUT_LEVEL_OR_SALARY, 1012),
        "left out: 1,012 without a level or a salary",
        "left out: some without a level or a salary",
    ),
    Example(
        Note(Kind.LEVELS_ON_ONE_TRACK, about=(1.0, 2.0)),
        "levels without both tracks: 1, 2",
        "levels without both tracks: 1, 2",
    ),
    Example(
        Note(Kind.EXIT_RATES, 1340, 5200.4),
        "rates from 1,340 exits in 5,200 person-years",
        "rates from exits in person-years",
    ),
    Example(
        Note(Kind.EXIT_RATES, 2, 4.0, (date(2025, 9, 30),)),
        "rates from 2 exits in 4 person-years, window cut: leavers are known only from 2025-09-30",
        "rates from exits in person-years, window cut: leavers are known only from 2025-09-30",
    ),
    Example(
        Note(Kind.DRAWS, about=(0.0234, 10000)),
        "the expected number of empty roles is right within 0.023 at 10,000 draws",
        "the expected number of empty roles is right within 0.023 at 10,000 draws",
    ),
]
