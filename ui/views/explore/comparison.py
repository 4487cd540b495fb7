"""A metric compared between two groups, between two days, or of each group with the rest, with 95 % intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import known
from metrics import comparison
from metrics.scope import months_before
from ui.components import downloads, figure_display, tables
from ui.datasource import metric_cache
from ui.text import labels as wording
from ui.views.explore import chart
from ui.views.explore.query import ExploreQuery

GROUPS, DAYS, REST = "Two groups", "Two days", "Each group with the rest"
SHARED = (
    "Both days may count some of the same people or roles. The interval takes them for different ones, and so is "
    "rather too wide than too narrow."
)
FORECASTS = frozenset({"stress_backtest"})  # its interval is that of the forecast, not of the figure


def draw(query: ExploreQuery, frame: pd.DataFrame) -> None:
    """Draw the section that compares the metric's figure; nothing for a trend or a metric without an interval."""
    figure = chart.with_interval(query.entry)
    if figure is None or query.trend or query.entry.name in FORECASTS:
        return
    figure_display.section("Compare")
    kinds = [GROUPS, DAYS] + ([REST] if query.entry.name in comparison.COUNTS else [])
    how = st.segmented_control("Compare", kinds, key="compare", bind="query-params", label_visibility="collapsed")
    if how == GROUPS:
        _two_groups(query, frame, figure)
    elif how == DAYS:
        _two_days(query, frame, figure)
    elif how == REST:
        _rest(query, frame)
    else:
        st.caption("Choose what to set side by side.")


def _two_groups(query: ExploreQuery, frame: pd.DataFrame, figure: str) -> None:
    groups = dict(_groups(query, frame))
    if len(groups) < 2:
        figure_display.nothing("There are no two groups here.", "Choose a column in “Grouped by” above.")
        return
    left, right = st.columns(2)
    first = left.selectbox("First", list(groups), index=0, key="first", bind="query-params")
    second = right.selectbox("Second", list(groups), index=1, key="second", bind="query-params")
    if first == second:
        st.caption("Choose two different groups.")
        return
    rows = comparison.differences(groups[first], groups[second], figure, _inner(query, frame))
    _show(query, rows, (first, second), "")


def _two_days(query: ExploreQuery, frame: pd.DataFrame, figure: str) -> None:
    year_ago = months_before(query.scope.as_of, 12)
    day = st.date_input("Compared with", value=year_ago, key="then", bind="query-params", format="YYYY-MM-DD")
    then = replace(query.scope, as_of=day)
    before = query.frame(then)
    rows = comparison.differences(frame, before, figure, [*query.scope.by, *_inner(query, frame)])
    _show(query, rows, (wording.day(query.scope.as_of), wording.day(day)), SHARED)


def _rest(query: ExploreQuery, frame: pd.DataFrame) -> None:
    if not query.scope.by:
        figure_display.nothing("There are no groups here.", "Choose a column in “Grouped by” above.")
        return
    inner = _inner(query, frame)
    rows = comparison.against_the_rest(frame, query.entry.name, query.scope.by, inner)
    clear = rows[rows["adjusted_p"] < 0.05]
    labels = [_label(row, [*query.scope.by, *inner]) for row in metric_cache.rows(clear)]
    figure_display.answer(
        f"Different from the rest, also after {len(rows)} comparisons: {', '.join(labels)}."
        if labels
        else f"After {len(rows)} comparisons none differs from the rest by more than chance would bring."
    )
    st.caption(
        "p is adjusted for the number of groups (Benjamini–Hochberg): of what lies below 0.05, at most one in twenty "
        "is expected to be chance. A p alone says nothing of how large a difference is: read its interval."
    )
    _table(query, rows, {"share": "Group", "rest": "The rest"})


def _groups(query: ExploreQuery, frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    by = list(query.scope.by)
    if not by:
        return []
    keys = frame[by].astype(object).where(frame[by].notna(), None)
    parts = frame.groupby([_label(row, by) for row in metric_cache.rows(keys)], sort=False)
    return [(str(label), part) for label, part in parts]


def _inner(query: ExploreQuery, frame: pd.DataFrame) -> list[str]:
    """The columns that tell the rows of one group apart, such as step, measure or month."""
    units = {column.name: column.unit for column in query.entry.columns}
    labels = [name for name, unit in units.items() if unit in ("name", "month", "level") and name in frame]
    return [name for name in labels if name not in query.scope.by]


def _label(row: Mapping[str, Any], columns: list[str]) -> str:
    return " · ".join(wording.value(name, row[name]) if known(row[name]) else "Not known" for name in columns)


def _show(query: ExploreQuery, rows: pd.DataFrame, pair: tuple[str, str], caveat: str) -> None:
    if rows.empty or rows["difference"].isna().all():
        figure_display.nothing("One side has no figure.", "Choose another group or day, or a longer window.")
        return
    if len(rows) == 1:
        figure_display.answer(_sentence(query, metric_cache.rows(rows)[0], pair))
    if caveat:
        st.caption(caveat)
    _table(query, rows, {"first": pair[0], "second": pair[1]})


def _sentence(query: ExploreQuery, row: Mapping[str, Any], pair: tuple[str, str]) -> str:
    unit = _unit(query)
    first, second = (chart.written(row[side], unit) for side in ("first", "second"))
    low, high = (chart.written(row[end], unit, difference=True) for end in ("low", "high"))
    if row["low"] <= 0 <= row["high"]:
        verdict = f"that is no clear difference ({low} to {high})"
    else:
        verdict = f"a difference of {chart.written(row['difference'], unit, difference=True)} ({low} to {high})"
    return f"{pair[0]} {first}, {pair[1]} {second}: {verdict}."


def _unit(query: ExploreQuery) -> str:
    figure = chart.with_interval(query.entry)
    unit = next(column.unit for column in query.entry.columns if column.name == figure)
    return "share" if unit == "probability" else unit


def _table(query: ExploreQuery, rows: pd.DataFrame, headings: dict[str, str]) -> None:
    unit = _unit(query)
    shown = {}
    for name in map(str, rows.columns):
        heading = headings.get(name) or wording.column(name)
        if name in (*query.scope.by, *_inner(query, rows)):
            shown[heading] = [_label({name: value}, [name]) for value in rows[name]]
        elif name in ("p_value", "adjusted_p"):
            shown[heading] = [f"{p:.2g}" if known(p) else "–" for p in rows[name]]
        else:
            apart = name not in headings
            shown[heading] = [chart.written(value, unit, difference=apart) or "–" for value in rows[name]]
    numeric = set(shown) - {wording.column(name) for name in (*query.scope.by, *_inner(query, rows))}
    st.html(tables.plain(pd.DataFrame(shown), numeric=numeric))
    downloads.draw(rows, f"{query.entry.name}_compared", query.scope, of=query.entry.name)
