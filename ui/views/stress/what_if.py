"""The what-if: suppose who leaves, declines, agrees or becomes ready, and see the bench change. Nothing is stored."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from metrics.scope import Scope
from ui.auth import access
from ui.components import figure_display, tables
from ui.datasource import generation, metric_cache, role_people
from ui.datasource.role_people import Person
from ui.text import forecast_sentences, labels

QUESTIONS = {
    "leave": "Who leaves?",
    "decline": "Who says no?",
    "agree": "Who says yes?",
    "ready": "Who becomes ready now?",
}


def choose(scope: Scope, viewer: access.Viewer) -> dict[str, Any] | None:
    """Draw the choices of people and return the options of `what_if`; None for viewers who may not see persons."""
    if not viewer.sees_people:
        figure_display.nothing("You may not see persons,", "so there is nobody to choose here.")
        return None
    persons = role_people.involved(generation.here(), scope.as_of)
    st.write("Choose people, and the bench below moves. Nothing is stored.")
    grid = st.grid(2, min_column_width=280, gap="small")
    chosen = {}
    for kind, question in QUESTIONS.items():
        with grid.cell():
            chosen[kind] = _ask(kind, question, _options(kind, persons), persons)
    st.button("Start over", on_click=_forget, disabled=not any(chosen.values()))
    return {kind: "; ".join(sorted(ids)) for kind, ids in chosen.items() if ids}


def _options(kind: str, persons: dict[str, Person]) -> list[str]:
    condition = {"decline": "could_decline", "agree": "could_agree", "ready": "could_become_ready"}.get(kind)
    return [number for number, person in persons.items() if condition is None or getattr(person, condition)]


def _ask(kind: str, question: str, options: list[str], persons: dict[str, Person]) -> list[str]:
    key = f"what if {kind}"
    if key in st.session_state:
        st.session_state[key] = [number for number in st.session_state[key] if number in options]
    ids: list[str] = st.multiselect(
        question,
        options,
        key=key,
        format_func=lambda number: persons[number].label,
        placeholder="Nobody",
    )
    return ids


def _forget() -> None:
    for kind in QUESTIONS:
        st.session_state[f"what if {kind}"] = []


def standing(roles: pd.DataFrame, scope: Scope) -> None:
    """Draw the roles whose gap would change, with today's and the new one, from `what_if_roles`."""
    if roles.empty:
        st.write("No role stands differently then.")
        return
    figure_display.heading(
        f"{labels.plural(len(roles), 'role stands', 'roles stand')} differently then",
        figure_display.about("what_if_roles", scope, "Standing today and then", stock=True),
    )
    rows = (
        f"<td><b>{escape(str(row['title']))}</b></td><td>{escape(_state(row, 'before'))}</td><td>{_new_state(row)}</td>"
        for row in metric_cache.rows(roles)
    )
    st.html(tables.marked(("Role", "Today", "Then"), rows))
    figure_display.table(roles, "what_if_roles", scope)


def _state(row: dict[str, object], when: str) -> str:
    gap = labels.GAPS[str(row[f"gap_{when}"])]
    return f"Empty; {gap[:1].lower()}{gap[1:]}" if row[f"empty_{when}"] else gap


def _new_state(row: dict[str, object]) -> str:
    text = escape(_state(row, "after"))
    if row["vacated"] and not row["empty_after"]:
        text = f"Filled from the bench; {text[:1].lower()}{text[1:]}"
    return f"<span class=gap>{text}</span>" if row["empty_after"] and not row["empty_before"] else text


def sentence(steps: pd.DataFrame, roles: pd.DataFrame, chosen: dict[str, str]) -> str:
    """The effect of the supposed changes in one sentence; a fixed one where nothing is supposed."""
    return forecast_sentences.moved(steps, roles) if chosen else "The bench as it is: nothing is supposed yet"
