"""Signing in and out, and, on the sample company, looking at it as each role would."""

from __future__ import annotations

import streamlit as st

from data_loaders.privacy.grants import ROLES
from ui import company_folders
from ui.auth import access, audit, identity
from ui.text import markdown

VIEWS = {
    "": "Everything",
    "executive": "Executive",
    "analyst": "Analyst",
    "hr": "HR",
    "owner": "Owner",
}


def gate() -> bool:
    """Let a viewer with access pass; to anybody else say why not, with the way in. True: go on."""
    who = access.viewer()
    if who.role != access.EVERYBODY_ELSE:
        _note_once(who)
        return True
    st.title("Bench Strength")
    st.write(markdown.text(who.because))
    if _provider():
        if who.who:
            st.button("Sign out", on_click=st.logout)
        else:
            st.button("Sign in", type="primary", on_click=st.login)
    return False


def bar() -> None:
    """Who is signed in, and the way out; where nobody signs in, the sample company as each role sees it."""
    who = access.viewer()
    with st.sidebar:
        if _provider():
            st.caption(markdown.text(f"{who.who}, {VIEWS[who.role]}"))
            st.button("Sign out", on_click=st.logout, width="stretch")
        elif company_folders.is_sample():
            st.selectbox(
                "See it as",
                ["", *ROLES],
                format_func=VIEWS.__getitem__,
                key="view_as",
                help="What each role would see of the sample company.",
            )


def _provider() -> identity.Provider | None:
    try:
        return identity.provider()
    except LookupError:
        return None


def _note_once(who: access.Viewer) -> None:
    if who.who != access.MACHINE and st.session_state.get("signed in") != who.who:
        st.session_state["signed in"] = who.who
        audit.note("sign_in", who, company_folders.own(), role=who.role)
