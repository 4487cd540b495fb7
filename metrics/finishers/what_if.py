"""What if somebody left, said no, said yes, or became ready? The bench on changed nominations; nothing is stored."""

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
    """Who is supposed to leave, to decline, to agree, to become ready: their employee ids."""

    leave: frozenset[str]
    decline: frozenset[str]
    agree: frozenset[str]
    ready: frozenset[str]

    def nominations(self, named: Iterator[Nomination]) -> Iterator[Nomination]:
        """The live nominations of a role as they would be."""
        for person, readiness, willing in named:
            if person in self.leave:
                continue
            said = "no" if person in self.decline else "yes" if person in self.agree else willing
            yield person, NOW if person in self.ready else readiness, said


def finish_what_if(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The steps of the bench as it would be, beside those of the bench as it is."""
    then = suppose(rows, supposed(rows, question))
    before, after = (finish_bench_strength(bench, question) for bench in (rows, then))
    return after.assign(covered_before=before["covered"], change=after["covered"] - before["covered"])


def finish_what_if_roles(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The roles that would stand differently."""
    wanted = supposed(rows, question)
    before, after = (_standing(bench, question) for bench in (rows, suppose(rows, wanted)))
    both = before.assign(
        vacated=before["incumbent_id"].isin(wanted.leave) & ~before["vacant"].astype(bool),
        **{f"{name}_before": before[name] for name in DIFFERS},
        **{f"{name}_after": after[name] for name in DIFFERS},
    )
    differs = [both[f"{name}_before"] != both[f"{name}_after"] for name in DIFFERS]
    return both[both["vacated"] | differs[0] | differs[1]].reset_index(drop=True)


def supposed(rows: pd.DataFrame, question: Question) -> Supposed:
    """What the options suppose; raises UnknownOption for people who have no part in any critical role."""
    known = {person for people in rows["people"] for person in people} | set(rows["incumbent_id"].dropna())
    copied = {harmless(person): person for person in known}
    chosen = {
        name: frozenset(one if one in known else copied.get(one, one) for one in _ids(str(question.options[name])))
        for name in ("leave", "decline", "agree", "ready")
    }
    for name, ids in chosen.items():
        if strangers := sorted(ids - known):
            raise UnknownOption(f"{name} names {strangers[0]}, who neither holds a critical role nor is named for one.")
    return Supposed(**chosen)


def suppose(rows: pd.DataFrame, change: Supposed) -> pd.DataFrame:
    """The roles with their people as they would be."""
    named = [
        list(change.nominations(zip(people, readiness, wishes, strict=True)))
        for people, readiness, wishes in zip(rows["people"], rows["readiness"], rows["wishes"], strict=True)
    ]
    ready = [[(person, willing) for person, when, willing in role if when == NOW] for role in named]
    kinds = {
        column: pd.Series([[person for person, said in role if said == willing] for role in ready], rows.index)
        for willing, column in KINDS.items()
    }
    counts = {"named": [*map(len, named)], "ready_now": [*map(len, ready)]}
    return rows.assign(**kinds, **counts, vacant=rows["vacant"] | rows["incumbent_id"].isin(change.leave))


def _standing(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    return finish_successor_coverage(rows.assign(empty=ends_empty(rows)), question)


def ends_empty(rows: pd.DataFrame) -> pd.Series[bool]:
    """Which roles nobody fills once everybody who can has moved up."""
    held = [
        None if vacant else str(person) for person, vacant in zip(rows["incumbent_id"], rows["vacant"], strict=True)
    ]
    ready = [[*first, *second] for first, second in zip(*(rows[kind] for kind in NOT_UNWILLING), strict=True)]
    people = {person for named in ready for person in named} | {person for person in held if person is not None}
    number = {person: at for at, person in enumerate(sorted(people))}
    holders = [None if person is None else number[person] for person in held]
    seats = Seats(holders, [[number[person] for person in named] for named in ready], len(number))
    empty = set(seats.empty_today)
    return pd.Series([at in empty for at in range(len(rows))], rows.index, dtype=bool)


def _ids(text: str) -> frozenset[str]:
    return frozenset() if text == NOBODY else frozenset(filter(None, re.split(r"[;,\s]+", text)))


FINISH = {"what_if": finish_what_if, "what_if_roles": finish_what_if_roles}
