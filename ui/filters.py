"""The filters every page shares: in one place, kept in the address, put back with one click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from metrics.scope import Scope
from ui import access, data, limited

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


_LABELLED = tuple((one.column, one.label) for one in FILTERS)


def bar() -> None:
    """Draw the filters into the sidebar; values of a link that no longer exist are dropped and remembered."""
    of = data.generation()
    if of is None:
        return
    if access.viewer().masked:
        limited.bar(_LABELLED)
        return
    first, newest = data.days(of)
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
            options = _options(of, one)
            _drop_missing(one, options, gone)
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
    of = data.generation()
    if of and access.viewer().masked:
        return limited.scope(_LABELLED)
    newest = data.days(of)[1] if of else date(2000, 1, 1)
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
    return data.within(asked, access.viewer().units)


def missing() -> str:
    """One sentence about values the link asked for that the data no longer has; empty if there are none."""
    gone: dict[str, list[str]] = st.session_state.get("gone", {})
    said = [f"{label} {', '.join(f'“{value}”' for value in values)}" for label, values in gone.items() if values]
    if not said:
        return ""
    return f"This link asks for {' and '.join(said)}, which the data does not have (any more). It is shown without."


def _options(of: data.Reading, one: Filter) -> list[str]:
    units = access.viewer().units if one.column == "business_unit" else None
    return [str(value) for value in data.values(of, one.column) if units is None or value in units]


def _drop_missing(one: Filter, options: list[str], gone: dict[str, list[str]]) -> None:
    asked: list[Any] = st.session_state.get(one.key) or st.query_params.get_all(one.key)
    lost = [str(value) for value in asked if str(value) and str(value) not in options]
    if lost:
        gone[one.label] = lost
    if one.key in st.session_state:
        kept = [value for value in st.session_state[one.key] if value in options]
        if kept != st.session_state[one.key]:
            st.session_state[one.key] = kept


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
