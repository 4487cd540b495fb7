"""The people with a part in a critical role, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from metrics import catalogue
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
        who = f"{self.name} ({self.shown_as})" if self.name else self.shown_as
        named = f"on {labels.plural(self.named_for, 'list', 'lists')}" if self.named_for else ""
        return f"{who}, {'; '.join(filter(None, [self.holds, named]))}"


def involved(of: generation.GenerationRef, as_of: date) -> dict[str, Person]:
    """Everybody in service that day who holds a critical role or has a live nomination, by employee id.

    Only those whom this viewer may see, and as they may see them.
    """
    found = _involved(of, as_of)
    shown = metric_cache.seen(of, found, access.viewer())
    found = found.assign(shown_as=shown["employee_id"].fillna(""), full_name=shown["full_name"])
    audit.saw_persons("bench", int((found["shown_as"] != "").sum()), key="everybody with a part")
    return {
        str(row["employee_id"]): Person(
            employee_id=str(row["employee_id"]),
            shown_as=str(row["shown_as"]),
            name=_text(row["full_name"]),
            holds=_text(row["holds"]),
            **{name: bool(row[name]) for name in ("could_agree", "could_decline", "could_become_ready")},
            named_for=int(row["named_for"]),
        )
        for row in metric_cache.rows(found[found["shown_as"] != ""])
    }


@st.cache_data(max_entries=50, show_spinner=False)
def _involved(of: generation.GenerationRef, as_of: date) -> pd.DataFrame:
    query = f"with {catalogue.query('steps/bench')} {_INVOLVED}"
    return generation.cursor(of).execute(query, {"as_of": as_of}).df()


def name(employee_id: object, known: dict[str, Person]) -> str:
    """How somebody is called; their id where the data has no name."""
    person = known.get(str(employee_id))
    return person.name if person and person.name else str(employee_id)


def listed(ids: Iterable[str], known: dict[str, Person]) -> str:
    """`Ana Roth and Li Wei`."""
    said = [name(one, known) for one in ids]
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]])) if said else ""


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


_INVOLVED = """
, parts as (
    select employee_id, null as holds, readiness, willing from bench
    union all
    select incumbent_id, title, null, null from roles where incumbent_id is not null
)
select
    p.employee_id, max(e.full_name) as full_name, string_agg(p.holds, ', ' order by p.holds) as holds,
    count(p.readiness) as named_for,
    coalesce(bool_or(p.willing <> 'yes'), false) as could_agree,
    coalesce(bool_or(p.willing <> 'no'), false) as could_decline,
    coalesce(bool_or(p.readiness > 1), false) as could_become_ready
from parts as p
join in_service as s on s.employee_id = p.employee_id
left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
group by p.employee_id
order by max(e.full_name) nulls last, p.employee_id
"""
