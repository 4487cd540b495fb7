"""The right to erasure: one person leaves everything this installation keeps."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from data_loaders.privacy import erasure
from data_loaders.problems import LoadError
from data_loaders.store.generations import Store
from ui import company_folders
from ui.auth import access, audit
from ui.components import figure_display
from ui.text import markdown


def draw() -> None:
    """Draw the form that erases a person; the employee number has to be entered twice."""
    if done := st.session_state.pop("erased", None):
        st.success(markdown.text(done))
    if erasure.interrupted(Store(company_folders.own())):
        figure_display.note("An erasure was interrupted. Ask for it once more, with the same number, to finish it.")
    st.write(
        "The person leaves every table, every earlier state, every kept file and every backup in the data folder. "
        "It cannot be undone. Figures of the past change by one person."
    )
    with st.form("erase", border=False, clear_on_submit=True):
        number = st.text_input("Employee number, as the HR system writes it").strip()
        again = st.text_input("The same number once more").strip()
        if st.form_submit_button("Erase this person"):
            _erase(number, again)


def _erase(number: str, again: str) -> None:
    doer = audit.name(access.demand("erase"))
    if not number or number != again:
        st.error("The two numbers are not the same. Nothing was erased.")
        return
    try:
        done = erasure.erase(Store(company_folders.own()), number, by=doer, at=datetime.now().astimezone())
    except LoadError as refusal:
        st.error(markdown.text(refusal))
        return
    st.cache_data.clear()
    st.session_state["erased"] = f"The person is gone from everything that is kept here: {done}"
    st.rerun()
