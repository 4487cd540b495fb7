"""The headline figures over the last eight quarters, with the events on record."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from charts import theme
from charts.formatting import interval, of, percent
from data_loaders.edits import company_settings
from metrics.scope import Scope, months_before
from ui.components import figure_display, headline_figures, links, tables
from ui.datasource import generation, metric_cache
from ui.text import headlines, labels

QUARTERS = tuple(range(24, -1, -3))
Draw = Callable[[pd.DataFrame, pd.DataFrame], theme.Chart]


def draw(scope: Scope, chart: Draw) -> None:
    """Draw one small chart per headline, all on one scale, behind a toggle: it reads nine days of five metrics."""
    if not st.toggle("Show the headline figures over eight quarters", key="trends", bind="query-params"):
        return
    event_rows = events(scope)
    grid = st.grid(2, min_column_width=300, gap="medium")
    courses = headline_figures.readings(scope, QUARTERS)
    for headline, rows in zip(headlines.HEADLINES, courses, strict=True):
        with grid.cell():
            points = course(headline, rows, scope)
            about = figure_display.about(
                headline.metric, scope, "At the end of each quarter, with 95 % interval", stock=True
            )
            figure_display.heading(headline.title, about)
            if points.empty:
                figure_display.nothing("No figure in these quarters.", "Widen the filters, or load earlier data.")
                continue
            spec = theme.specification(chart(points, event_rows), figure_display.theme_type())
            st.vega_lite_chart(spec, theme=None, width="stretch", alt=f"{headline.title}: {_ends(points)}")
            with st.expander("Figures"):
                shown = points[["day", "said"]].rename(columns={"day": "Day", "said": "Figure"})
                st.html(tables.plain(shown, numeric={"Figure"}))
    if event_rows.empty:
        links.to("settings", "Mark a reorganisation or another event")


def course(headline: headlines.Headline, rows: list[headlines.Row | None], scope: Scope) -> pd.DataFrame:
    """One row per quarter end that has a figure: day, value, low, high (shares from 0 to 1), said (as text), track."""
    rows_with_figure = [
        {
            "day": months_before(scope.as_of, months),
            "value": row[headline.share],
            "low": row["low"],
            "high": row["high"],
            "said": f"{percent(row[headline.share], row['low'], row['high'])} ({interval(row['low'], row['high'])}), "
            f"{of(row[headline.part], row[headline.whole])}",
            "track": headline.track,
        }
        for months, row in zip(QUARTERS, rows, strict=True)
        if row and row[headline.share] is not None
    ]
    return pd.DataFrame(rows_with_figure, columns=["day", "value", "low", "high", "said", "track"])


def events(scope: Scope) -> pd.DataFrame:
    """One row per recorded event within the quarters drawn: day, what."""
    first = months_before(scope.as_of, QUARTERS[0])
    in_range = [
        event
        for event in company_settings.events(generation.cursor(generation.here()))
        if first <= event.day <= scope.as_of
    ]
    return pd.DataFrame([{"day": event.day, "what": event.what} for event in in_range], columns=["day", "what"])


def _ends(points: pd.DataFrame) -> str:
    first, last = metric_cache.rows(points)[0], metric_cache.rows(points)[-1]
    return f"{first['said']} on {labels.day(first['day'])}, {last['said']} on {labels.day(last['day'])}."
