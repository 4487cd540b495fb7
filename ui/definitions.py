"""A metric's dictionary entry on a page."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from charts.numbers import label
from metrics import catalogue
from metrics.catalogue import Entry
from ui import show


def entries() -> dict[str, Entry]:
    """Every metric's entry, by name."""
    return {name: catalogue.entry(name) for name in catalogue.names()}


def draw(entry: Entry, *, whole: bool) -> None:
    """Question and answer; with `whole`, or unfolded, definition, columns, groups, options and source."""
    show.heading(entry.question, f"{label(entry.name)} ({entry.name})")
    st.write(entry.answer)
    with st.expander("Definition, columns and source", expanded=whole):
        columns = [{"Column": one.name, "Unit": one.unit, "Meaning": one.meaning} for one in entry.columns]
        st.html(
            f'<dl class="entry"><dt>Definition</dt><dd>{escape(entry.definition)}</dd>'
            f"<dt>Grain</dt><dd>{escape(entry.grain)}</dd></dl>" + show.plain(pd.DataFrame(columns))
        )
        options = "".join(
            f"<dd><code>{escape(one.name)}={escape(one.kind)}</code> (default {escape(one.default)}): "
            f"{escape(one.meaning)}</dd>"
            for one in entry.options
        )
        st.html(
            f'<dl class="entry"><dt>Groups and filters</dt><dd>{escape(", ".join(entry.groups) or "none")}</dd>'
            + (f"<dt>Options</dt>{options}" if options else "")
            + f"<dt>Source</dt><dd>{escape(entry.source)}</dd></dl>"
        )
