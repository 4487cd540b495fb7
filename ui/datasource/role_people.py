"""The incumbents and nominees of critical roles, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from metrics import people_and_roles
from ui.auth import access, audit
from ui.datasource import generation, metric_cache
from ui.text import labels


@dataclass(frozen=True)
class Person:
    """Somebody who holds a critical role or is named for one."""

    employee_id: str
    shown_as: str  # the id, or the pseudonym that stands for it
    name: str
    holds: str
    named_for: int
    could_agree: bool
    could_decline: bool
    could_become_ready: bool

    @property
    def label(self) -> str:
        """`Ana Roth (00003417), Head of IT; on 2 lists`."""
        person = f"{self.name} ({self.shown_as})" if self.name else self.shown_as
        lists = f"on {labels.plural(self.named_for, 'list', 'lists')}" if self.named_for else ""
        return f"{person}, {'; '.join(filter(None, [self.holds, lists]))}"


def involved(of: generation.GenerationRef, as_of: date) -> dict[str, Person]:
    """Everybody in service that day who holds a critical role or has a live nomination, by employee id.

    Only those whom this viewer may see, and as they may see them.
    """
    people = _people_on_the_bench(of, as_of)
    shown = metric_cache.seen(of, people, access.viewer())
    people = people.assign(shown_as=shown["employee_id"].fillna(""), full_name=shown["full_name"])
    audit.saw_persons("bench", int((people["shown_as"] != "").sum()), key="everybody with a part")
    return {
        str(row["employee_id"]): Person(
            employee_id=str(row["employee_id"]),
            shown_as=str(row["shown_as"]),
            name=_text(row["full_name"]),
            holds=_text(row["holds"]),
            **{name: bool(row[name]) for name in ("could_agree", "could_decline", "could_become_ready")},
            named_for=int(row["named_for"]),
        )
        for row in metric_cache.rows(people[people["shown_as"] != ""])
    }


@st.cache_data(max_entries=50, show_spinner=False)
def _people_on_the_bench(of: generation.GenerationRef, as_of: date) -> pd.DataFrame:
    return people_and_roles.people_on_the_bench(generation.cursor(of), as_of)


def name(employee_id: object, persons: dict[str, Person]) -> str:
    """The person's name; their id where the data has no name."""
    person = persons.get(str(employee_id))
    return person.name if person and person.name else str(employee_id)


def listed(ids: Iterable[str], persons: dict[str, Person]) -> str:
    """`Ana Roth and Li Wei`."""
    names = [name(employee_id, persons) for employee_id in ids]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]
