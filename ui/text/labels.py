"""Codes, columns, days and counts as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from charts.formatting import count, label
from metrics.scope import Scope

COLUMNS = {
    "business_unit": "Unit",
    "job_level": "Level",
    "offered_track": "Offered",
    "headcount_start": "At the start",
    "low": "95 % from",
    "high": "95 % to",
    "as_of": "Day",
    "ic": "Experts",
    "manager": "Managers",
    "p_value": "p",
    "adjusted_p": "p, adjusted",
    "spell_start": "From",
    "spell_end": "Until",
    "run_start": "Since",
    "end_reason": "How it ended",
    "has_left": "Left",
    "from_day": "Watched from day",
    "to_day": "To day",
    "ready_for": "Ready now for",
    "told_by": "Told by",
    "role_ids": "Which roles",
    "employee_ids": "Which people",
}
GAPS = {
    "none": "No cover",
    "none_named": "No one named",
    "none_ready": "No one ready",
    "none_willing": "All who are ready said no",
    "contested": "Promised elsewhere too",
    "one_deep": "One person deep",
    "covered": "Covered",
}
READINESS = {
    "ready_now": "Ready now",
    "ready_1_2_years": "Ready in 1–2 years",
    "ready_3_5_years": "Ready in 3–5 years",
}
WILLING = {"yes": "Said yes", "no": "Said no", "unknown": "Not asked, or not answered"}
CLOCKS = {"track": "since entering the track", "tenure": "since being hired"}
CODES: dict[str, dict[str, str]] = {
    "track": {"ic": "Experts", "manager": "Managers", "unknown": "Track unknown"},
    "offered_track": {"ic": "Expert roles", "manager": "Manager roles", "unknown": "Track not recorded"},
    "gap": GAPS,
    "gap_before": GAPS,
    "gap_after": GAPS,
    "move": {"ask": "Ask", "develop": "Develop", "widen": "Find somebody new", "take_off": "Take off a second list"},
    "rests_on": {"said_no": "People who said no", "never_asked": "People nobody asked", "both": "Both"},
    "readiness": READINESS,
    "told_by": {"list": "The list itself", "offer": "An answer to an offer", "preference": "Career preference"},
    "willing": WILLING,
    "cause": {
        "retained": "Still here",
        "voluntary": "Own choice",
        "involuntary": "Let go",
        "retirement": "Retired",
        "other": "Other",
        "unknown": "Cause not recorded",
    },
    "active": {"yes": "Active", "no": "Not active"},
    "prepared": {"yes": "Prepared", "no": "Not prepared", "unknown": "Not known whether prepared"},
    "aspect": {
        "level_step": "A level higher?",
        "relocation": "In another place?",
        "span": "How many to lead",
        "unit": "Which unit",
    },
    "measure": {"crude": "All levels together", "same_level": "At the same level", "log_rank": "Log-rank test"},
}
LABELLED = frozenset(
    [
        *("reason", "step", "state", "decline_reason", "end_reason", "exit_kind", "preference", "became", "answer"),
        *("move", "prepared", "stage", "kind", "value"),
    ]
)


def day(value: date) -> str:
    """`30 June 2026`."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """`30 June 2026, 14:05`."""
    return f"{day(value)}, {value:%H:%M}"


def load(newest: Mapping[str, Any]) -> str:
    """`load 3 of 2 July 2026`."""
    return f"load {newest['load_id']} of {day(newest['loaded_at'])}" if newest else "no load"


def window(scope: Scope) -> str:
    """`12 months to 30 June 2026`."""
    return f"{scope.months} months to {day(scope.as_of)}"


def value(column: str, text: Any) -> str:
    """A group's value: `Level 4`, `Berlin`, `Not known`."""
    if str(text) == "unknown":
        return "Not known"
    return f"Level {text}" if column == "job_level" else cell(column, str(text))


def people_of(scope: Scope) -> str:
    """The people a scope covers: `Everyone`, or its filters in words."""
    filters = [_levels(values) if column == "job_level" else _listed(column, values) for column, values in scope.where]
    return " · ".join(filters) if filters else "Everyone"


def _listed(column: str, values: tuple[str, ...]) -> str:
    return ", ".join(value(column, text) for text in values)


def _levels(values: tuple[str, ...]) -> str:
    """`Levels 3 to 8` where they follow one another."""
    levels = sorted(int(text) for text in values if text.isdigit())
    if len(levels) < len(values) or len(levels) < 3 or levels[-1] - levels[0] >= len(levels):
        return _listed("job_level", values)
    return f"Levels {levels[0]} to {levels[-1]}"


def plural(number: Any, singular: str, several: str) -> str:
    """`1 role`, `12 roles`."""
    return f"{count(number)} {singular if int(number) == 1 else several}"


def column(name: str) -> str:
    """A column's heading."""
    return COLUMNS.get(name) or label(name)


def cell(name: str, text: str) -> str:
    """A code in a table cell; other text stays as it is."""
    word = CODES.get(name, {}).get(text)
    return word or (label(text) if name in LABELLED else text)


def ids(cell: Any) -> list[str]:
    """The ids in a cell, whether it holds a list or a text of them."""
    if isinstance(cell, str):
        return [part.strip() for part in cell.replace(";", ",").split(",") if part.strip()]
    return [str(part) for part in cell]


WHO = {"ic": "Experts", "manager": "Managers"}
