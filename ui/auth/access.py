"""Who is looking, and what they may see. Asked afresh on every run, from the ledger, never from what a browser says."""

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
    """This viewer may not do that."""


def viewer() -> Viewer:
    """Whoever looks, asked once a run: what changes something, `demand` and `still`, asks afresh."""
    kept: Viewer | None = getattr(_run, "viewer", None)
    return kept or _asked()


def look() -> None:
    """Ask at the beginning of a run, for all of it."""
    _run.viewer = None
    _run.viewer = viewer()


def _asked() -> Viewer:
    """Whoever is signed in, with what the ledger grants them; without a provider, whoever sits at this machine."""
    try:
        configured = identity.provider()
    except LookupError as lack:
        return Viewer("", EVERYBODY_ELSE, because=str(lack))
    if configured is None:
        return _at_this_machine()
    return signed_in(st.context.cookies, configured)


def signed_in(cookies: Mapping[str, str], configured: identity.Provider) -> Viewer:
    """Whoever these cookies vouch for, with what the ledger grants them; else nobody, and why."""
    claims = identity.claims(cookies, configured)
    try:
        who = identity.who(claims, configured, datetime.now().astimezone())
    except identity.NotSignedIn as reason:
        return Viewer("", EVERYBODY_ELSE, because=str(reason))
    if granted.is_signed_out(company_folders.own(), identity.sign_in(claims)):
        return Viewer("", EVERYBODY_ELSE, because="You have signed out. Sign in again to see the dashboard.")
    return _granted(who)


def sign_out(cookies: Mapping[str, str], configured: identity.Provider) -> None:
    """End the sign-in that these cookies vouch for, wherever a copy of them is held; nothing where there is none."""
    if claims := identity.claims(cookies, configured):
        now = datetime.now().astimezone()
        granted.sign_out(company_folders.own(), identity.sign_in(claims), at=now, longest=identity.LONGEST)


def _granted(who: str) -> Viewer:
    found = granted.of(company_folders.own(), who)
    if found is None:
        return Viewer(
            who, EVERYBODY_ELSE, because=f"You are signed in as {who}, and nobody has given you access yet. Ask HR."
        )
    return of(found)


def _at_this_machine() -> Viewer:
    address = st.context.ip_address
    if isinstance(address, str) and not identity.is_this_machine(address):
        return Viewer("", EVERYBODY_ELSE, because=_OPEN_HERE_ALONE)
    tried = str(st.session_state.get("view_as") or "")
    if tried in granted.ROLES and company_folders.is_sample():
        return of(Grant(MACHINE, tried))
    return Viewer(MACHINE, MACHINE, persons=None)


def demand(right: str) -> Viewer:
    """This viewer, who may do that. Raises NotAllowed for whoever may not, whatever the browser sent."""
    _run.viewer = None
    who = viewer()
    if not who.may(right):
        raise NotAllowed("Your role does not include this. Whoever owns this installation can change that.")
    st.session_state["changes"] = True  # they see what they change at once
    return who


def still(who: Viewer, right: str) -> None:
    """Raise NotAllowed where a viewer of a moment ago may not do or see that any more: a grant may have changed."""
    now = who if who.who == MACHINE else _granted(who.who)
    if not now.may(right):
        raise NotAllowed("Your role does not include this any more.")
    if now != who:
        raise NotAllowed("What you may see has changed. Open the page again.")


@contextmanager
def looking(who: Viewer) -> Iterator[None]:
    """For as long as this lasts, that is who looks: where something is made for them outside a run."""
    _run.viewer, before = who, getattr(_run, "viewer", None)
    try:
        yield
    finally:
        _run.viewer = before


def require(page: str) -> Viewer:
    """Stop the page unless this viewer may open it. Asks afresh on every run, whichever script started the page."""
    who = viewer()
    if page not in who.pages:
        st.title("This page is not open to you" if who.role != EVERYBODY_ELSE else "Not open to you")
        st.write(
            markdown.text(who.because)
            or "Your role does not include it. Whoever owns this installation can change that."
        )
        st.stop()
    return who
