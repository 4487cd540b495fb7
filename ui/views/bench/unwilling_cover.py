"""Roles whose ready successors have all declined or were never asked."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from charts.formatting import count
from metrics.scope import Scope
from ui.auth import access
from ui.components import figure_display, tables
from ui.datasource import generation, metric_cache, role_people
from ui.datasource.role_people import Person
from ui.text import labels
from ui.text.sentences import Row

MOST = 12


def message(roles: pd.DataFrame) -> str:
    """How many roles count on people who declined or were never asked, from `refusals_on_bench`."""
    counts = roles["rests_on"].value_counts()
    phrases = {"said_no": "only on people who said no", "never_asked": "only on people nobody asked", "both": "on both"}
    parts = [f"{count(counts[kind])} {words}" for kind, words in phrases.items() if counts.get(kind)]
    return f"{labels.plural(len(roles), 'role counts', 'roles count')} on a no or on silence: {', '.join(parts)}"


def draw(scope: Scope, viewer: access.Viewer) -> None:
    """Draw the roles with their counts and next step, and their table."""
    roles = metric_cache.metric("refusals_on_bench", scope)
    if roles.empty:
        st.write("No role rests on somebody who said no or was never asked.")
        return
    figure_display.heading(
        message(roles),
        figure_display.about("refusals_on_bench", scope, "Roles with nobody ready who said yes", stock=True),
    )
    persons = role_people.involved(generation.here(), scope.as_of) if viewer.sees_people else {}
    rows = (
        f"<td><b>{escape(str(row['title']))}</b></td><td><span class=gap>{escape(_counts_text(row))}</span></td>"
        f"<td>{escape(_next_step(row, persons))}</td>"
        for row in metric_cache.rows(roles.head(MOST))
    )
    st.html(tables.marked(("Role", "Of those ready now", "Next"), rows))
    figure_display.table(roles, "refusals_on_bench", scope)


def _counts_text(row: Row) -> str:
    said_no, never_asked = int(row["said_no"]), int(row["never_asked"])
    parts = [f"{count(said_no)} said no" if said_no else "", f"{count(never_asked)} never asked" if never_asked else ""]
    return ", ".join(filter(None, parts))


def _next_step(row: Row, persons: dict[str, Person]) -> str:
    said_no, never_asked = labels.ids(row["said_no_ids"]), labels.ids(row["never_asked_ids"])
    if not row["never_asked"]:
        names = role_people.listed(said_no, persons) if said_no else "them"
        return f"Name somebody else, and ask {names} what would change their mind"
    return f"Ask {role_people.listed(never_asked, persons) if never_asked else 'those nobody asked'}"
