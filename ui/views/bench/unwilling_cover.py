"""Roles that rest on a no or on silence: everybody ready for them declined, or was never asked."""

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


def message(resting: pd.DataFrame) -> str:
    """How many roles count on a no or on silence; from `refusals_on_bench`."""
    only = resting["rests_on"].value_counts()
    said = {"said_no": "only on people who said no", "never_asked": "only on people nobody asked", "both": "on both"}
    parts = [f"{count(only[kind])} {words}" for kind, words in said.items() if only.get(kind)]
    return f"{labels.plural(len(resting), 'role counts', 'roles count')} on a no or on silence: {', '.join(parts)}"


def draw(scope: Scope, viewer: access.Viewer) -> None:
    """The roles, with who said no and who is to be asked, and their table."""
    roles = metric_cache.metric("refusals_on_bench", scope)
    if roles.empty:
        st.write("No role rests on somebody who said no or was never asked.")
        return
    figure_display.heading(
        message(roles),
        figure_display.about("refusals_on_bench", scope, "Roles with nobody ready who said yes", stock=True),
    )
    known = role_people.involved(generation.here(), scope.as_of) if viewer.sees_people else {}
    rows = (
        f"<td><b>{escape(str(row['title']))}</b></td><td><span class=gap>{escape(_counted(row))}</span></td>"
        f"<td>{escape(_next(row, known))}</td>"
        for row in metric_cache.rows(roles.head(MOST))
    )
    st.html(tables.marked(("Role", "Of those ready now", "Next"), rows))
    figure_display.table(roles, "refusals_on_bench", scope)


def _counted(row: Row) -> str:
    no, silent = int(row["said_no"]), int(row["never_asked"])
    parts = [f"{count(no)} said no" if no else "", f"{count(silent)} never asked" if silent else ""]
    return ", ".join(filter(None, parts))


def _next(row: Row, known: dict[str, Person]) -> str:
    no, silent = labels.ids(row["said_no_ids"]), labels.ids(row["never_asked_ids"])
    if not row["never_asked"]:
        whom = role_people.listed(no, known) if no else "them"
        return f"Name somebody else, and ask {whom} what would change their mind"
    return f"Ask {role_people.listed(silent, known) if silent else 'those nobody asked'}"
