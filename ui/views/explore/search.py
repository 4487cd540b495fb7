"""A person or a role, found by name or number, and what the data holds of it.

What is typed stays out of the address: it names people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import label
from ui.auth import access, audit
from ui.components import figure_display, row_correction, tables
from ui.datasource import generation, metric_cache
from ui.text.labels import cell, column, day

MOST = 20
CODED = frozenset({"end_reason", "outcome", "decline_reason"})
CORRECTED = {"Promotion offers": "promotion_offers", "Nominations": "successors"}
Key = tuple[str, str]


def draw(as_of: date) -> None:
    """Ask for a name or number, offer what fits, and show the chosen one."""
    asked = st.text_input("Name, number or title", key="sought", placeholder="at least two letters or digits").strip()
    if len(asked) < 2:
        return
    found = matching(generation.here(), asked)
    if not found:
        figure_display.nothing(
            "Nobody and no role is called that.", "Try a part of the name, or the number from the HR system."
        )
        return
    labels = dict(found[:MOST])
    chosen = st.selectbox("Found", list(labels), format_func=labels.__getitem__, key="found")
    if len(found) > MOST:
        st.caption(f"More than {MOST} fit: type more of the name.")
    if chosen[0] == "person":
        person(chosen[1], as_of)
    else:
        role(chosen[1], as_of)


def matching(of: generation.GenerationRef, text: str) -> list[tuple[Key, str]]:
    """Persons and roles whose name, title or number holds the text: what and which, and its label; exact ones first."""
    who = access.viewer()
    units = None if who.seen_units is None else list(who.seen_units)
    known = {"text": text.lower(), "most": MOST + 1, "units": units}
    rows = generation.cursor(of).execute(_FIND, known).fetchall() if who.by_name else []
    return [((what, number), f"{title} ({number}){', role' if what == 'role' else ''}") for what, number, title in rows]


def person(employee_id: str, as_of: date) -> None:
    """One person: stretches of employment, offers, nominations."""
    audit.saw_persons("search", 1, key=employee_id)
    for title, query in _OF_A_PERSON.items():
        figure_display.heading(title, f"{employee_id}, as loaded")
        _show(read(generation.here(), query, {"id": employee_id}))
        if title in CORRECTED:
            row_correction.of_a_person(CORRECTED[title], employee_id)


def role(role_id: str, as_of: date) -> None:
    """One role: what it is and who stands behind it on the day."""
    figure_display.heading("The role", role_id)
    about = metric_cache.seen(generation.here(), read(generation.here(), _ROLE, {"id": role_id}), access.viewer())
    _show(about)
    figure_display.heading("Its people", f"Live nominations on {day(as_of)}, the readiest first")
    people = metric_cache.people_of(role_id, as_of)
    _show(people)
    audit.saw_persons("search", len(people) + int((about["incumbent_id"].fillna("") != "").sum()), key=role_id)
    row_correction.of_a_role(role_id)


def read(of: generation.GenerationRef, query: str, values: dict[str, Any]) -> pd.DataFrame:
    """What a query of this page gives."""
    return generation.cursor(of).execute(query, values).df()


def spells(of: generation.GenerationRef, employee_id: str) -> pd.DataFrame:
    """One row per stretch of the person's employments, oldest first."""
    return read(of, _OF_A_PERSON["Employment"], {"id": employee_id})


def _show(frame: pd.DataFrame) -> None:
    if frame.empty:
        st.write("None on record.")
        return
    texts = {column(name): [_text(name, value) for value in frame[name]] for name in map(str, frame.columns)}
    st.html(tables.plain(pd.DataFrame(texts)))


def _text(name: str, value: Any) -> str:
    if pd.isna(value):
        return "–"
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return label(value) if name in CODED else cell(name, str(value))


_FIND = """
with people as (
    select
        'person' as what, employee_id as number, coalesce(any_value(full_name), employee_id) as title,
        arg_max(business_unit, hire_date) as unit
    from employees
    group by employee_id
),
everything as (
    select * from people
    union all
    select 'role', role_id, title, business_unit from critical_roles
)
select what, number, title
from everything
where (contains(lower(title), $text) or contains(lower(number), $text))
    and ($units is null or list_contains($units, unit))
order by lower(number) <> $text, not starts_with(lower(title), $text), title, number
limit $most
"""
_OF_A_PERSON = {
    "Employment": """
        select spell_start, spell_end, track, job_level, business_unit, department, location, job_family,
            end_reason, assumed
        from employment_spells
        where employee_id = $id
        order by hire_date, spell_start
    """,
    "Promotion offers": """
        select offer_id, offered_on, decided_on, outcome, offered_track, offered_title, role_id, decline_reason
        from promotion_offers
        where employee_id = $id
        order by offered_on, offer_id
    """,
    "Nominations": """
        select n.role_id, r.title, n.readiness, n.willing, n.nominated_on, n.removed_on
        from successors as n
        left join critical_roles as r on r.role_id = n.role_id
        where n.employee_id = $id
        order by n.removed_on is not null, n.role_id
    """,
}
_ROLE = """
select
    role_id, title, business_unit, location, job_level, track, incumbent_id, incumbent_since, vacant_since, criticality
from critical_roles
where role_id = $id
"""
