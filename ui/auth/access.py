"""The viewer of a run and their rights, read from the ledger on every run, never from what a browser sends."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import streamlit as st

from data_loaders.privacy import grants as granted
from data_loaders.privacy.grants import Grant
from metrics.errors import MetricError
from ui import company_folders
from ui.auth import identity
from ui.permissions.viewer import EVERYBODY_ELSE, MACHINE, RIGHTS, Sight, Viewer, of
from ui.text import markdown

__all__ = [
    "EVERYBODY_ELSE", "MACHINE", "RIGHTS", "NotAllowed", "Sight", "Viewer", "demand", "look",
    "looking", "of", "require", "sign_out", "signed_in", "still", "viewer",
]  # fmt: skip

_OPEN_HERE_ALONE = (
    "Nobody can sign in yet, so Bench Strength shows people's data only on the machine it runs on. Open it there, at "
    "the address it printed when it started, or set up sign-in: docs/running.md says how."
)


_run = threading.local()  # a run of the script has a thread of its own


class NotAllowed(MetricError):
    """The viewer does not have the right for an action; the message says who can change that."""


def viewer() -> Viewer:
    """The viewer of this run, looked up once a run; `demand` and `still` look again, as they guard changes."""
    cached: Viewer | None = getattr(_run, "viewer", None)
    return cached or _current_viewer()


def look() -> None:
    """Look up the viewer at the beginning of a run, for all of it."""
    _run.viewer = None
    _run.viewer = viewer()


def _current_viewer() -> Viewer:
    """The signed-in viewer with the rights the ledger grants; without a provider, the viewer at this machine."""
    try:
        configured = identity.provider()
    except LookupError as lack:
        return Viewer("", EVERYBODY_ELSE, because=str(lack))
    if configured is None:
        return _at_this_machine()
    return signed_in(st.context.cookies, configured)


def signed_in(cookies: Mapping[str, str], configured: identity.Provider) -> Viewer:
    """The viewer these cookies vouch for, with the rights the ledger grants; else one with no role, and the reason."""
    claims = identity.claims(cookies, configured)
    try:
        email = identity.who(claims, configured, datetime.now().astimezone())
    except identity.NotSignedIn as reason:
        return Viewer("", EVERYBODY_ELSE, because=str(reason))
    if granted.is_signed_out(company_folders.own(), identity.sign_in(claims)):
        return Viewer("", EVERYBODY_ELSE, because="You have signed out. Sign in again to see the dashboard.")
    return _granted(email)


def sign_out(cookies: Mapping[str, str], configured: identity.Provider) -> None:
    """End the sign-in that these cookies vouch for, in every copy of them; nothing where there is none."""
    if claims := identity.claims(cookies, configured):
        now = datetime.now().astimezone()
        granted.sign_out(company_folders.own(), identity.sign_in(claims), at=now, longest=identity.LONGEST)


def _granted(email: str) -> Viewer:
    grant = granted.of(company_folders.own(), email)
    if grant is None:
        return Viewer(
            email, EVERYBODY_ELSE, because=f"You are signed in as {email}, and nobody has given you access yet. Ask HR."
        )
    return of(grant)


def _at_this_machine() -> Viewer:
    address = st.context.ip_address
    if isinstance(address, str) and not identity.is_this_machine(address):
        return Viewer("", EVERYBODY_ELSE, because=_OPEN_HERE_ALONE)
    role = str(st.session_state.get("view_as") or "")
    if role in granted.ROLES and company_folders.is_sample():
        return of(Grant(MACHINE, role))
    return Viewer(MACHINE, MACHINE, persons=None)


def demand(right: str) -> Viewer:
    """The viewer, looked up again. Raises NotAllowed if they do not have the right, whatever the browser sent."""
    _run.viewer = None
    doer = viewer()
    if not doer.may(right):
        raise NotAllowed("Your role does not include this. Whoever owns this installation can change that.")
    st.session_state["changes"] = True  # they see what they change at once
    return doer


def still(earlier: Viewer, right: str) -> None:
    """Raise NotAllowed if an earlier viewer has lost the right since, or their grant has changed in any way."""
    now = earlier if earlier.who == MACHINE else _granted(earlier.who)
    if not now.may(right):
        raise NotAllowed("Your role does not include this any more.")
    if now != earlier:
        raise NotAllowed("What you may see has changed. Open the page again.")


@contextmanager
def looking(other: Viewer) -> Iterator[None]:
    """Make `other` the viewer while the context lasts, for work done on their behalf outside a run."""
    _run.viewer, before = other, getattr(_run, "viewer", None)
    try:
        yield
    finally:
        _run.viewer = before


def require(page: str) -> Viewer:
    """Stop the page unless this viewer may open it; otherwise return the viewer. Every page calls it first."""
    visitor = viewer()
    if page not in visitor.pages:
        st.title("This page is not open to you" if visitor.role != EVERYBODY_ELSE else "Not open to you")
        st.write(
            markdown.text(visitor.because)
            or "Your role does not include it. Whoever owns this installation can change that."
        )
        st.stop()
    return visitor
