"""The page of all metric definitions, with the same text as the hover help and the command line."""

from __future__ import annotations

import streamlit as st

from charts.formatting import label
from ui.auth import access
from ui.views.dictionary import entries as dictionary_entries

access.require("dictionary")
st.title("What every figure means")
entries = dictionary_entries.entries()
names, requested = ["", *entries], st.query_params.get("metric", "")
chosen = st.selectbox(
    "Metric",
    names,
    index=names.index(requested) if requested in entries else 0,
    format_func=lambda name: f"{label(name)}: {entries[name].question}" if name else "All of them",
    key="defined",
)
if chosen:
    st.query_params["metric"] = chosen
else:
    if requested:
        del st.query_params["metric"]
    dictionary_entries.draw_choices()
for name in [chosen] if chosen else entries:
    dictionary_entries.draw(entries[name], whole=bool(chosen))
st.caption("The command line shows the same: python -m metrics describe NAME")
