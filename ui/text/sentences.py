"""Sentences made from figures; a difference is called clear only where the intervals do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from charts.formatting import count, known, label, of, points
from metrics import note_wording
from ui.text.labels import plural

Row = Mapping[str, Any]


def clearly(first: Row, other: Row) -> int:
    """1 where the first interval lies wholly above the other, −1 where below it, 0 where they overlap."""
    return int(first["low"] > other["high"]) - int(first["high"] < other["low"])


def by(frame: pd.DataFrame, column: str) -> dict[str, dict[str, Any]]:
    """The frame's rows by the value of a column, which must be unique in it."""
    return {str(row[column]): {str(name): value for name, value in row.items()} for row in frame.to_dict("records")}


def bench(strength: pd.DataFrame) -> str:
    """The bench in one sentence, from ungrouped `bench_strength`."""
    steps = by(strength, "step")
    roles = int(steps["named"]["roles"])
    named, ready, willing = (int(steps[step]["covered"]) for step in ("named", "ready", "willing"))
    if not named:
        return f"No one is named to succeed in any of {plural(roles, 'critical role', 'critical roles')}."
    first = f"On paper {of(named, roles)} critical roles {_has(named)} a successor."
    if not ready:
        return f"{first} None of them is ready now."
    if not willing:
        return f"{first} {count(ready)} {_has(ready)} one ready now, but no one has said yes."
    return f"{first} {count(willing)} {_has(willing)} one who is ready, wants it, and is not also promised elsewhere."


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def cover(coverage: pd.DataFrame) -> str:
    """How many roles have a gap, and which is the commonest, from `successor_coverage`."""
    counts = {str(gap): int(number) for gap, number in coverage["gap"].value_counts().items() if gap != "covered"}
    roles, gaps = len(coverage), sum(counts.values())
    if not gaps:
        return f"None of {plural(roles, 'critical role', 'critical roles')} has a gap."
    first = f"{of(gaps, roles)} critical roles {_has(gaps)} a gap."
    commonest = max(counts, key=lambda gap: counts[gap])
    meaning = {
        "none": "nobody could step in today",
        "none_named": "no one is named",
        "none_ready": "no one is ready yet",
        "none_willing": "everyone who is ready said no",
        "contested": "whoever is ready is needed elsewhere first",
        "one_deep": "it all rests on one person",
    }[commonest]
    return f"{first} The commonest: in {count(counts[commonest])}, {meaning}."


def paper(strength: pd.DataFrame) -> str:
    """The unit that loses most roles between paper and reality, from `bench_strength` by business_unit."""
    losses: dict[str, int] = {}
    for unit, rows in strength.groupby("business_unit"):
        steps = by(rows, "step")
        losses[str(unit)] = int(steps["named"]["covered"] - steps["willing"]["covered"])
    worst = max(losses, key=lambda unit: losses[unit], default="")
    if not worst or losses[worst] <= 0:
        return "Every unit's bench is as real as it is on paper"
    return f"{label(worst)} loses most on the way: {plural(losses[worst], 'role', 'roles')} covered on paper only"


def contested(row: Row) -> str:
    """`9 roles share 5 people: 4 short`."""
    roles, people = plural(row["roles"], "role shares", "roles share"), plural(row["people"], "person", "people")
    return f"{roles} {people}: {count(row['short'])} short"


def reasons(frame: pd.DataFrame) -> str:
    """The reason named most, unless most are not recorded; from `refusal_reasons`."""
    rows = {reason: row for reason, row in by(frame, "reason").items() if known(row["declined"]) and row["declined"]}
    counts = {reason: int(row["declined"]) for reason, row in rows.items()}
    total = max((round(row["declined"] / row["share"]) for row in rows.values()), default=0)  # some may be hidden
    missing = counts.pop("not_recorded", 0)
    if not counts or missing * 2 > total:
        return f"For {of(missing, total)} who declined, no reason was recorded"
    top = max(counts, key=lambda reason: counts[reason])
    return f"{label(top)} is the reason named most: {of(counts[top], total)}"


def change(now: Row, then: Row | None, share: str) -> str:
    """The change on a year earlier in points; `within chance` where the two intervals overlap."""
    if then is None or not known(then.get(share)) or not known(now.get(share)):
        return "no figure a year earlier"
    difference = points(now[share] - then[share])
    if difference.startswith("±"):
        return "unchanged on a year earlier"
    is_clear = now["low"] > then["high"] or now["high"] < then["low"]
    return f"{difference} points on a year earlier" + ("" if is_clear else ", within chance")


def after(months: int) -> str:
    """`after 2 years`, `after 6 months`."""
    years = months % 12 == 0 and months > 0
    return f"after {plural(months // 12, 'year', 'years') if years else plural(months, 'month', 'months')}"


def rests_on(notes: Iterable[Any]) -> str:
    """The notes of the rows in one sentence, each kind of note once; their counts are in the table."""
    things = note_wording.summary(notes)
    return f"Note: {', '.join(things)}." if things else ""


FEW = 10
