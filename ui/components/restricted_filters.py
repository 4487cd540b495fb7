"""The filters of viewers who may not see every person: quarter-ends, twelve months, two filters, no small group."""

from __future__ import annotations

from datetime import date

import streamlit as st

from metrics.disclosure_control.mask import MONTHS, choices
from metrics.disclosure_control.populations import AT_MOST
from metrics.scope import Scope
from ui.auth import access
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope
from ui.text import labels


def bar(filters: tuple[tuple[str, str], ...]) -> None:
    """Draw the filters, (column, label) each; those that would leave a small group are not offered."""
    mask = metric_cache.mask(generation.here())
    units = access.viewer().units
    with st.sidebar:
        st.selectbox(
            "As of",
            mask.days,
            format_func=labels.day,
            key="quarter",
            help="Figures are read at quarter-ends, over the twelve months before. Groups of few people are hidden.",
        )
        for column, label in filters:
            chosen = _chosen(filters, but=column)
            options = [value for value in choices(mask, column, chosen, _day()) if _may(column, value, units)]
            if st.session_state.get(_key(column)) not in (None, *options):
                st.session_state[_key(column)] = None
            # a viewer's own units are a filter too, unless a unit is chosen among them
            room = (
                AT_MOST
                - len(chosen)
                - bool(units and column != "business_unit" and "business_unit" not in dict(chosen))
            )
            st.selectbox(
                label,
                options,
                index=None,
                key=_key(column),
                placeholder="All" if room > 0 else f"At most {AT_MOST} filters at once",
                disabled=room < 1 or not options,
            )
        st.button("Reset filters", on_click=_reset, args=(filters,), disabled=not _chosen(filters), width="stretch")


def scope(filters: tuple[tuple[str, str], ...]) -> Scope:
    """The chosen scope within the viewer's units: a quarter-end, a window of `MONTHS`, at most `AT_MOST` filters."""
    mask = metric_cache.mask(generation.here())
    day = _day()
    where = tuple((column, (value,)) for column, value in _chosen(filters)[:AT_MOST])
    chosen_scope = Scope(as_of=day if day in mask.days else mask.newest, months=MONTHS, where=where)
    return viewer_scope.within(chosen_scope, access.viewer().units)


def _chosen(filters: tuple[tuple[str, str], ...], but: str = "") -> tuple[tuple[str, str], ...]:
    return tuple(
        (column, str(value)) for column, _ in filters if column != but and (value := st.session_state.get(_key(column)))
    )


def _day() -> date | None:
    day = st.session_state.get("quarter")
    return day if isinstance(day, date) else None


def _may(column: str, value: str, units: tuple[str, ...] | None) -> bool:
    return column != "business_unit" or units is None or value in units


def _key(column: str) -> str:
    return f"limited {column}"


def _reset(filters: tuple[tuple[str, str], ...]) -> None:
    for column, _ in filters:
        st.session_state[_key(column)] = None
