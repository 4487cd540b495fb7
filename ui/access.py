"""Who is looking, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

import pandas as pd
import streamlit as st

PAGES = (
    "overview",
    "retention",
    "refusals",
    "bench",
    "stress",
    "pathways",
    "growth",
    "explore",
    "upload",
    "settings",
    "dictionary",
)


@dataclass(frozen=True)
class Viewer:
    """What one viewer may open: pages, names of persons, and the smallest group shown to them."""

    pages: frozenset[str]
    sees_people: bool
    min_group: int


_OF_PERSONS = ("employee_id", "employee_ids", "incumbent_id", "said_no_ids", "never_asked_ids")
_EVERYTHING = Viewer(pages=frozenset(PAGES), sees_people=True, min_group=1)
_NOTHING = Viewer(pages=frozenset(), sees_people=False, min_group=5)


def viewer() -> Viewer:
    """Whoever sits at the machine the dashboard runs on may see all; anybody else nothing, as nobody signs in yet."""
    address = st.context.ip_address
    return _NOTHING if isinstance(address, str) and not _is_this_machine(address) else _EVERYTHING


def _is_this_machine(address: str) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    mapped = peer.ipv4_mapped if isinstance(peer, IPv6Address) else None
    return (mapped or peer).is_loopback


def seen(frame: pd.DataFrame, who: Viewer) -> pd.DataFrame:
    """The frame as this viewer may see it: without the ids of persons for whoever may not see them."""
    hidden = [] if who.sees_people else [column for column in _OF_PERSONS if column in frame]
    return frame.assign(**dict.fromkeys(hidden, "")) if hidden else frame


def require(page: str) -> Viewer:
    """Stop the page unless this viewer may open it. Asks afresh on every run, whichever script started the page."""
    who = viewer()
    if page not in who.pages:
        st.title("This page is not open to you")
        st.write(
            "Bench Strength shows people's data only on the machine it runs on. Open it there, at the address it "
            "printed when it started."
        )
        st.stop()
    return who
