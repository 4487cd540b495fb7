"""Frames as tables to read and print: numbers right-aligned, codes as words, figures rounded."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts import formatting
from metrics import catalogue, note_wording
from ui.datasource import metric_cache
from ui.text import labels


def readable(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame as text to read: shares as percent, numbers grouped, codes as words, empty figures as a dash."""
    units = {column.name: column.unit for column in catalogue.entry(name).columns}
    frame, shown = note_wording.in_words(frame), {}
    for column in frame.columns:
        shown[labels.column(column)] = [_cell(value, units.get(column, ""), column) for value in frame[column]]
    return pd.DataFrame(shown)


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its codes as words and its numbers unchanged, so that the table sorts by number."""
    frame = note_wording.in_words(frame)
    shown = frame.copy()
    for column in frame.columns:
        if frame[column].map(lambda value: isinstance(value, str)).any():
            shown[column] = [labels.cell(column, value) if isinstance(value, str) else value for value in frame[column]]
    return shown


def formats(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    """The Streamlit column configuration of a metric's frame: headings, shares as percent, numbers right-aligned."""
    units = {column.name: column.unit for column in catalogue.entry(name).columns}
    shown: dict[str, Any] = {}
    for column in frame.columns:
        if units.get(column) == "share":
            shown[column] = st.column_config.NumberColumn(labels.column(column), format="percent")
        elif pd.api.types.is_numeric_dtype(frame[column]):
            shown[column] = st.column_config.NumberColumn(labels.column(column))
        else:
            shown[column] = st.column_config.Column(labels.column(column))
    return shown


def _cell(value: Any, unit: str, column: str) -> str:
    if isinstance(value, list | tuple) or (hasattr(value, "tolist") and not pd.api.types.is_scalar(value)):
        return ", ".join(str(item) for item in value)
    if not formatting.known(value):
        return "" if column == "note" else "–"
    if unit == "share":
        return f"{value * 100:.1f}{formatting.SPACE}%"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return labels.cell(column, value)
    if pd.api.types.is_integer(value):
        return formatting.count(value) if unit else str(value)
    return f"{value:.3g}" if pd.api.types.is_float(value) else str(value)


def numeric(frame: pd.DataFrame) -> set[str]:
    """The headings of the columns that hold numbers."""
    return {labels.column(column) for column in frame.columns if pd.api.types.is_numeric_dtype(frame[column])}


def digest(frame: pd.DataFrame) -> str:
    """A hash of the frame's content for widget keys: an editor forgets its edits when the content changes."""
    return hashlib.sha256(frame.to_csv().encode()).hexdigest()[:12]


def plain(frame: pd.DataFrame, *, numeric: Collection[str] = (), kind: str = "") -> str:
    """The frame as an HTML table, which prints whole: numbers right-aligned, everything escaped."""

    def cell(tag: str, column: str, text: Any) -> str:
        return f"<{tag}{' class=number' if column in numeric else ''}>{escape(str(text))}</{tag}>"

    head = [cell("th", str(column), column) for column in frame.columns]
    rows = ["".join(cell("td", str(column), text) for column, text in row.items()) for row in metric_cache.rows(frame)]
    return _table(head, rows, kind)


def marked(headings: Sequence[str], rows: Iterable[str], *, kind: str = "roles") -> str:
    """An HTML table of rows that are escaped HTML already, one `<td>` per heading."""
    return _table([f"<th>{escape(heading)}</th>" for heading in headings], rows, kind)


def _table(head: Iterable[str], rows: Iterable[str], kind: str) -> str:
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="scroll"><table class="plain {kind}"><thead><tr>{"".join(head)}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
