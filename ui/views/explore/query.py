"""The query of Explore: a metric with its grouping, filters, options and trend, all kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import label
from metrics import catalogue
from metrics.catalogue import KINDS, Entry, Option
from metrics.scope import Scope
from ui import company_folders
from ui.auth import access, audit
from ui.components import figure_display, filters, tables
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope
from ui.text import labels
from ui.views.explore import cli_command

FIRST = "retention_rate"
FIXED_VALUES = {
    "track": ["ic", "manager", "unknown"],
    "offered_track": ["ic", "manager", "unknown"],
    "criticality": ["1", "2", "3", "unknown"],
}
FILE_OPTIONS = {("vacancy_stress", "rates")}  # names a file, which a browser has no business to read
MOST = 10_000
QUARTERS = {"One day": 0, "13 month ends": 13, "25 month ends": 25}


@dataclass(frozen=True)
class ExploreQuery:
    """One metric as the viewer asks for it; the scope holds its grouping and only filters it has."""

    entry: Entry
    scope: Scope
    options: Mapping[str, Any] = field(default_factory=dict)
    trend: int = 0

    def frame(self, scope: Scope | None = None) -> pd.DataFrame:
        """The metric's frame as this viewer may see it, for this scope or another."""
        scope = scope or self.scope
        return metric_cache.metric(self.entry.name, scope, scope.by, trend=self.trend, **self.options)


def ask(scope: Scope) -> ExploreQuery:
    """Draw the widgets for metric, grouping, trend and options, each bound to the address, and return their query."""
    left, middle, right = st.columns([2, 2, 1])
    with left:
        every = list(catalogue.names())
        name = st.selectbox(
            "Metric", every, index=every.index(FIRST), format_func=label, key="figure", bind="query-params"
        )
    entry = catalogue.entry(name)
    with middle:
        by = st.multiselect(
            "Grouped by",
            entry.groups,
            format_func=labels.column,
            key=f"{name}.by",
            bind="query-params",
            placeholder="Nothing: one figure for all",
            max_selections=3,
        )
    with right:
        dated = any(column.name == "as_of" for column in entry.columns)
        course = st.selectbox("Read at", list(QUARTERS), key="course", bind="query-params", disabled=dated)
    options, where = _details(entry)
    query_scope = viewer_scope.applicable(name, scope)
    query_scope = replace(query_scope, by=tuple(by), where=query_scope.where + where)
    return ExploreQuery(entry, query_scope, options, 0 if dated else QUARTERS[course])


def _details(entry: Entry) -> tuple[dict[str, Any], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The options that differ from their defaults, and the (column, values) filters that the sidebar does not have."""
    offered = [option for option in entry.options if (entry.name, option.name) not in FILE_OPTIONS]
    in_sidebar = {shared_filter.column for shared_filter in filters.FILTERS}
    columns = [column for column in entry.filters if column not in in_sidebar]
    with st.expander("Options and further filters"):
        grid = st.grid(3, min_column_width=220, gap="medium")
        options, where = {}, []
        for option in offered:
            with grid.cell():
                if (value := _option(entry.name, option)) is not None:
                    options[option.name] = value
        for column in columns:
            with grid.cell():
                if chosen := _filter(column):
                    where.append((column, tuple(sorted(chosen))))
    return options, tuple(where)


def _option(name: str, option: Option) -> Any:
    """The value chosen for the option; None where it is the default."""
    shared: dict[str, Any] = {"key": f"{name}.{option.name}", "bind": "query-params", "help": option.meaning}
    title = label(option.name)
    value: Any
    if option.kind == "integer":
        value = st.number_input(title, 0, MOST, int(option.default), step=1, **shared)
    elif option.kind == "date":
        value = st.date_input(title, value=None, min_value=date(1950, 1, 1), format="YYYY-MM-DD", **shared)
    elif option.kind in KINDS:
        value = st.text_input(title, placeholder=option.default, **shared) or None
    else:
        value = st.selectbox(
            title, option.kind.split("|"), index=option.kind.split("|").index(option.default), **shared
        )
    return None if value is None or str(value) == option.default else value


def _filter(column: str) -> list[str]:
    values = FIXED_VALUES.get(column) or metric_cache.values(generation.here(), column, access.viewer().units)
    key, missing_values = f"only.{column}", dict[str, filters.Gone]()
    heading = labels.column(column)
    filters.heed(key, heading, values, missing_values)
    if missing_values:
        figure_display.note(filters.told(missing_values))  # above the page stands what was said of those before
        st.session_state.setdefault("gone", {}).update(missing_values)
    return st.multiselect(heading, values, key=key, bind="query-params", placeholder="All")


def table(query: ExploreQuery, frame: pd.DataFrame) -> None:
    """Draw every row as a table; a long one can be sorted."""
    audit.saw_in(frame, query.entry.name)
    if len(frame) > figure_display.LONGEST_PLAIN_TABLE:
        st.dataframe(
            tables.worded(frame),
            hide_index=True,
            width="stretch",
            column_config=tables.formats(frame, query.entry.name),
            alt=f"{query.entry.question} {len(frame)} rows.",
        )
    else:
        st.html(tables.plain(tables.readable(frame, query.entry.name), numeric=tables.numeric(frame)))


def line(query: ExploreQuery, min_group: int) -> str:
    """The command that prints the figures shown; the data folder is relative to the working folder if it can be."""
    folder = company_folders.folder()
    shown_folder = folder.relative_to(Path.cwd()) if folder and folder.is_relative_to(Path.cwd()) else folder
    return cli_command.line(
        query.entry.name, query.scope, query.options, trend=query.trend, min_group=min_group, folder=shown_folder
    )  # fmt: skip


def say_command(query: ExploreQuery, min_group: int) -> None:
    """Draw a fold with the command that prints the same figures, to copy."""
    with st.expander("The command that prints the same"):
        st.code(line(query, min_group), language=None, wrap_lines=True)
