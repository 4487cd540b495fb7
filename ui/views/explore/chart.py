"""A metric's frame in the columns the charts of Explore take, and the chart that suits it: lines, intervals or bars."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts import formatting, theme
from metrics import note_wording
from metrics.catalogue import Entry
from metrics.scope import Scope
from ui.components import figure_display
from ui.datasource import metric_cache
from ui.text import labels as wording
from ui.text import sentences
from ui.views.explore.query import ExploreQuery

MOST_ROWS = 40


def drawable(frame: pd.DataFrame, query: ExploreQuery) -> list[str]:
    """The names of the figure columns that can be drawn, the one with an interval first.

    Empty where rows are known by ids alone: there is nothing to label an axis with.
    """
    units = {column.name: column.unit for column in query.entry.columns}
    if {"id", "ids"} & set(units.values()) and "title" not in units:
        return []
    figures = [
        column.name
        for column in query.entry.columns
        if column.is_figure and column.name in frame and column.name not in ("low", "high", "p_value", *query.scope.by)
        and column.unit not in ("month", "level")
    ]  # fmt: skip
    first = with_interval(query.entry)
    return sorted(figures, key=lambda name: (name != first, units[name] not in ("share", "probability")))


def with_interval(entry: Entry) -> str | None:
    """The figure that `low` and `high` belong to: the one before them."""
    order = [column.name for column in entry.columns]
    return order[order.index("low") - 1] if "low" in order else None


def tidy(frame: pd.DataFrame, query: ExploreQuery, figure: str) -> pd.DataFrame:
    """One row per row of the frame with a figure: `group`, `value`, `low`, `high`, `said`, `unit`, and `at` over time.

    `value`, `low` and `high` are in the column's unit, shares from 0 to 1; `said` is the figure as text; `at` is a day,
    or a number of months.
    """
    units = {column.name: column.unit for column in query.entry.columns}
    labels = [*query.scope.by, *(name for name, unit in units.items() if unit in ("name", "level") and name in frame)]
    labels = list(dict.fromkeys(labels))
    if "title" in units:
        labels = ["title", *query.scope.by]
    elif "definition" in units:
        labels = ["definition", *query.scope.by]
    has_interval = figure == with_interval(query.entry)
    rows = pd.DataFrame({"value": pd.to_numeric(frame[figure]).astype(float)})
    for end in ("low", "high"):
        rows[end] = pd.to_numeric(frame[end]).astype(float) if has_interval else float("nan")
    rows["group"] = [_group(row, labels) for row in metric_cache.rows(frame)]
    rows["unit"] = "share" if units[figure] in ("share", "probability") else units[figure]
    rows["said"] = [_value_with_interval(row) for row in metric_cache.rows(rows)]
    at = next((name for name in ("as_of", "month") if name in frame), None)
    if at:
        rows["at"] = frame[at].astype(int) if at == "month" else frame[at]
    return rows[rows["value"].notna()].reset_index(drop=True)


def _group(row: dict[str, Any], labels: list[str]) -> str:
    return " · ".join(
        wording.cell(name, wording.value(name, row[name])) if pd.notna(row[name]) else "Not known" for name in labels
    ) or "Everyone"  # fmt: skip


def _value_with_interval(row: dict[str, Any]) -> str:
    figures = [row["value"], row["low"], row["high"]]
    if pd.isna(row["value"]):
        return "no figure"
    value, low, high = (written(figure, row["unit"]) for figure in figures)
    return value if pd.isna(row["low"]) else f"{value} ({low} to {high})"


def written(figure: float, unit: str, *, difference: bool = False) -> str:
    """A figure in its unit, a difference with its sign and, for shares, in points; empty where there is none."""
    if pd.isna(figure):
        return ""
    if difference and unit == "share":
        return f"{formatting.points(figure, 1)} points"
    if unit == "share":
        return f"{figure * 100:.0f}\u00a0%"
    plain = f"{abs(figure):,.0f}" if float(figure).is_integer() else f"{abs(figure):.3g}"
    sign = formatting.MINUS if figure < 0 else "+" if difference else ""
    return f"{sign}{plain}"


def chart(
    query: ExploreQuery, frame: pd.DataFrame, figures: list[str], draw: Mapping[str, figure_display.Draw]
) -> None:
    """Draw the figure column the viewer chooses, as lines over time, intervals or bars."""
    left, _ = st.columns([1, 2])
    with left:
        figure = (
            st.selectbox(
                "Drawn", figures, format_func=wording.column, key=f"{query.entry.name}.drawn", bind="query-params"
            )
            if len(figures) > 1
            else figures[0]
        )
    rows = tidy(frame, query, figure)
    if rows.empty:
        reason = next(map(note_wording.words, filter(None, frame["note"])), "Nothing is counted here")
        figure_display.nothing(f"There is nothing to draw: {reason}.", "Widen the filters or the window.")
        return
    kind = "lines" if "at" in rows else "intervals" if rows["low"].notna().any() else "bars"
    if kind != "lines" and len(rows) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {len(rows):,} rows are drawn; the table holds all.")
        rows = rows.head(MOST_ROWS)
    about = figure_display.about(
        query.entry.name, query.scope, _measure(query.entry, figure), stock=query.entry.needs == "day"
    )
    title = f"{wording.column(figure)}{_by(query.scope)}"
    figure_display.heading(title, about)
    spec = theme.specification(draw[kind](rows), figure_display.theme_type())
    st.vega_lite_chart(spec, theme=None, width="stretch", alt=f"{title}. {about}. The figures are in the table below.")
    if notes := sentences.rests_on(frame["note"]):
        st.html(f'<p class="figure-about">{escape(notes)}</p>')


def _measure(entry: Entry, figure: str) -> str:
    meaning = next(column.meaning for column in entry.columns if column.name == figure)
    return f"{meaning[:1].upper()}{meaning[1:]}" + (
        ", with its 95 % interval" if figure == with_interval(entry) else ""
    )


def _by(scope: Scope) -> str:
    return f" by {' and '.join(wording.column(column).lower() for column in scope.by)}" if scope.by else ""
