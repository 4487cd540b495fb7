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


def required_fields(table: str) -> tuple[str, ...]:
    """The fields a row of this table cannot lack."""
    return tuple(name for name, field in TABLES[table].items() if field.required)


MEANINGS: dict[str, dict[str, str]] = {
    "employees": {
        "employee_id": "the HRIS id; with hire_date it names an employment",
        "hire_date": "first day employed",
        "termination_date": "last day employed; empty while employed; a future day is a known leaver",
        "termination_type": "why they left; empty for leavers whose type is unknown",
        "termination_reason": "the reason in words",
        "full_name": "shown only to those who may see persons",
        "birth_date": "gives the generation",
        "gender": "as your system says it",
        "business_unit": "the largest unit below the company",
        "department": "the unit below the business unit",
        "location": "where they work",
        "country": "the country of that place",
        "job_family": "the kind of work",
        "job_title": "the job as it is called",
        "job_level": "comparable across tracks; 1 = entry",
        "track": "manager = leads people; missing: derived from reporting lines where there are any",
        "manager_id": "the employee_id of whom they report to",
        "base_salary": "yearly, full amount as paid",
        "currency": "three letters, such as EUR",
        "fte": "part-time share, 0 to 1; 1 when missing",
        "performance_rating": "1 to 5, 5 best",
        "potential_rating": "1 to 3, 3 highest",
        "flight_risk": "how likely they are to leave",
        "career_preference": "what the person said they want next",
    },
    "job_history": {
        "employee_id": "whose job changed",
        "effective_date": "the day from which the new values hold",
        "sequence": "order of the changes of one day",
        "action": "what happened; change = values changed without a move",
        "track": "after the change",
        "job_level": "after the change",
        "job_title": "after the change",
        "job_family": "after the change",
        "business_unit": "after the change",
        "manager_id": "after the change",
        "base_salary": "yearly, after the change",
        "termination_type": "of a termination: how they left",
        "termination_reason": "of a termination: the reason in words",
    },
    "promotion_offers": {
        "offer_id": "a number of your own; made up where there is none",
        "employee_id": "who was offered the promotion",
        "offered_on": "the day of the offer",
        "decided_on": "the day of the answer",
        "outcome": "the answer; pending = not yet answered",
        "offered_track": "manager = the job leads people",
        "offered_level": "the level of the job offered",
        "offered_title": "the job offered",
        "role_id": "the critical role offered, if it is one",
        "decline_reason": "why they said no",
    },
    "critical_roles": {
        "role_id": "the id of the position, not of the job",
        "title": "the role as it is called",
        "business_unit": "the unit it belongs to",
        "location": "where it is",
        "job_family": "the kind of work",
        "job_level": "comparable across tracks",
        "track": "manager when missing",
        "incumbent_id": "the employee_id of who holds it; empty = vacant",
        "incumbent_since": "the day they took it on",
        "criticality": "1 = highest, 3 = lowest",
        "vacant_since": "the day it fell vacant",
    },
    "successors": {
        "role_id": "the critical role",
        "employee_id": "who is named for it",
        "readiness": "when they could step in",
        "nominated_on": "the day they were named",
        "removed_on": "the day they were taken off",
        "rank": "1 = first choice",
        "willing": "what the person said about this role",
        "emergency": "yes = would step in only for a while",
    },
    "growth_activities": {
        "employee_id": "who grew",
        "occurred_on": "the day it happened or was finished",
        "kind": "what it was",
        "detail": "in your own words",
    },
}


# What makes two rows of a table the same row. In the order tables are loaded: people before what is said about them.
KEYS: dict[str, tuple[str, ...]] = {
    "employees": ("as_of", "employee_id", "hire_date"),
    "job_history": ("employee_id", "effective_date", "action"),
    "critical_roles": ("role_id",),
    "successors": ("role_id", "employee_id", "nominated_on"),
    "promotion_offers": ("offer_id",),
    "growth_activities": ("employee_id", "occurred_on", "kind", "detail"),
}
UNIQUE = ("employees", "critical_roles", "promotion_offers")
