"""Figures, charts and tables on a page, each with its definition, its day and its download."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from charts import numbers, theme
from charts.spark import sparkline
from metrics import catalogue
from metrics.scope import Scope
from ui import access, data, export, links, names, words

Draw = Callable[[pd.DataFrame], alt.TopLevelMixin]
LONGEST_PLAIN_TABLE = 60


def answer(sentence: str) -> None:
    """The page's answer in words, before anything else."""
    st.html(f'<p class="answer">{escape(sentence)}</p>')


def section(title: str) -> None:
    """A heading between the parts of a page."""
    st.html(f'<h2 class="section">{escape(title)}</h2>')


def heading(title: str, about: str) -> None:
    """What a chart or table says, and below it what is measured, for whom, when."""
    st.html(f'<h3 class="chart-title">{escape(title)}</h3><p class="chart-about">{escape(about)}</p>')


def about(name: str, scope: Scope, measure: str, *, stock: bool = False) -> str:
    """`Share who stayed · everyone · 12 months to 30 June 2026`; a stock has a day and no window."""
    when = names.day(scope.as_of) if stock else names.window(scope)
    return f"{measure} · {names.people_of(data.applicable(name, scope))} · {when}"


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
    """Draw a metric's chart under its message, from a kept specification, with a text alternative."""
    of = data.generation()
    if of is None:
        return
    said = about(name, scope, measure, stock=stock)
    heading(title, said)
    groups = (by,) if isinstance(by, str) else by
    spec = specification(
        of,
        f"{draw.__module__}.{draw.__qualname__}",
        name,
        data.applicable(name, scope),
        groups,
        tuple(sorted(options.items())),
        trend,
        access.viewer().min_group,
        st.context.theme.type or "light",
        draw,
    )
    st.vega_lite_chart(spec, theme=None, width="stretch", alt=f"{title}. {said}. The figures are in the table below.")


@st.cache_data(max_entries=2000, show_spinner=False)
def specification(
    of: tuple[str, str],
    drawing: str,
    name: str,
    scope: Scope,
    by: tuple[str, ...],
    options: tuple[tuple[str, Any], ...],
    trend: int,
    min_group: int,
    theme_type: str,
    _draw: Draw,
) -> dict[str, Any]:
    """A finished Vega-Lite specification, kept: building one costs more than its data."""
    frame = data.metric(name, scope, by, trend=trend, **dict(options))
    return theme.specification(_draw(frame), theme_type)


def figure(
    title: str,
    name: str,
    row: Mapping[str, Any] | None,
    share: str,
    said: str,
    *,
    then: Mapping[str, Any] | None = None,
    history: Sequence[Any] = (),
    track: str = "",
    page: str = "",
) -> None:
    """One headline figure: value, interval, n, change on a year earlier, its course, and the way to its page."""
    entry = catalogue.entry(name)
    there = row is not None and numbers.known(row[share])
    value = numbers.percent(row[share], row["low"], row["high"]) if there and row is not None else "–"
    lines = [said]
    if there and row is not None:
        lines = [f"{numbers.interval(row['low'], row['high'])} · {said}", words.change(row, then, share)]
    drawn = sparkline(list(history), f"{title}, its course over the year before")
    st.html(
        f'<span class="figure-name" title="{escape(entry.answer)}">{escape(title)}</span>'
        f'<div class="figure-row"><span class="figure-value {track}">{value}</span>{drawn}</div>'
        + "".join(f'<p class="figure-about">{escape(line)}</p>' for line in lines)
    )
    if page:
        links.to(page, "See why", about=entry.answer)


def table(frame: pd.DataFrame, name: str, scope: Scope, *, title: str = "Figures and download") -> None:
    """The figures behind a chart, in a fold, with the download of exactly these."""
    with st.expander(title):
        entry = catalogue.entry(name)
        st.caption(f"{entry.answer}")
        if len(frame) > LONGEST_PLAIN_TABLE:
            st.dataframe(readable(frame, name), hide_index=True, width="stretch")
        else:
            st.html(plain(readable(frame, name), numeric=_numeric(frame)))
        left, right = st.columns(2)
        with left:
            download(frame, name, scope)
        with right:
            links.to("dictionary", "Definition", about=entry.definition, query={"metric": name})


def download(frame: pd.DataFrame, name: str, scope: Scope, key: str = "") -> None:
    """A button that makes the CSV of this frame when it is asked for."""
    st.download_button(
        "Download CSV",
        data=lambda: export.csv(frame),
        file_name=export.file_name(name, data.applicable(name, scope)),
        mime="text/csv",
        on_click="ignore",
        key=f"download {name} {key} {' '.join(map(str, frame.columns))}",
    )


def readable(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame as text to read: shares as percent, numbers grouped, codes as words, empty figures as a dash."""
    units = {column.name: column.unit for column in catalogue.entry(name).columns}
    shown = {}
    for column in frame.columns:
        shown[names.column(column)] = [_cell(value, units.get(column, ""), column) for value in frame[column]]
    return pd.DataFrame(shown)


def _cell(value: Any, unit: str, column: str) -> str:
    if isinstance(value, list | tuple) or (hasattr(value, "tolist") and not pd.api.types.is_scalar(value)):
        return ", ".join(str(one) for one in value)
    if not numbers.known(value):
        return "" if column == "note" else "–"
    if unit == "share":
        return f"{value * 100:.1f}{numbers.SPACE}%"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return names.cell(column, value)
    if pd.api.types.is_integer(value):
        return numbers.count(value) if unit else str(value)
    return f"{value:.3g}" if pd.api.types.is_float(value) else str(value)


def _numeric(frame: pd.DataFrame) -> set[str]:
    return {names.column(column) for column in frame.columns if pd.api.types.is_numeric_dtype(frame[column])}


def plain(frame: pd.DataFrame, *, numeric: Collection[str] = (), kind: str = "") -> str:
    """The frame as an HTML table that prints: numbers to the right, words to the left, everything escaped."""

    def cell(tag: str, column: str, text: Any) -> str:
        return f"<{tag}{' class=number' if column in numeric else ''}>{escape(str(text))}</{tag}>"

    head = "".join(cell("th", str(column), column) for column in frame.columns)
    rows = "".join(
        "<tr>" + "".join(cell("td", str(column), text) for column, text in row.items()) + "</tr>"
        for row in data.rows(frame)
    )
    return (
        f'<div class="scroll"><table class="plain {kind}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def nothing(what: str, remedy: str) -> None:
    """An empty state: what there is none of, and what to do."""
    st.html(f'<p class="sample"><b>{escape(what)}</b> {escape(remedy)}</p>')
