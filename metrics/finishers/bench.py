"""How well critical roles are covered by successors, role by role and step by step."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Note, Notes, counted, note_column
from metrics.question import Question
from metrics.statistics import confidence_intervals
from metrics.statistics.role_matching import contested_sets, fill_roles

WILLING = ("willing_people",)
NOT_UNWILLING = (*WILLING, "unknown_people")
READY = (*NOT_UNWILLING, "unwilling_people")
NOBODY: list[str] = []
STEPS = ("named", "ready", "effective", "willing_or_unknown", "willing", "two_deep")


def finish_successor_coverage(rows: pd.DataFrame, _: Question) -> pd.DataFrame:
    """Adds to each role the willingness of its ready-now people, whether it can be filled, and its gap."""
    cover = rows.assign(
        ready_willing=_counts(rows, *WILLING),
        ready_unknown=_counts(rows, "unknown_people"),
        ready_unwilling=_counts(rows, "unwilling_people"),
        filled_effective=filled(rows, *READY),
        filled_willing_or_unknown=filled(rows, *NOT_UNWILLING),
        filled_willing=filled(rows, *WILLING),
        _note=incumbent_notes(rows),
    )
    return shown_roles(cover.assign(gap=_gaps(cover)))


def finish_bench_strength(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group and step: roles covered, share and Wilson's interval."""
    by = list(question.scope.by)
    steps = rows[[*by, "_shown"]].assign(
        named=rows["named"] > 0,
        ready=rows["ready_now"] > 0,
        effective=filled(rows, *READY),
        willing_or_unknown=filled(rows, *NOT_UNWILLING),
        willing=filled(rows, *WILLING),
        two_deep=_counts(rows, *NOT_UNWILLING) >= 2,
    )
    counted = _count_steps(shown_roles(steps), by)
    covered, roles = counted["covered"].to_numpy(float), counted["roles"].to_numpy(float)
    low, high = confidence_intervals.wilson(covered, roles)
    with np.errstate(invalid="ignore"):
        return counted.assign(share=covered / roles, low=low, high=high)


def finish_contested_successors(rows: pd.DataFrame, _: Question) -> pd.DataFrame:
    """One row per set of roles that share too few ready-now people, the most short first."""
    shown_ids = set(shown_roles(rows)["role_id"])
    sets = [
        {
            "set": str(number),
            "roles": len(group.roles),
            "people": len(group.people),
            "short": group.short,
            "role_ids": "; ".join(group.roles),
            "employee_ids": "; ".join(group.people),
            "_note": Notes.of(counted(Kind.ROLES_BEYOND_SHOWN, len(set(group.roles) - shown_ids))),
        }
        for number, group in enumerate(contested_sets(_bench(rows, *READY)), 1)
        if shown_ids & set(group.roles)
    ]
    return pd.DataFrame(sets, columns=["set", "roles", "people", "short", "role_ids", "employee_ids", "_note"])


def _bench(rows: pd.DataFrame, *kinds: str) -> dict[str, list[str]]:
    """The ready-now people of each role, roles in the order in which they are served."""
    return dict(zip(rows["role_id"].tolist(), _people(rows, *kinds), strict=True))


def _people(rows: pd.DataFrame, *kinds: str) -> list[list[str]]:
    """Per role the people of those kinds; most have few or none, and lists are quicker to join than arrays."""
    lists = [[list(people) if len(people) else NOBODY for people in rows[kind]] for kind in kinds]
    return [[*chain(*people)] for people in zip(*lists, strict=True)]


def filled(rows: pd.DataFrame, *kinds: str) -> pd.Series[bool]:
    """Which roles are filled when all are filled at once from those kinds of people, one role per person at most."""
    covered = np.zeros(len(rows), dtype=bool)
    covered[list(fill_roles(dict(enumerate(_people(rows, *kinds)))))] = True  # by number: ids are slow to look up again
    return pd.Series(covered, index=rows.index, dtype=bool)


def _counts(rows: pd.DataFrame, *kinds: str) -> pd.Series[int]:
    return sum((rows[kind].map(len) for kind in kinds), start=pd.Series(0, index=rows.index))


def _gaps(cover: pd.DataFrame) -> pd.Series[str]:
    """The first thing missing from each role's bench."""
    not_unwilling = cover["ready_willing"] + cover["ready_unknown"]
    missing = {
        "none_named": cover["named"] == 0,
        "none_ready": cover["ready_now"] == 0,
        "none_willing": not_unwilling == 0,
        "contested": ~cover["filled_willing_or_unknown"],
        "one_deep": not_unwilling == 1,
    }
    words = np.select(list(missing.values()), list(missing), default="covered")
    return pd.Series(words, index=cover.index, dtype=object)


def incumbent_notes(rows: pd.DataFrame) -> pd.Series[Any]:
    """Per role the notes on its incumbent."""
    notes = [
        Notes.of(
            Note(Kind.INCUMBENT_KNOWN_LATER) if known_later else None,
            Note(Kind.INCUMBENT_GONE) if holder_gone else None,
        )
        for known_later, holder_gone in zip(rows["known_later"], rows["holder_gone"], strict=True)
    ]
    return note_column(notes, rows)


def shown_roles(rows: pd.DataFrame) -> pd.DataFrame:
    """The roles that pass the filters. The others were needed until here: they compete for the same people."""
    return rows[rows["_shown"].astype(bool)].reset_index(drop=True)


def _count_steps(roles: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per group and step with its roles and covered roles; ungrouped, also when there is no role."""
    if not by:
        covered = roles[list(STEPS)].to_numpy(bool).sum(axis=0)
        return pd.DataFrame({"step": STEPS, "roles": len(roles), "covered": covered})
    long = roles.melt(id_vars=by, value_vars=list(STEPS), var_name="step", value_name="covered")
    groups = long.groupby([*by, "step"], sort=False, dropna=False)["covered"]
    return groups.agg(roles="size", covered="sum").reset_index()


FINISH = {
    "successor_coverage": finish_successor_coverage,
    "bench_strength": finish_bench_strength,
    "contested_successors": finish_contested_successors,
}
