"""The filters every page shares: in one place, kept in the address, put back with one click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import streamlit as st

from metrics import filter_values
from metrics.scope import Scope
from ui.auth import access
from ui.components import restricted_filters
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope

WINDOWS = (3, 6, 12, 24, 36)


@dataclass(frozen=True)
class Filter:
    """One list of values to keep: `key` is its name in the address."""

    key: str
    column: str
    label: str


FILTERS = (
    Filter("unit", "business_unit", "Unit"),
    Filter("location", "location", "Location"),
    Filter("level", "job_level", "Level"),
    Filter("family", "job_family", "Job family"),
    Filter("generation", "generation", "Generation"),
    Filter("gender", "gender", "Gender"),
)


class Gone(NamedTuple):
    """What was asked for and nobody has, and what comes nearest to it."""

    values: tuple[str, ...]
    nearest: tuple[str, ...]


_LABELLED = tuple((one.column, one.label) for one in FILTERS)


def bar() -> None:
    """Draw the filters into the sidebar; values of a link that no longer exist are dropped and remembered."""
    of = generation.current()
    if of is None:
        return
    if access.viewer().masked:
        restricted_filters.bar(_LABELLED)
        return
    first, newest = generation.days(of)
    _follow_newest(newest)
    gone = st.session_state.setdefault("gone", {})
    with st.sidebar:
        st.date_input(
            "As of",
            value=newest,
            min_value=first,
            max_value=max(newest, date(newest.year, 12, 31)),
            key="as_of",
            bind="query-params",
            format="YYYY-MM-DD",
            help="Every figure is read at the end of this day.",
        )
        st.selectbox(
            "Window, in months",
            [str(months) for months in WINDOWS],
            index=WINDOWS.index(12),
            key="months",
            bind="query-params",
            help="How far back leavers, offers and moves are counted.",
        )
        for one in FILTERS:
            options = metric_cache.values(of, one.column, access.viewer().units)
            heed(one.key, one.label, options, gone)
            st.multiselect(
                one.label,
                options,
                key=one.key,
                bind="query-params",
                placeholder="All",
            )
        st.button("Reset filters", on_click=_reset, args=(newest,), disabled=not _changed(newest), width="stretch")


def scope() -> Scope:
    """What the viewer asks for: the day, the window, and the values to keep."""
    of = generation.current()
    if of and access.viewer().masked:
        return restricted_filters.scope(_LABELLED)
    newest = generation.days(of)[1] if of else date(2000, 1, 1)
    where = tuple(
        (one.column, tuple(sorted(str(value) for value in st.session_state.get(one.key) or ())))
        for one in FILTERS
        if st.session_state.get(one.key)
    )
    asked = Scope(
        as_of=st.session_state.get("as_of") or newest,
        months=int(st.session_state.get("months") or 12),
        where=where,
    )
    return viewer_scope.within(asked, access.viewer().units)


def missing() -> str:
    """One sentence about values the link asked for that the data no longer has; empty if there are none."""
    return told(st.session_state.get("gone", {}))


def told(gone: Mapping[str, Gone]) -> str:
    """What links asked for under these labels and nobody has, with what comes nearest of what this viewer may see.

    A value out of their sight is told in the same words as one that does not exist.
    """
    if not gone:
        return ""
    asked = " and ".join(f"{label} {', '.join(f'“{value}”' for value in one.values)}" for label, one in gone.items())
    near = [f"{label} {filter_values.listed(one.nearest, 'and')}" for label, one in gone.items() if one.nearest]
    whose = "the data does not have (any more): nobody has it"
    if access.viewer().units is not None:
        whose = "what you may see does not have (any more): nobody there has it"
    nearest = f" The nearest: {'; '.join(near)}." if near else ""
    return f"This link asks for {asked}, which {whose}.{nearest} It is shown without."


def heed(key: str, label: str, options: Sequence[str], gone: dict[str, Gone]) -> None:
    """Prepare what the address asks for under a key, before its list is drawn: what is not offered goes into `gone`.

    What was copied out of a download, and carries its apostrophe, is put as the data has it.
    """
    held = st.session_state.get(key)
    asked = [str(value) for value in held or st.query_params.get_all(key) if str(value)]
    found = {value: filter_values.meant(value, options) for value in asked}
    if lost := [value for value, known in found.items() if not known]:
        gone[label] = Gone(tuple(lost), tuple(filter_values.suggested(asked, lost, options)))
    kept = list(dict.fromkeys(one for known in found.values() for one in known))
    copied = any(known and known != [value] for value, known in found.items())
    emptied = held is not None and not held  # by a reset: the address still says what it was
    if not emptied and (held or copied) and kept != held:
        st.session_state[key] = kept


def _follow_newest(newest: date) -> None:
    """Whoever looks at the newest day goes on looking at the newest day after a load."""
    before = st.session_state.get("newest")
    if before and before != newest and st.session_state.get("as_of") == before:
        st.session_state.pop("as_of")
    st.session_state["newest"] = newest


def _changed(newest: date) -> bool:
    return bool(
        st.session_state.get("gone")
        or any(st.session_state.get(one.key) for one in FILTERS)
        or st.session_state.get("as_of", newest) != newest
        or st.session_state.get("months", "12") != "12"
    )


def _reset(newest: date) -> None:
    st.session_state["gone"] = {}
    st.session_state["as_of"] = newest
    st.session_state["months"] = "12"
    for one in FILTERS:
        st.session_state[one.key] = []
