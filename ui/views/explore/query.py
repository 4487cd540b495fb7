"""Any metric by any grouping it has: what is asked for, kept in the address, and what comes of it."""

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
        """What the viewer may see of it, for this scope or another."""
        scope = scope or self.scope
        return metric_cache.metric(self.entry.name, scope, scope.by, trend=self.trend, **self.options)


def ask(scope: Scope) -> ExploreQuery:
    """Ask for metric, grouping, course and options. Every answer is bound to the address."""
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
    wanted = viewer_scope.applicable(name, scope)
    wanted = replace(wanted, by=tuple(by), where=wanted.where + where)
    return ExploreQuery(entry, wanted, options, 0 if dated else QUARTERS[course])


def _details(entry: Entry) -> tuple[dict[str, Any], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The metric's options that differ from their defaults, and filters that the sidebar does not have."""
    offered = [option for option in entry.options if (entry.name, option.name) not in FILE_OPTIONS]
    beside = {one.column for one in filters.FILTERS}
    columns = [column for column in entry.filters if column not in beside]
    with st.expander("Options and further filters"):
        grid = st.grid(3, min_column_width=220, gap="medium")
        options, where = {}, []
        for option in offered:
            with grid.cell():
                if (value := _option(entry.name, option)) is not None:
                    options[option.name] = value
        for column in columns:
            with grid.cell():
                if kept := _filter(column):
                    where.append((column, tuple(sorted(kept))))
    return options, tuple(where)


def _option(name: str, option: Option) -> Any:
    """The value that is asked for, None where it is the default."""
    shared: dict[str, Any] = {"key": f"{name}.{option.name}", "bind": "query-params", "help": option.meaning}
    title = label(option.name)
    given: Any
    if option.kind == "integer":
        given = st.number_input(title, 0, MOST, int(option.default), step=1, **shared)
    elif option.kind == "date":
        given = st.date_input(title, value=None, min_value=date(1950, 1, 1), format="YYYY-MM-DD", **shared)
    elif option.kind in KINDS:
        given = st.text_input(title, placeholder=option.default, **shared) or None
    else:
        given = st.selectbox(
            title, option.kind.split("|"), index=option.kind.split("|").index(option.default), **shared
        )
    return None if given is None or str(given) == option.default else given


def _filter(column: str) -> list[str]:
    values = FIXED_VALUES.get(column) or metric_cache.values(generation.here(), column, access.viewer().units)
    key, gone = f"only.{column}", dict[str, filters.Gone]()
    heading = labels.column(column)
    filters.heed(key, heading, values, gone)
    if gone:
        figure_display.note(filters.told(gone))  # above the page stands what was said of those before
        st.session_state.setdefault("gone", {}).update(gone)
    return st.multiselect(heading, values, key=key, bind="query-params", placeholder="All")


def table(asked: ExploreQuery, frame: pd.DataFrame) -> None:
    """Every row, to read and to sort."""
    audit.saw_in(frame, asked.entry.name)
    if len(frame) > figure_display.LONGEST_PLAIN_TABLE:
        st.dataframe(
            tables.worded(frame),
            hide_index=True,
            width="stretch",
            column_config=tables.formats(frame, asked.entry.name),
            alt=f"{asked.entry.question} {len(frame)} rows.",
        )
    else:
        st.html(tables.plain(tables.readable(frame, asked.entry.name), numeric=tables.numeric(frame)))


def line(asked: ExploreQuery, min_group: int) -> str:
    """The command that prints what is shown."""
    where = company_folders.folder()
    near = where.relative_to(Path.cwd()) if where and where.is_relative_to(Path.cwd()) else where
    return cli_command.line(
        asked.entry.name, asked.scope, asked.options, trend=asked.trend, min_group=min_group, folder=near
    )  # fmt: skip


def say_command(asked: ExploreQuery, min_group: int) -> None:
    """The same figures from the command line, to copy."""
    with st.expander("The command that prints the same"):
        st.code(line(asked, min_group), language=None, wrap_lines=True)
