"""The five figures of the overview, each against a year earlier."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.formatting import of
from metrics import note_wording
from metrics.disclosure_control.mask import NotMasked
from metrics.scope import Scope, months_before
from metrics.small_groups import HIDDEN
from ui.auth import access
from ui.components import figure_display
from ui.datasource import generation, metric_cache
from ui.text import headlines
from ui.text.headlines import HEADLINES, Headline, Row


def draw(scope: Scope) -> list[DeltaGenerator]:
    """Draw the five figures in a grid and return their places, into which `draw_courses` adds the sparklines."""
    grid = st.grid(5, min_column_width=150, gap="medium")
    places = []
    for headline, rows in zip(HEADLINES, readings(scope, (12, 0)), strict=True):
        with grid.cell():
            places.append(st.empty())
            _figure(headline, scope, places[-1], rows)
            figure_display.ways_on(headline.page, headline.metric, scope)
    return places


def draw_courses(places: list[DeltaGenerator], scope: Scope) -> None:
    """Redraw each figure with its sparkline by quarter; called last on the page, as it reads five days."""
    for headline, place, rows in zip(HEADLINES, places, readings(scope, (12, 9, 6, 3, 0)), strict=True):
        _figure(headline, scope, place, rows)


def _figure(headline: Headline, scope: Scope, place: DeltaGenerator, rows: list[Row | None]) -> None:
    now, then = rows[-1], rows[0]
    empty_text = note_wording.words(HIDDEN) if access.viewer().masked else "nothing to count"
    basis = of(now[headline.part], now[headline.whole]) if now else empty_text
    course = [row[headline.share] if row else None for row in rows] if sum(map(bool, rows)) > 2 else []
    with place:
        figure_display.figure(
            headline.title, headline.metric, scope, now, headline.share, basis, then=then, course=course,
            track=headline.track,
        )  # fmt: skip


def readings(scope: Scope, months_back: tuple[int, ...]) -> list[list[Row | None]]:
    """One list per headline: its row at each of `months_back` before the day, as this viewer may see it."""
    of, sight = generation.here(), access.viewer().sight
    days = (kept(of, replace(scope, as_of=months_before(scope.as_of, back)), sight) for back in months_back)
    return [list(course) for course in zip(*days, strict=True)]


@st.cache_data(max_entries=2000, show_spinner=False, hash_funcs={Scope: repr})
def kept(of: generation.GenerationRef, scope: Scope, sight: access.Sight) -> list[Row | None]:
    """One row per headline at the day of the scope, None without a figure; cached per `sight`."""
    frames_needed = {(headline.metric, headline.by) for headline in HEADLINES}
    rows = {(metric, by): _rows(metric, by, scope) for metric, by in frames_needed}
    return [headlines.row(headline, rows[headline.metric, headline.by]) for headline in HEADLINES]


def _rows(metric: str, by: str, scope: Scope) -> list[Row]:
    try:
        return metric_cache.rows(metric_cache.metric(metric, scope, by or ()))
    except NotMasked:
        return []
