"""Progress of long work on a page: its stage, and a button that stops it with nothing changed.

Pressing a button makes Streamlit end the run at its next call. The stages are such calls, and a load that is ended
between two stages leaves everything as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.text import markdown

LONG = 1_000_000  # bytes; files larger than this show their stages at once
_SOON = 0.7  # seconds after which any others do


@contextmanager
def stages(of: str | None, state: Callable[[], object], *, long: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows the stage given to it, until the work is done.

    `of` is the key of the files being read, None for a load; `state` returns the state that the work may change.
    """
    place = st.empty()
    try:
        with st.spinner("Reading and checking" if of else "Loading"):
            yield _Stages(place, of, state, 0.0 if long else _SOON)
    except Exception:
        place.empty()
        raise
    place.empty()


class _Stages:
    def __init__(self, place: DeltaGenerator, of: str | None, state: Callable[[], object], after: float) -> None:
        self._place, self._of, self._state = place, of, state
        self._from = time.monotonic() + after
        self._stage: DeltaGenerator | None = None

    def __call__(self, stage: str) -> None:
        if time.monotonic() < self._from:
            return
        if self._stage is None:
            with self._place.container(horizontal=True, vertical_alignment="center"):
                self._stage = st.empty()
                number = st.session_state["stops"] = st.session_state.get("stops", 0) + 1
                st.button("Stop", key=f"stop {number}", on_click=_stop, args=(self._of, self._state, self._state()))
        self._stage.markdown(markdown.text(stage))


def _stop(of: str | None, state: Callable[[], object], before: object) -> None:
    """Remember which reading was stopped; of a load, report whether it was done before it could be stopped."""
    if of is not None:
        st.session_state["stopped"] = of
    elif state() == before:
        st.session_state["told"] = "Stopped. Nothing was changed."
    else:
        st.session_state["told"] = "The load was done before it could be stopped. Undo it below if it should not stand."
        st.session_state["uploaded"] = st.session_state.get("uploaded", 0) + 1


def stopped(of: str) -> bool:
    """Whether the reading of these files was stopped; if so, draw that and a button to read them again."""
    if st.session_state.get("stopped") != of:
        return False
    st.info("The reading was stopped. Nothing was changed.")
    if st.button("Read them again"):
        st.session_state.pop("stopped")
        return False
    return True
