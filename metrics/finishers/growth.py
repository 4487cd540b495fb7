"""Growth without a promotion: who is active, and whether they stay."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from metrics.figure_notes import NONE, Kind, Note, Notes, what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals

# In the order of their bits in queries/steps/activity.sql.
STAGES = {
    "Seed": ("career_goal", "strength", "skill"),
    "Root": ("mentoring_given", "mentoring_received", "recognition"),
    "Grow": ("cross_functional_project", "project_lead", "innovation", "lateral_move"),
}
KINDS = [kind for kinds in STAGES.values() for kind in kinds]
ALL = "all"
COUNTS = ("people", "_assumed", "_derived")


def finish_growth_coverage(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group, stage and kind: the share with such an activity, with Wilson's interval."""
    columns = [(stage, kind, _bits(stage, kind)) for stage, kinds in STAGES.items() for kind in (*kinds, ALL)]
    table_rows = []
    for key, group in question.groups(rows):
        kinds, people = group["kinds"].to_numpy(int), group["people"].to_numpy(int)
        shared = {**_group_values(question, key), **_rests_on(group)}
        for stage, kind, bits in [*columns, (ALL, ALL, _bits(ALL, ALL))]:
            table_rows.append({**shared, "stage": stage, "kind": kind, "people": people[kinds & bits > 0].sum()})
    table = _table(table_rows, rows, question)
    is_known = table["_known"].to_numpy(bool)
    of, people = table["_size"].to_numpy(float), np.where(is_known, table["people"].to_numpy(float), np.nan)
    low, high = confidence_intervals.wilson(people, of)
    with np.errstate(invalid="ignore"):
        finished = table.assign(people=people, share=people / of, low=low, high=high)
    return what_groups_rest_on(finished, question.scope)


def finish_growth_and_retention(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group, stage and activity (yes or no): the share retained, with Wilson's interval."""
    table_rows = []
    for key, group in question.groups(rows):
        kinds = group["kinds"].to_numpy(int)
        for stage in (*STAGES, ALL):
            is_active = kinds & _bits(stage, ALL) > 0
            for answer, chosen in (("yes", group[is_active]), ("no", group[~is_active])):
                counts = {name: chosen[name].sum() for name in ("retained", *COUNTS)}
                table_rows.append(
                    {**_group_values(question, key), **_rests_on(group), **counts, "stage": stage, "active": answer}
                )
    table = _table(table_rows, rows, question).drop(columns="_size")
    is_known = table["_known"].to_numpy(bool)
    people, retained = (np.where(is_known, table[name].to_numpy(float), np.nan) for name in ("people", "retained"))
    low, high = confidence_intervals.wilson(retained, people)
    with np.errstate(invalid="ignore"):
        finished = table.assign(people=people, retained=retained, rate=retained / people, low=low, high=high)
    return what_groups_rest_on(finished, question.scope)


def _bits(stage: str, kind: str) -> int:
    """The bit mask of one kind, of a stage's kinds, or of all kinds."""
    kinds_meant = KINDS if stage == ALL else STAGES[stage] if kind == ALL else (kind,)
    return sum(1 << KINDS.index(each) for each in kinds_meant)


def _group_values(question: Question, key: tuple[object, ...]) -> dict[str, object]:
    return dict(zip(question.scope.by, key, strict=True))


def _rests_on(group: pd.DataFrame) -> dict[str, object]:
    """A group's people, whether their activities are known, and the note on when records begin."""
    people: dict[str, object] = {"_size": group["people"].sum(), "_note": NONE, "_known": False}
    people |= {name: group[name].sum() for name in ("_assumed", "_derived")}
    if group.empty:
        return people
    since, opens, closes = (pd.Timestamp(group[name].iloc[0]) for name in ("recorded_since", "opens", "closes"))
    if pd.isna(since) or since > closes:
        return {**people, "_note": Notes.of(Note(Kind.NO_ACTIVITY_YET))}
    late = since > opens + timedelta(days=1)
    return {
        **people,
        "_known": True,
        "_note": Notes.of(Note(Kind.ACTIVITIES_SINCE, about=(since.date(),)) if late else None),
    }


def _table(table_rows: list[dict[str, object]], rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    columns = [*question.scope.by, "stage", "kind", "active", "retained", *COUNTS, "_size", "_known", "_note"]
    table = pd.DataFrame(table_rows, columns=columns)
    return table.astype({name: rows[name].dtype for name in question.scope.by})


FINISH = {
    "growth_coverage": finish_growth_coverage,
    "growth_and_retention": finish_growth_and_retention,
}
