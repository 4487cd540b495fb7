"""The access grants, given and revoked by the owner."""

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
    """Draw every grant on record, the form for a new one, and the button that revokes one."""
    if done := st.session_state.pop("granted", None):
        st.success(markdown.text(done))
    grants_on_record = granted.grants(company_folders.own())
    st.write("Roles hold from the next click on, wherever somebody is signed in.")
    if grants_on_record:
        st.html(tables.plain(pd.DataFrame([_row(grant) for grant in grants_on_record])))
    else:
        figure_display.nothing("Nobody has been given access yet.", "Until then, only this machine sees anything.")
    st.html("<ul>" + "".join(f"<li><b>{sign_in.VIEWS[role]}</b>: {WHAT[role]}.</li>" for role in ROLES) + "</ul>")
    _form()
    if grants_on_record:
        _take_back([grant.who for grant in grants_on_record])


def _row(grant: Grant) -> dict[str, str]:
    persons = "Yes, of all units in scope" if grant.persons is None or grant.role == "hr" else ", ".join(grant.persons)
    return {
        "Who": grant.who,
        "Role": sign_in.VIEWS[grant.role],
        "Units": "All" if grant.units is None else ", ".join(grant.units),
        "Persons": persons or "No",
        "In the data": grant.employee_id or "–",
    }


def _form() -> None:
    units = granted.units(company_folders.own())
    with st.form("grant", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        email = left.text_input("E-mail address, as they sign in")
        role = right.selectbox("Role", ROLES, format_func=sign_in.VIEWS.__getitem__)
        units_in_scope = left.multiselect("Units in scope", units, placeholder="All")
        persons = right.multiselect("Units whose persons they may see", ["All in scope", *units], placeholder="None")
        number = left.text_input("Their own employee number", help="Nobody sees what is said of themselves.")
        if st.form_submit_button("Grant"):
            units_with_persons = None if "All in scope" in persons else tuple(persons)
            _grant(Grant(email, role, tuple(units_in_scope) or None, units_with_persons, number.strip() or None))


def _grant(grant: Grant) -> None:
    doer = audit.name(access.demand("grant"))
    try:
        granted.grant(company_folders.own(), grant, by=doer, at=datetime.now().astimezone())
    except LoadError as refusal:
        st.error(markdown.text(refusal))
        return
    st.session_state["granted"] = f"{grant.who.strip()} is {sign_in.VIEWS[grant.role]} from now on."
    st.rerun()


def _take_back(emails: list[str]) -> None:
    with st.popover("Take access back"):
        email = st.selectbox("From", emails, index=None, key="revoked")
        if st.button("Take it back", disabled=email is None, type="primary") and email:
            doer = audit.name(access.demand("grant"))
            granted.revoke(company_folders.own(), email, by=doer, at=datetime.now().astimezone())
            st.session_state["granted"] = f"{email} has no access any more."
            st.rerun()
