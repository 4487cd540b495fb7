"""What to do for the bench: the fewest moves that would cover its roles, in the order to make them."""

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
    """How many of the roles shown are covered, gained by asking and developing, and in need of somebody new.

    From `closing_moves`. The three are together all roles shown.
    """
    roles, gain = int(moves["covered_after"].iloc[-1]), moves.groupby("move")["gain"].sum()
    inside, new = int(gain.get("ask", 0) + gain.get("develop", 0)), int(gain.get("widen", 0))
    today = roles - inside - new
    people_ = {kind: int((moves["move"] == kind).sum()) for kind in KINDS}
    moved = " and ".join(
        f"{verb} {labels.plural(people_[kind], 'person', 'people')}"
        for kind, verb in (("ask", "asking"), ("develop", "developing"))
        if people_[kind]
    )
    covered = (
        f"{of(today, roles)} {'role is' if roles == 1 else 'roles is' if today == 1 else 'roles are'} covered for real"
    )
    parts = ["Every role here is covered for real" if today == roles else covered]
    if moved:
        gained = (
            labels.plural(inside, "more role", "more roles") if inside else "no more role here, only roles elsewhere"
        )
        parts.append(f"{moved} would cover {gained}")
    if new:
        parts.append(f"{labels.plural(new, 'role needs', 'roles need')} somebody new")
    return "; ".join(parts)


def draw(moves: pd.DataFrame, scope: Scope, viewer: access.Viewer) -> None:
    """The moves as a list, each with what it adds; the kinds at a click; and their table."""
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
    known = role_people.involved(generation.here(), scope.as_of) if viewer.sees_people else {}
    called = role_titles.known(scope)
    rows = (
        f"<td>{escape(said(row, called, known))}</td><td class=quiet>{escape(why(row))}</td>"
        f"<td><b>{escape(gain(row))}</b></td>"
        for row in metric_cache.rows(shown.head(MOST))
    )
    st.html(tables.marked(("What to do", "Why", "Gain"), rows, kind="roles moves"))
    if len(shown) > MOST:
        st.caption(f"The first {MOST} of {len(shown)}, in the order to make them; all are in the table below.")
    figure_display.table(moves, "closing_moves", scope, read=lambda frame: role_titles.worded(frame, called, known))


def said(row: Row, called: dict[str, str], known: dict[str, Person]) -> str:
    """`Ask Ana Roth about Head of IT`; without the name where persons may not be seen."""
    role = role_titles.name(row["role_id"], called)
    whom = role_people.name(row["employee_id"], known) if row["employee_id"] else "somebody named for it"
    others = len(labels.ids(row["role_ids"]))
    if row["move"] == "ask":
        return f"Ask {whom} about {role}"
    if row["move"] == "develop":
        return f"Develop {whom} for {role}"
    if row["move"] == "widen":
        rivals = labels.plural(others - 1, "role that shares its people", "roles that share its people")
        return f"Find somebody new for {role}" + (f", or for one of {rivals}" if others > 1 else "")
    return f"Count on {whom} for {role}, and take them off {labels.plural(others, 'other list', 'other lists')}"


def why(row: Row) -> str:
    """The reason, as a sentence would begin."""
    text = str(row["because"])
    return text[:1].upper() + text[1:]


def gain(row: Row) -> str:
    """`+1 role`, or that the move prepares another."""
    if row["move"] == "take_off":
        return "Clearer lists"
    number = int(row["gain"])
    return f"+{labels.plural(number, 'role', 'roles')}" if number else "Prepares another"
