"""Search for a person or role by name, title or number, and the records of the one chosen.

The text typed is not kept in the address, because it names people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import label
from metrics import people_and_roles
from ui.auth import access, audit
from ui.components import figure_display, row_correction, tables
from ui.datasource import generation, metric_cache
from ui.text.labels import cell, column, day

MOST = 20
CODED = frozenset({"end_reason", "outcome", "decline_reason"})
OF_A_PERSON = {
    "Employment": people_and_roles.employment,
    "Promotion offers": people_and_roles.offers,
    "Nominations": people_and_roles.nominations,
}
CORRECTED = {"Promotion offers": "promotion_offers", "Nominations": "successors"}
Key = tuple[str, str]


def draw(as_of: date) -> None:
    """Draw the search box, the matches, and the records of the person or role chosen among them."""
    text = st.text_input("Name, number or title", key="sought", placeholder="at least two letters or digits").strip()
    if len(text) < 2:
        return
    matches = matching(generation.here(), text)
    if not matches:
        figure_display.nothing(
            "Nobody and no role is called that.", "Try a part of the name, or the number from the HR system."
        )
        return
    labels = dict(matches[:MOST])
    chosen = st.selectbox("Found", list(labels), format_func=labels.__getitem__, key="found")
    if len(matches) > MOST:
        st.caption(f"More than {MOST} fit: type more of the name.")
    if chosen[0] == "person":
        person(chosen[1], as_of)
    else:
        role(chosen[1], as_of)


def matching(of: generation.GenerationRef, text: str) -> list[tuple[Key, str]]:
    """Persons and roles whose name, title or number contains the text, exact matches first.

    Each is ((kind, number), label), with kind `person` or `role`; one more than `MOST`, so that a cut list is known.
    Empty for viewers who do not see persons by name.
    """
    viewer = access.viewer()
    if not viewer.by_name:
        return []
    rows = people_and_roles.search(generation.cursor(of), text, viewer.seen_units, MOST + 1)
    return [
        ((kind, number), f"{title} ({number}){', role' if kind == 'role' else ''}")
        for kind, number, title in rows.itertuples(index=False)
    ]


def person(employee_id: str, as_of: date) -> None:
    """Draw one person: employment spells, promotion offers, nominations, and the folds to correct them."""
    audit.saw_persons("search", 1, key=employee_id)
    for title, rows_of in OF_A_PERSON.items():
        figure_display.heading(title, f"{employee_id}, as loaded")
        _show(rows_of(generation.cursor(generation.here()), employee_id))
        if title in CORRECTED:
            row_correction.of_a_person(CORRECTED[title], employee_id)


def role(role_id: str, as_of: date) -> None:
    """Draw one role: its record, and the people nominated for it on the day."""
    figure_display.heading("The role", role_id)
    of = generation.here()
    about = metric_cache.seen(of, people_and_roles.role(generation.cursor(of), role_id), access.viewer())
    _show(about)
    figure_display.heading("Its people", f"Live nominations on {day(as_of)}, the readiest first")
    people = metric_cache.people_of(role_id, as_of)
    _show(people)
    audit.saw_persons("search", len(people) + int((about["incumbent_id"].fillna("") != "").sum()), key=role_id)
    row_correction.of_a_role(role_id)


def spells(of: generation.GenerationRef, employee_id: str) -> pd.DataFrame:
    """Employment spells of the person: one row per spell, oldest first."""
    return people_and_roles.employment(generation.cursor(of), employee_id)


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
