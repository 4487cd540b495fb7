"""The fields HR can bring: one row each, with its type, what it means, and what it is to its table.

Longer words for people: docs/data-contract.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "name", "text", "date", "integer", "decimal", "share", "flag", "choice"]
Key = Literal["", "row", "unique"]


@dataclass(frozen=True)
class Field:
    """One field of a table.

    `kind`: how its cells are read, and so the type of its column. `meaning`: what it says, as templates and questions
    put it; empty for a column that a reader looks at and keeps under no name. `required`: no row may lack it. `key`:
    whether it belongs to what makes two rows the same row ("row"), and that such a row may stand once only ("unique").
    `words`: the words it accepts, where they are few.
    """

    kind: Kind
    meaning: str = ""
    required: bool = False
    key: Key = ""
    words: tuple[str, ...] = ()


_TRACK = ("ic", "manager")
_LEFT_AS = ("voluntary", "involuntary", "retirement", "other")

# In the order of the template's sheets and columns.
TABLES: dict[str, dict[str, Field]] = {
    "employees": {
        "employee_id": Field("id", "the HRIS id; with hire_date it names an employment", required=True, key="unique"),
        "hire_date": Field("date", "first day employed", required=True, key="unique"),
        "termination_date": Field("date", "last day employed; empty while employed; a future day is a known leaver"),
        "termination_type": Field("choice", "why they left; empty for leavers whose type is unknown", words=_LEFT_AS),
        "termination_reason": Field("text", "the reason in words"),
        "full_name": Field("name", "shown only to those who may see persons"),
        "birth_date": Field("date", "gives the generation"),
        "gender": Field("text", "as your system says it"),
        "business_unit": Field("text", "the largest unit below the company"),
        "department": Field("text", "the unit below the business unit"),
        "location": Field("text", "where they work"),
        "country": Field("text", "the country of that place"),
        "job_family": Field("text", "the kind of work"),
        "job_title": Field("text", "the job as it is called"),
        "job_level": Field("integer", "comparable across tracks; 1 = entry"),
        "track": Field(
            "choice", "manager = leads people; missing: derived from reporting lines where there are any", words=_TRACK
        ),
        "manager_id": Field("id", "the employee_id of whom they report to"),
        "base_salary": Field("decimal", "yearly, full amount as paid"),
        "currency": Field("text", "three letters, such as EUR"),
        "fte": Field("share", "part-time share, 0 to 1; 1 when missing"),
        "performance_rating": Field("integer", "1 to 5, 5 best"),
        "potential_rating": Field("integer", "1 to 3, 3 highest"),
        "flight_risk": Field("choice", "how likely they are to leave", words=("low", "medium", "high")),
        "career_preference": Field(
            "choice",
            "what the person said they want next",
            words=("people_manager", "specialist", "project_lead", "innovator", "undecided"),
        ),
    },
    "job_history": {
        "employee_id": Field("id", "whose job changed", required=True, key="row"),
        "effective_date": Field("date", "the day from which the new values hold", required=True, key="row"),
        "sequence": Field("integer", "order of the changes of one day"),
        "action": Field(
            "choice",
            "what happened; change = values changed without a move",
            required=True,
            key="row",
            words=(
                "hire",
                "rehire",
                "promotion",
                "lateral",
                "step_down",
                "track_change",
                "transfer",
                "termination",
                "change",
            ),
        ),
        "track": Field("choice", "after the change", words=_TRACK),
        "job_level": Field("integer", "after the change"),
        "job_title": Field("text", "after the change"),
        "job_family": Field("text", "after the change"),
        "business_unit": Field("text", "after the change"),
        "manager_id": Field("id", "after the change"),
        "base_salary": Field("decimal", "yearly, after the change"),
        "termination_type": Field("choice", "of a termination: how they left", words=_LEFT_AS),
        "termination_reason": Field("text", "of a termination: the reason in words"),
    },
    "promotion_offers": {
        "offer_id": Field("id", "a number of your own; made up where there is none", key="unique"),
        "employee_id": Field("id", "who was offered the promotion", required=True),
        "offered_on": Field("date", "the day of the offer", required=True),
        "decided_on": Field("date", "the day of the answer"),
        "outcome": Field(
            "choice",
            "the answer; pending = not yet answered",
            required=True,
            words=("accepted", "declined", "pending", "withdrawn"),
        ),
        "offered_track": Field("choice", "manager = the job leads people", words=("ic", "manager")),
        "offered_level": Field("integer", "the level of the job offered"),
        "offered_title": Field("text", "the job offered"),
        "role_id": Field("id", "the critical role offered, if it is one"),
        "decline_reason": Field(
            "choice",
            "why they said no",
            words=(
                "people_management",
                "workload",
                "wellbeing",
                "craft",
                "relocation",
                "pay",
                "timing",
                "family",
                "other",
            ),
        ),
    },
    "critical_roles": {
        "role_id": Field("id", "the id of the position, not of the job", required=True, key="unique"),
        "title": Field("text", "the role as it is called", required=True),
        "business_unit": Field("text", "the unit it belongs to"),
        "location": Field("text", "where it is"),
        "job_family": Field("text", "the kind of work"),
        "job_level": Field("integer", "comparable across tracks"),
        "track": Field("choice", "manager when missing", words=_TRACK),
        "incumbent_id": Field("id", "the employee_id of who holds it; empty = vacant"),
        "incumbent_since": Field("date", "the day they took it on"),
        "criticality": Field("integer", "1 = highest, 3 = lowest"),
        "vacant_since": Field("date", "the day it fell vacant"),
    },
    "successors": {
        "role_id": Field("id", "the critical role", required=True, key="row"),
        "employee_id": Field("id", "who is named for it", required=True, key="row"),
        "readiness": Field(
            "choice",
            "when they could step in",
            required=True,
            words=("ready_now", "ready_1_2_years", "ready_3_5_years"),
        ),
        "nominated_on": Field("date", "the day they were named", key="row"),
        "removed_on": Field("date", "the day they were taken off"),
        "rank": Field("integer", "1 = first choice"),
        "willing": Field("choice", "what the person said about this role", words=("yes", "no", "unknown")),
        "emergency": Field("flag", "yes = would step in only for a while"),
    },
    "growth_activities": {
        "employee_id": Field("id", "who grew", required=True, key="row"),
        "occurred_on": Field("date", "the day it happened or was finished", required=True, key="row"),
        "kind": Field(
            "choice",
            "what it was",
            required=True,
            key="row",
            words=(
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
            ),
        ),
        "detail": Field("text", "in your own words", key="row"),
    },
}

# People before what is said about them, roles before who is named for them.
LOADING_ORDER = ("employees", "job_history", "critical_roles", "successors", "promotion_offers", "growth_activities")


def required_fields(table: str) -> tuple[str, ...]:
    """The fields a row of this table cannot lack."""
    return tuple(name for name, field in TABLES[table].items() if field.required)


def key_fields(table: str) -> tuple[str, ...]:
    """What makes two rows of a table the same row: of rosters, which say what held on a day, that day as well."""
    key = tuple(name for name, field in TABLES[table].items() if field.key)
    return ("as_of", *key) if table == "employees" else key


def is_unique(table: str) -> bool:
    """Whether two rows of one key contradict each other; elsewhere they are two of a kind."""
    return any(field.key == "unique" for field in TABLES[table].values())
