"""Who may see what, granted and taken back by the owner."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from data_loaders.privacy import grants as granted
from data_loaders.privacy.grants import ROLES, Grant
from data_loaders.problems import LoadError
from ui import company_folders
from ui.auth import access, audit, sign_in
from ui.components import figure_display, tables
from ui.text import markdown

WHAT = {
    "executive": "figures of the units in scope, small groups hidden",
    "analyst": "the same, with downloads; rows with pseudonyms where persons are granted",
    "hr": "brings files, mends and undoes; sees the persons of the units in scope",
    "owner": "grants access, reads the audit trail, erases, chooses the settings",
}


def draw() -> None:
    """Every grant on record, the form for one more, and the way to take one back."""
    if done := st.session_state.pop("granted", None):
        st.success(markdown.text(done))
    given = granted.grants(company_folders.own())
    st.write("Roles hold from the next click on, wherever somebody is signed in.")
    if given:
        st.html(tables.plain(pd.DataFrame([_row(one) for one in given])))
    else:
        figure_display.nothing("Nobody has been given access yet.", "Until then, only this machine sees anything.")
    st.html("<ul>" + "".join(f"<li><b>{sign_in.VIEWS[role]}</b>: {WHAT[role]}.</li>" for role in ROLES) + "</ul>")
    _form()
    if given:
        _take_back([one.who for one in given])


def _row(given: Grant) -> dict[str, str]:
    persons = "Yes, of all units in scope" if given.persons is None or given.role == "hr" else ", ".join(given.persons)
    return {
        "Who": given.who,
        "Role": sign_in.VIEWS[given.role],
        "Units": "All" if given.units is None else ", ".join(given.units),
        "Persons": persons or "No",
        "In the data": given.employee_id or "–",
    }


def _form() -> None:
    units = granted.units(company_folders.own())
    with st.form("grant", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        who = left.text_input("E-mail address, as they sign in")
        role = right.selectbox("Role", ROLES, format_func=sign_in.VIEWS.__getitem__)
        chosen = left.multiselect("Units in scope", units, placeholder="All")
        persons = right.multiselect("Units whose persons they may see", ["All in scope", *units], placeholder="None")
        number = left.text_input("Their own employee number", help="Nobody sees what is said of themselves.")
        if st.form_submit_button("Grant"):
            seen = None if "All in scope" in persons else tuple(persons)
            _grant(Grant(who, role, tuple(chosen) or None, seen, number.strip() or None))


def _grant(given: Grant) -> None:
    doer = audit.name(access.demand("grant"))
    try:
        granted.grant(company_folders.own(), given, by=doer, at=datetime.now().astimezone())
    except LoadError as refusal:
        st.error(markdown.text(refusal))
        return
    st.session_state["granted"] = f"{given.who.strip()} is {sign_in.VIEWS[given.role]} from now on."
    st.rerun()


def _take_back(everybody: list[str]) -> None:
    with st.popover("Take access back"):
        who = st.selectbox("From", everybody, index=None, key="revoked")
        if st.button("Take it back", disabled=who is None, type="primary") and who:
            doer = audit.name(access.demand("grant"))
            granted.revoke(company_folders.own(), who, by=doer, at=datetime.now().astimezone())
            st.session_state["granted"] = f"{who} has no access any more."
            st.rerun()
