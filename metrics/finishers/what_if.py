"""The bench if somebody left, declined, agreed or became ready: metrics on changed nominations; nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from metrics.errors import UnknownOption
from metrics.file_formats import harmless
from metrics.finishers.bench import NOT_UNWILLING, finish_bench_strength, finish_successor_coverage
from metrics.question import Question
from metrics.statistics.vacancy_chains import Seats

NOBODY = "nobody"
NOW = 1  # readiness
KINDS = {"yes": "willing_people", "unknown": "unknown_people", "no": "unwilling_people"}
DIFFERS = ("gap", "empty")
Nomination = tuple[str, int, str]  # who, how soon ready, and whether they would


@dataclass(frozen=True)
class Supposed:
    """The employee ids supposed to leave, to decline, to agree and to become ready."""

    leave: frozenset[str]
    decline: frozenset[str]
    agree: frozenset[str]
    ready: frozenset[str]

    def nominations(self, current: Iterator[Nomination]) -> Iterator[Nomination]:
        """The live nominations of a role after the change."""
        for person, readiness, willing in current:
            if person in self.leave:
                continue
            wish = "no" if person in self.decline else "yes" if person in self.agree else willing
            yield person, NOW if person in self.ready else readiness, wish


def finish_what_if(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The steps of bench_strength after the change, with the roles covered before and the difference."""
    then = suppose(rows, supposed(rows, question))
    before, after = (finish_bench_strength(bench, question) for bench in (rows, then))
    return after.assign(covered_before=before["covered"], change=after["covered"] - before["covered"])


def finish_what_if_roles(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per role whose gap, emptiness or incumbent changes."""
    change = supposed(rows, question)
    before, after = (_standing(bench, question) for bench in (rows, suppose(rows, change)))
    roles = before.assign(
        vacated=before["incumbent_id"].isin(change.leave) & ~before["vacant"].astype(bool),
        **{f"{name}_before": before[name] for name in DIFFERS},
        **{f"{name}_after": after[name] for name in DIFFERS},
    )
    differs = [roles[f"{name}_before"] != roles[f"{name}_after"] for name in DIFFERS]
    return roles[roles["vacated"] | differs[0] | differs[1]].reset_index(drop=True)


def supposed(rows: pd.DataFrame, question: Question) -> Supposed:
    """The change the options describe; raises UnknownOption for people with no part in any critical role."""
    participants = {person for people in rows["people"] for person in people} | set(rows["incumbent_id"].dropna())
    copied = {harmless(person): person for person in participants}
    chosen = {
        name: frozenset(
            text if text in participants else copied.get(text, text) for text in _ids(str(question.options[name]))
        )
        for name in ("leave", "decline", "agree", "ready")
    }
    for name, ids in chosen.items():
        if strangers := sorted(ids - participants):
            raise UnknownOption(f"{name} names {strangers[0]}, who neither holds a critical role nor is named for one.")
    return Supposed(**chosen)


def suppose(rows: pd.DataFrame, change: Supposed) -> pd.DataFrame:
    """The roles with their nominations and incumbents after the change."""
    nominations_of = [
        list(change.nominations(zip(people, readiness, wishes, strict=True)))
        for people, readiness, wishes in zip(rows["people"], rows["readiness"], rows["wishes"], strict=True)
    ]
    ready = [[(person, willing) for person, when, willing in role if when == NOW] for role in nominations_of]
    kinds = {
        column: pd.Series([[person for person, wish in role if wish == willing] for role in ready], rows.index)
        for willing, column in KINDS.items()
    }
    counts = {"named": [*map(len, nominations_of)], "ready_now": [*map(len, ready)]}
    return rows.assign(**kinds, **counts, vacant=rows["vacant"] | rows["incumbent_id"].isin(change.leave))


def _standing(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    return finish_successor_coverage(rows.assign(empty=ends_empty(rows)), question)


def ends_empty(rows: pd.DataFrame) -> pd.Series[bool]:
    """Which roles nobody fills once everybody who can has moved up."""
    incumbents = [
        None if vacant else str(person) for person, vacant in zip(rows["incumbent_id"], rows["vacant"], strict=True)
    ]
    ready = [[*first, *second] for first, second in zip(*(rows[kind] for kind in NOT_UNWILLING), strict=True)]
    people = {person for candidates in ready for person in candidates} | {
        person for person in incumbents if person is not None
    }
    number = {person: role for role, person in enumerate(sorted(people))}
    holders = [None if person is None else number[person] for person in incumbents]
    seats = Seats(holders, [[number[person] for person in candidates] for candidates in ready], len(number))
    empty = set(seats.empty_today)
    return pd.Series([role in empty for role in range(len(rows))], rows.index, dtype=bool)


def _ids(text: str) -> frozenset[str]:
    return frozenset() if text == NOBODY else frozenset(filter(None, re.split(r"[;,\s]+", text)))


FINISH = {"what_if": finish_what_if, "what_if_roles": finish_what_if_roles}
