"""Every definition, from the text the hover help and the command line show."""

from __future__ import annotations

import streamlit as st

from charts.numbers import label
from ui import access, definitions

access.require("dictionary")
st.title("What every figure means")
entries = definitions.entries()
chosen = st.selectbox(
    "Metric",
    list(entries),
    index=None,
    placeholder="All of them",
    format_func=lambda name: f"{label(name)}: {entries[name].question}",
    key="metric",
    bind="query-params",
)
for name in [chosen] if chosen else entries:
    definitions.draw(entries[name], whole=bool(chosen))
st.caption("The command line shows the same: python -m metrics describe NAME")
