"""The numbers a company chooses, each beside the figures it changes, and the events on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import streamlit as st

from charts.formatting import known, of
from data_loaders.edits import company_settings
from data_loaders.edits.company_settings import CHOICES, Event
from data_loaders.problems import LoadError
from data_loaders.store.generations import Store
from metrics.scope import Scope
from ui import company_folders
from ui.auth import access, audit
from ui.components import figure_display
from ui.datasource import generation, metric_cache
from ui.text import labels, markdown, sentences

READY = {1: "Ready now", 2: "Also ready in 1–2 years"}


def draw(scope: Scope) -> None:
    """Draw the form of the company's choices, each with a figure of today that it changes."""
    current = company_settings.chosen(generation.cursor(generation.here()))
    if done := st.session_state.pop("settled", None):
        st.success(markdown.text(done))
    if company_folders.is_sample():
        figure_display.note("The sample company keeps its settings. Bring your own files to choose yours.")
    with st.form("choices", border=False):
        left, right = st.columns(2, gap="large")
        with left:
            months = _number_input(
                "An answer to an offer speaks for, in months",
                "answer_months",
                current,
                "Where a nomination says nothing, whether somebody wants a role that leads people is taken from their "
                "latest answer to such an offer, if it is no older than this. It changes who counts as willing.",
            )
            st.caption(_cover_text(scope))
            ready = st.segmented_control(
                "When people leave, who may step in",
                list(READY),
                format_func=READY.__getitem__,
                default=current["ready_enough"],
                required=True,
                key="choice ready_enough",
                help="It changes the stress test alone. The bench goes on telling who is ready now.",
            )
            st.caption(_stress_text(scope))
        with right:
            smallest_group = _number_input(
                "Hide figures on fewer people than",
                "min_group",
                current,
                "What the command line hides unless --min-group says otherwise. Who sees what on the pages goes by the "
                "viewer.",
            )
            st.caption(_hidden_text(scope, current["min_group"]))
            smallest_sensitive_group = _number_input(
                "Hide pay, refusals and nominations on fewer people than",
                "min_group_sensitive",
                current,
                "What viewers see who may not see persons. It is no lower than the number above, and never lower than "
                f"{CHOICES['min_group_sensitive'].least}: on fewer people, what is shown could be put together to tell "
                "what one of them earns or has answered. Which groups they see is worked out anew when it changes.",
            )
        new_choices = {
            "answer_months": months,
            "ready_enough": int(ready),
            "min_group": smallest_group,
            "min_group_sensitive": smallest_sensitive_group,
        }
        if st.form_submit_button("Use these", disabled=company_folders.is_sample()):
            publish(lambda store, **by: company_settings.choose(store, new_choices, **by))


def _number_input(title: str, name: str, current: dict[str, int], about: str) -> int:
    limits = CHOICES[name]
    return int(
        st.number_input(title, limits.least, limits.most, current[name], step=1, help=about, key=f"choice {name}")
    )


def _cover_text(scope: Scope) -> str:
    rows = sentences.by(metric_cache.metric("bench_strength", scope), "step")
    if "willing" not in rows:
        return "No critical role is loaded, so it changes nothing yet."
    row = rows["willing"]
    return f"As it stands {of(row['covered'], row['roles'])} critical roles have someone ready, free and willing."


def _stress_text(scope: Scope) -> str:
    rows = sentences.by(metric_cache.metric("vacancy_stress", scope), "role_id")
    if "total" not in rows or not known(expected := rows["total"]["expected_unfilled"]):
        return "No leaver or no critical role is known, so it changes nothing yet."
    return f"As it stands {float(expected):.1f} critical roles end empty on average within a year."


def _hidden_text(scope: Scope, few: int) -> str:
    sizes = metric_cache.metric("retention_rate", scope, ("business_unit", "track"))["headcount_start"].fillna(0)
    return f"As it stands {of(int((sizes < few).sum()), len(sizes))} lines of retention by unit and track are hidden."


def events() -> None:
    """Draw the events on record, with a button that forgets each and a form for a new one."""
    events_on_record = company_settings.events(generation.cursor(generation.here()))
    for number, event in enumerate(events_on_record):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.write(f"**{labels.day(event.day)}** {markdown.text(event.what)}")
        if right.button("Forget", key=f"forget {number}", disabled=company_folders.is_sample()):
            publish(lambda store, event=event, **by: company_settings.forget(store, event, **by))
    if not events_on_record:
        st.caption("None yet: a reorganisation, a new expert ladder, a merger.")
    with st.form("event", border=False, clear_on_submit=True):
        left, right = st.columns([1, 3])
        day = left.date_input("Day", value=None, min_value=date(1990, 1, 1), format="YYYY-MM-DD")
        what = right.text_input("What happened", max_chars=company_settings.LONGEST)
        if st.form_submit_button("Put it on record", disabled=company_folders.is_sample()):
            if not isinstance(day, date):
                st.error("Choose the day it happened.")
                return
            publish(lambda store, **by: company_settings.note(store, Event(day, what.strip()), **by))


def publish(change: Callable[..., int]) -> None:
    """Make a change of settings as a load of its own, then rerun the page with a message; draw a refusal."""
    doer = audit.name(access.demand("settings"))
    by: dict[str, Any] = {"loaded_at": datetime.now().astimezone(), "loaded_by": doer}
    try:
        number = change(Store(generation.here()[0]), **by)
    except LoadError as refusal:
        st.error(markdown.text(refusal))
        return
    st.session_state["settled"] = f"Done, as load {number}. “Undo the newest load” on the page Upload takes it back."
    st.rerun()
