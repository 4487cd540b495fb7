"""Figures, charts and tables on a page, each with its definition, its day and its download."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts import formatting, theme
from charts.primitives.sparkline import sparkline
from metrics import catalogue, note_wording
from metrics.disclosure_control.mask import NotMasked
from metrics.scope import Scope
from ui.auth import access, audit
from ui.components import downloads, drill_through, links, tables
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope
from ui.text import labels, sentences

Draw = Callable[[pd.DataFrame], theme.Chart]
LONGEST_PLAIN_TABLE = 60


def answer(sentence: str) -> None:
    """The page's answer in words, before anything else."""
    st.html(f'<p class="answer">{escape(sentence)}</p>')


class Guard:
    """A context that catches NotMasked: it writes the reason in place of the withheld part, and the page goes on."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        """Write the reason of a NotMasked and suppress it; let any other error pass."""
        if isinstance(error, NotMasked):
            note(str(error))
            return True
        return False


def guarded() -> Guard:
    """A context for a part of the page that masked viewers may not be shown as a whole."""
    return Guard()


def section(title: str) -> Guard:
    """Draw a heading; used with `with`, it also writes the reason where its part is withheld from this viewer."""
    st.html(f'<h2 class="section">{escape(title)}</h2>')
    return Guard()


def heading(title: str, about: str) -> None:
    """Draw the message of a chart or table and, below it, what is measured, for whom and when."""
    st.html(f'<h3 class="chart-title">{escape(title)}</h3><p class="chart-about">{escape(about)}</p>')


def about(name: str, scope: Scope, measure: str, *, stock: bool = False) -> str:
    """`Share who stayed · everyone · 12 months to 30 June 2026`; a stock has a day and no window."""
    when = labels.day(scope.as_of) if stock else labels.window(scope)
    return " · ".join([measure, labels.people_of(viewer_scope.applicable(name, scope)), when, *unfiltered(name, scope)])


def unfiltered(name: str, scope: Scope) -> list[str]:
    """The chosen filters this metric does not have, as one phrase in a list; empty if it has all of them."""
    applied = viewer_scope.applicable(name, scope).where
    left_out = [labels.column(pair[0]).lower() for pair in scope.where if pair not in applied]
    return [f"not filtered by {' and '.join(left_out)}"] if left_out else []


def chart(
    draw: Draw,
    name: str,
    scope: Scope,
    by: str | tuple[str, ...] = (),
    *,
    title: str,
    measure: str,
    stock: bool = False,
    trend: int = 0,
    **options: Any,
) -> None:
    """Draw a metric's chart under its message, from a cached specification, with a text alternative."""
    groups = (by,) if isinstance(by, str) else by
    _draw_cached(
        generation.here(),
        f"{draw.__module__}.{draw.__qualname__}",
        name,
        viewer_scope.heeded(name, scope),
        groups,
        tuple(sorted(options.items())),
        trend,
        access.viewer().sight,
        theme_type(),
        title,
        about(name, scope, measure, stock=stock),
        draw,
    )


@st.cache_data(max_entries=2000, show_spinner=False, hash_funcs={Scope: repr})
def _draw_cached(
    data: generation.GenerationRef,
    drawing: str,
    name: str,
    scope: Scope,
    by: tuple[str, ...],
    options: tuple[tuple[str, Any], ...],
    trend: int,
    sight: access.Sight,
    theme_type: str,
    title: str,
    about_line: str,
    _draw: Draw,
) -> None:
    """Draw message, chart and notes; Streamlit caches the elements, so drawing them again costs next to nothing.

    `drawing` names the function in the cache key, as `_draw` itself is not hashed.
    """
    frame = metric_cache.metric(name, scope, by, trend=trend, **dict(options))
    heading(title, about_line)
    st.vega_lite_chart(
        theme.specification(_draw(note_wording.in_words(frame)), theme_type),
        theme=None,
        width="stretch",
        alt=f"{title}. {about_line}. The figures are in the table below.",
    )
    if notes := sentences.rests_on(frame.get("note", [])):
        st.html(f'<p class="figure-about">{escape(notes)}</p>')


def figure(
    title: str,
    name: str,
    scope: Scope,
    row: Mapping[str, Any] | None,
    share: str,
    basis: str,
    *,
    then: Mapping[str, Any] | None = None,
    course: Sequence[Any] = (),
    track: str = "",
) -> None:
    """Draw one headline figure: value, interval, n, change on a year earlier, and a sparkline of `course`."""
    value, lines = "–", [basis]
    if row is not None and formatting.known(row[share]):
        value = formatting.percent(row[share], row["low"], row["high"])
        lines = [f"{formatting.interval(row['low'], row['high'])} · {basis}", sentences.change(row, then, share)]
    lines += unfiltered(name, scope)
    lines += [notes] if row and (notes := sentences.rests_on([row.get("note")])) else []
    image = _image_tag(sparkline(list(course), theme.colour(theme.MUTED, theme_type())), f"{title}: the year before")
    st.html(
        f'<span class="figure-name" title="{escape(_hover_text(name, scope))}">{escape(title)}</span>'
        f'<div class="figure-row"><span class="figure-value {track}">{value}</span>{image}</div>'
        + "".join(f'<p class="figure-about">{escape(line)}</p>' for line in lines)
    )


def ways_on(page: str, name: str, scope: Scope) -> None:
    """Draw the links from a figure to its page and its definition; the hover text gives meaning and data freshness."""
    with st.container(horizontal=True, gap="small"):
        links.to(page, "See why", about=_hover_text(name, scope))
        links.to("dictionary", "Definition", about=catalogue.entry(name).definition, query={"metric": name})


def _hover_text(name: str, scope: Scope) -> str:
    freshness = f"As of {labels.day(scope.as_of)}, {labels.load(generation.newest_load(generation.here()))}."
    return f"{catalogue.entry(name).answer} {freshness}"


def theme_type() -> str:
    """Whether the viewer looks at the 'light' or the 'dark' theme."""
    return st.context.theme.type or "light"


def _image_tag(svg: str, alt: str) -> str:
    if not svg:
        return ""
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="spark" alt="{escape(alt)}" src="{source}">'


def table(
    frame: pd.DataFrame,
    name: str,
    scope: Scope,
    *,
    title: str = "Figures and download",
    options: Mapping[str, Any] | None = None,
    read: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame,
) -> None:
    """Draw the figures behind a chart in a fold, with downloads of them and of the rows they count.

    The content is worked out only when the fold is opened. `read` turns ids into words on screen, not in the files.
    """
    fold = st.expander(title, key=f"fold {name} {title} {' '.join(frame.columns)}", on_change="rerun")
    if not fold.open:
        return
    entry = catalogue.entry(name)
    audit.saw_in(frame, name)
    with fold:
        st.caption(f"{entry.answer}")
        shown = read(frame)
        if len(frame) > LONGEST_PLAIN_TABLE:
            st.dataframe(
                tables.worded(shown),
                hide_index=True,
                width="stretch",
                column_config=tables.formats(shown, name),
                alt=f"{entry.question} {len(frame)} rows.",
            )
        else:
            st.html(tables.plain(tables.readable(shown, name), numeric=tables.numeric(shown)))
        with st.container(horizontal=True, vertical_alignment="center"):
            downloads.table(frame, name, scope)
            drill_through.ways(frame, name, scope, options or {})
            links.to("dictionary", "Definition", about=entry.definition, query={"metric": name})


def note(text: str) -> None:
    """Draw a notice the viewer should read first."""
    st.html(f'<p class="sample" role="status">{escape(text)}</p>')


def nothing(what: str, remedy: str) -> None:
    """Draw an empty state: what is missing, and what to do."""
    st.html(f'<p class="sample"><b>{escape(what)}</b> {escape(remedy)}</p>')
