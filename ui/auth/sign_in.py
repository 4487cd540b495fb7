"""Sign-in, sign-out, and a preview of the sample company as each role sees it."""

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
    """True for a viewer with access; for anybody else, draw the reason and the sign-in button, and return False."""
    viewer = access.viewer()
    if viewer.role != access.EVERYBODY_ELSE:
        _note_once(viewer)
        return True
    st.title("Bench Strength")
    st.write(markdown.text(viewer.because))
    if _provider():
        if viewer.who:
            st.button("Sign out", on_click=st.logout)
        else:
            st.button("Sign in", type="primary", on_click=st.login)
    return False


def bar() -> None:
    """Draw the signed-in viewer and the sign-out button; without sign-in, the choice of role for the sample company."""
    viewer = access.viewer()
    with st.sidebar:
        if _provider():
            st.caption(markdown.text(f"{viewer.who}, {VIEWS[viewer.role]}"))
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


def _note_once(viewer: access.Viewer) -> None:
    if viewer.who != access.MACHINE and st.session_state.get("signed in") != viewer.who:
        st.session_state["signed in"] = viewer.who
        audit.note("sign_in", viewer, company_folders.own(), role=viewer.role)
