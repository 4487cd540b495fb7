"""A metric's dictionary entry on a page."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from charts.formatting import label
from metrics import catalogue
from metrics.catalogue import Entry
from ui.components import figure_display, tables

FIVE_CHOICES = Path(__file__).resolve().parents[3] / "docs" / "five-choices.md"


def choices() -> dict[str, str]:
    """The five choices behind all figures: text with a worked example, by title, from docs/five-choices.md."""
    parts = FIVE_CHOICES.read_text(encoding="utf-8").split("\n## ")[1:]
    return {title: text.strip() for title, _, text in (part.partition("\n") for part in parts)}


def draw_choices() -> None:
    """Draw the five choices in a fold, one tab each."""
    with st.expander("The five choices that matter, each with an example to check by hand"):
        texts = choices()
        for tab, text in zip(st.tabs(list(texts)), texts.values(), strict=True):
            tab.markdown(text)


def entries() -> dict[str, Entry]:
    """Every metric's entry, by name."""
    return {name: catalogue.entry(name) for name in catalogue.names()}


def draw(entry: Entry, *, whole: bool) -> None:
    """Draw question and answer, and a fold, open with `whole`, of definition, columns, groups, options and source."""
    figure_display.heading(entry.question, f"{label(entry.name)} ({entry.name})")
    st.write(entry.answer)
    with st.expander("Definition, columns and source", expanded=whole):
        columns = [{"Column": item.name, "Unit": item.unit, "Meaning": item.meaning} for item in entry.columns]
        st.html(
            f'<dl class="entry"><dt>Definition</dt><dd>{escape(entry.definition)}</dd>'
            f"<dt>Grain</dt><dd>{escape(entry.grain)}</dd></dl>" + tables.plain(pd.DataFrame(columns))
        )
        options = "".join(
            f"<dd><code>{escape(item.name)}={escape(item.kind)}</code> (default {escape(item.default)}): "
            f"{escape(item.meaning)}</dd>"
            for item in entry.options
        )
        st.html(
            f'<dl class="entry"><dt>Groups</dt><dd>{escape(", ".join(entry.groups) or "none")}</dd>'
            f"<dt>Filters</dt><dd>{escape(', '.join(entry.filters) or 'none')}</dd>"
            + (f"<dt>Options</dt>{options}" if options else "")
            + f"<dt>Source</dt><dd>{escape(entry.source)}</dd></dl>"
        )
