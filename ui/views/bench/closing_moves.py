"""The fewest moves that would cover the critical roles, in the order to make them."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from charts.formatting import of
from metrics.scope import Scope
from ui.auth import access
from ui.components import figure_display, tables
from ui.datasource import generation, metric_cache, role_people
from ui.datasource.role_people import Person
from ui.text import labels
from ui.text.sentences import Row
from ui.views.bench import role_titles

MOST = 12
ALL = "all"
KINDS = labels.CODES["move"]


def message(moves: pd.DataFrame) -> str:
    """How many roles are covered today, would be by asking and developing, and need somebody new; from `closing_moves`.

    The three numbers add up to all roles shown.
    """
    roles, gain = int(moves["covered_after"].iloc[-1]), moves.groupby("move")["gain"].sum()
    gained_inside, need_new = int(gain.get("ask", 0) + gain.get("develop", 0)), int(gain.get("widen", 0))
    today = roles - gained_inside - need_new
    people_by_move = {kind: int((moves["move"] == kind).sum()) for kind in KINDS}
    actions = " and ".join(
        f"{verb} {labels.plural(people_by_move[kind], 'person', 'people')}"
        for kind, verb in (("ask", "asking"), ("develop", "developing"))
        if people_by_move[kind]
    )
    covered = (
        f"{of(today, roles)} {'role is' if roles == 1 else 'roles is' if today == 1 else 'roles are'} covered for real"
    )
    parts = ["Every role here is covered for real" if today == roles else covered]
    if actions:
        result = (
            labels.plural(gained_inside, "more role", "more roles")
            if gained_inside
            else "no more role here, only roles elsewhere"
        )
        parts.append(f"{actions} would cover {result}")
    if need_new:
        parts.append(f"{labels.plural(need_new, 'role needs', 'roles need')} somebody new")
    return "; ".join(parts)


def draw(moves: pd.DataFrame, scope: Scope, viewer: access.Viewer) -> None:
    """Draw the moves as a list with the gain of each, a filter by kind of move, and their table."""
    if moves.empty:
        return
    counts = moves["move"].value_counts()
    kind = st.pills(
        "Moves",
        [ALL, *(kind for kind in KINDS if counts.get(kind))],
        default=ALL,
        required=True,
        format_func=lambda kind: f"{KINDS.get(kind, 'All')} {counts.get(kind, len(moves))}",
        key="shown moves",
        label_visibility="collapsed",
    )
    shown = moves if kind == ALL else moves[moves["move"] == kind]
    persons = role_people.involved(generation.here(), scope.as_of) if viewer.sees_people else {}
    titles = role_titles.known(scope)
    rows = (
        f"<td>{escape(said(row, titles, persons))}</td><td class=quiet>{escape(why(row))}</td>"
        f"<td><b>{escape(gain(row))}</b></td>"
        for row in metric_cache.rows(shown.head(MOST))
    )
    st.html(tables.marked(("What to do", "Why", "Gain"), rows, kind="roles moves"))
    if len(shown) > MOST:
        st.caption(f"The first {MOST} of {len(shown)}, in the order to make them; all are in the table below.")
    figure_display.table(moves, "closing_moves", scope, read=lambda frame: role_titles.worded(frame, titles, persons))


def said(row: Row, titles: dict[str, str], persons: dict[str, Person]) -> str:
    """`Ask Ana Roth about Head of IT`; without the name for viewers who may not see persons."""
    role = role_titles.name(row["role_id"], titles)
    person = role_people.name(row["employee_id"], persons) if row["employee_id"] else "somebody named for it"
    others = len(labels.ids(row["role_ids"]))
    if row["move"] == "ask":
        return f"Ask {person} about {role}"
    if row["move"] == "develop":
        return f"Develop {person} for {role}"
    if row["move"] == "widen":
        rivals = labels.plural(others - 1, "role that shares its people", "roles that share its people")
        return f"Find somebody new for {role}" + (f", or for one of {rivals}" if others > 1 else "")
    return f"Count on {person} for {role}, and take them off {labels.plural(others, 'other list', 'other lists')}"


def why(row: Row) -> str:
    """The reason for the move, capitalised."""
    text = str(row["because"])
    return text[:1].upper() + text[1:]


def gain(row: Row) -> str:
    """`+1 role`, or `Prepares another` for a move that gains none by itself."""
    if row["move"] == "take_off":
        return "Clearer lists"
    number = int(row["gain"])
    return f"+{labels.plural(number, 'role', 'roles')}" if number else "Prepares another"
