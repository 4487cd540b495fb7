"""Rosters of one upload that hold the same people on the same day: a sheet and its copy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from data_loaders.intake import Intake
from data_loaders.problems import Problem

_MOST = 0.5  # the share of the smaller roster from which two are taken for the same people


def same_people(intakes: Sequence[Intake]) -> list[Problem]:
    """A warning for each roster whose people stand in another roster of the same day."""
    rosters = [intake for intake in intakes if intake.table == "employees" and len(intake.frame)]
    found = []
    for first, second in combinations(rosters, 2):
        if first.as_of != second.as_of:
            continue
        some, others = _people(first), _people(second)
        shared = len(some & others)
        if shared > _MOST * min(len(some), len(others)):
            found.append(_told(first, second, shared, len(others)))
    return found


def _people(roster: Intake) -> set[str]:
    return set(roster.frame["employee_id"].dropna()) if "employee_id" in roster.frame else set()


def _told(first: Intake, second: Intake, shared: int, people: int) -> Problem:
    return Problem(
        f"{shared:,} of the {people:,} people here stand in {_name(first, second)} as well, for the same day.",
        "Where the two differ, what is loaded last counts. Leave one of them out, or say the day each of them shows.",
        "warning",
        second.file,
        second.sheet,
    )


def _name(intake: Intake, beside: Intake) -> str:
    if intake.sheet is None:
        return intake.file
    return f"the sheet {intake.sheet}" + ("" if intake.file == beside.file else f" of {intake.file}")
