"""The filters every page shares: drawn in the sidebar, kept in the address, reset with one click."""

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
    """One filter: the column, its label, and `key`, its name in the address."""

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
    """Filter values of a link that the data does not have, and the nearest values it has."""

    values: tuple[str, ...]
    nearest: tuple[str, ...]


_LABELLED = tuple((entry.column, entry.label) for entry in FILTERS)


def bar() -> None:
    """Draw the filters into the sidebar; values of a link that do not exist are dropped and kept for `missing`."""
    data = generation.current()
    if data is None:
        return
    if access.viewer().masked:
        restricted_filters.bar(_LABELLED)
        return
    first_day, newest_day = generation.days(data)
    _follow_newest(newest_day)
    missing_values = st.session_state.setdefault("gone", {})
    with st.sidebar:
        st.date_input(
            "As of",
            value=newest_day,
            min_value=first_day,
            max_value=max(newest_day, date(newest_day.year, 12, 31)),
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
        for entry in FILTERS:
            options = metric_cache.values(data, entry.column, access.viewer().units)
            heed(entry.key, entry.label, options, missing_values)
            st.multiselect(
                entry.label,
                options,
                key=entry.key,
                bind="query-params",
                placeholder="All",
            )
        st.button(
            "Reset filters", on_click=_reset, args=(newest_day,), disabled=not _changed(newest_day), width="stretch"
        )


def scope() -> Scope:
    """The scope the viewer has chosen, limited to the units they may see: day, window in months, filter values."""
    data = generation.current()
    if data and access.viewer().masked:
        return restricted_filters.scope(_LABELLED)
    newest = generation.days(data)[1] if data else date(2000, 1, 1)
    where = tuple(
        (entry.column, tuple(sorted(str(value) for value in st.session_state.get(entry.key) or ())))
        for entry in FILTERS
        if st.session_state.get(entry.key)
    )
    wanted_scope = Scope(
        as_of=st.session_state.get("as_of") or newest,
        months=int(st.session_state.get("months") or 12),
        where=where,
    )
    return viewer_scope.within(wanted_scope, access.viewer().units)


def missing() -> str:
    """One sentence about filter values of the link that the data does not have; empty if there are none."""
    return told(st.session_state.get("gone", {}))


def told(missing_values: Mapping[str, Gone]) -> str:
    """A sentence naming the missing filter values by label, with the nearest values this viewer may see.

    A value the viewer may not see is reported in the same words as one that does not exist: the wording must not
    reveal which it is.
    """
    if not missing_values:
        return ""
    values = " and ".join(
        f"{label} {', '.join(f'“{value}”' for value in labelled.values)}" for label, labelled in missing_values.items()
    )
    suggestions = [
        f"{label} {filter_values.listed(labelled.nearest, 'and')}"
        for label, labelled in missing_values.items()
        if labelled.nearest
    ]
    verdict = "the data does not have (any more): nobody has it"
    if access.viewer().units is not None:
        verdict = "what you may see does not have (any more): nobody there has it"
    nearest = f" The nearest: {'; '.join(suggestions)}." if suggestions else ""
    return f"This link asks for {values}, which {verdict}.{nearest} It is shown without."


def heed(key: str, label: str, options: Sequence[str], missing_values: dict[str, Gone]) -> None:
    """Match the address's values with the options before the widget is drawn; unmatched ones go into `missing_values`.

    A value copied out of a download, with its guarding apostrophe, becomes the value of the data.
    """
    widget_values = st.session_state.get(key)
    values = [str(value) for value in widget_values or st.query_params.get_all(key) if str(value)]
    matches = {value: filter_values.meant(value, options) for value in values}
    if unmatched := [value for value, options_meant in matches.items() if not options_meant]:
        missing_values[label] = Gone(tuple(unmatched), tuple(filter_values.suggested(values, unmatched, options)))
    selection = list(dict.fromkeys(option for options_meant in matches.values() for option in options_meant))
    reworded = any(options_meant and options_meant != [value] for value, options_meant in matches.items())
    was_reset = widget_values is not None and not widget_values  # by a reset: the address still has the old values
    if not was_reset and (widget_values or reworded) and selection != widget_values:
        st.session_state[key] = selection


def _follow_newest(newest: date) -> None:
    """Move a viewer who looks at the newest day to the new newest day after a load."""
    before = st.session_state.get("newest")
    if before and before != newest and st.session_state.get("as_of") == before:
        st.session_state.pop("as_of")
    st.session_state["newest"] = newest


def _changed(newest: date) -> bool:
    return bool(
        st.session_state.get("gone")
        or any(st.session_state.get(entry.key) for entry in FILTERS)
        or st.session_state.get("as_of", newest) != newest
        or st.session_state.get("months", "12") != "12"
    )


def _reset(newest: date) -> None:
    st.session_state["gone"] = {}
    st.session_state["as_of"] = newest
    st.session_state["months"] = "12"
    for entry in FILTERS:
        st.session_state[entry.key] = []
