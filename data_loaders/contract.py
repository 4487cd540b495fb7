"""The fields HR can bring: names, types, which are required. Meanings: docs/data-contract.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "name", "text", "date", "integer", "decimal", "share", "flag", "choice"]


@dataclass(frozen=True)
class Field:
    """One field: how its cells are read, whether a row may lack it, and the words it accepts if they are few."""

    kind: Kind
    required: bool = False
    words: tuple[str, ...] = ()


def _choice(*words: str, required: bool = False) -> Field:
    return Field("choice", required, words)


_ID, _TEXT, _DATE, _INTEGER = Field("id"), Field("text"), Field("date"), Field("integer")
_KEY = Field("id", required=True)
_TRACK = _choice("ic", "manager")
_LEFT_AS = _choice("voluntary", "involuntary", "retirement", "other")

TABLES: dict[str, dict[str, Field]] = {
    "employees": {
        "employee_id": _KEY,
        "hire_date": Field("date", required=True),
        "termination_date": _DATE,
        "termination_type": _LEFT_AS,
        "termination_reason": _TEXT,
        "full_name": Field("name"),
        "birth_date": _DATE,
        "gender": _TEXT,
        "business_unit": _TEXT,
        "department": _TEXT,
        "location": _TEXT,
        "country": _TEXT,
        "job_family": _TEXT,
        "job_title": _TEXT,
        "job_level": _INTEGER,
        "track": _TRACK,
        "manager_id": _ID,
        "base_salary": Field("decimal"),
        "currency": _TEXT,
        "fte": Field("share"),
        "performance_rating": _INTEGER,
        "potential_rating": _INTEGER,
        "flight_risk": _choice("low", "medium", "high"),
        "career_preference": _choice("people_manager", "specialist", "project_lead", "innovator", "undecided"),
    },
    "job_history": {
        "employee_id": _KEY,
        "effective_date": Field("date", required=True),
        "sequence": _INTEGER,
        "action": _choice(
            "hire",
            "rehire",
            "promotion",
            "lateral",
            "step_down",
            "track_change",
            "transfer",
            "termination",
            "change",
            required=True,
        ),
        "track": _TRACK,
        "job_level": _INTEGER,
        "job_title": _TEXT,
        "job_family": _TEXT,
        "business_unit": _TEXT,
        "manager_id": _ID,
        "base_salary": Field("decimal"),
        "termination_type": _LEFT_AS,
        "termination_reason": _TEXT,
    },
    "promotion_offers": {
        "offer_id": _ID,
        "employee_id": _KEY,
        "offered_on": Field("date", required=True),
        "decided_on": _DATE,
        "outcome": _choice("accepted", "declined", "pending", "withdrawn", required=True),
        "offered_track": _TRACK,
        "offered_level": _INTEGER,
        "offered_title": _TEXT,
        "role_id": _ID,
        "decline_reason": _choice(
            "people_management", "workload", "wellbeing", "craft", "relocation", "pay", "timing", "family", "other"
        ),
    },
    "critical_roles": {
        "role_id": _KEY,
        "title": Field("text", required=True),
        "business_unit": _TEXT,
        "location": _TEXT,
        "job_family": _TEXT,
        "job_level": _INTEGER,
        "track": _TRACK,
        "incumbent_id": _ID,
        "incumbent_since": _DATE,
        "criticality": _INTEGER,
        "vacant_since": _DATE,
    },
    "successors": {
        "role_id": _KEY,
        "employee_id": _KEY,
        "readiness": _choice("ready_now", "ready_1_2_years", "ready_3_5_years", required=True),
        "nominated_on": _DATE,
        "removed_on": _DATE,
        "rank": _INTEGER,
        "willing": _choice("yes", "no", "unknown"),
        "emergency": Field("flag"),
    },
    "growth_activities": {
        "employee_id": _KEY,
        "occurred_on": Field("date", required=True),
        "kind": _choice(
            "career_goal",
            "strength",
            "skill",
            "mentoring_given",
            "mentoring_received",
            "recognition",
            "cross_functional_project",
            "project_lead",
            "innovation",
            "lateral_move",
            "leadership_training",
            required=True,
        ),
        "detail": _TEXT,
    },
}


def required(table: str) -> tuple[str, ...]:
    """The fields a row of this table cannot lack."""
    return tuple(name for name, field in TABLES[table].items() if field.required)
