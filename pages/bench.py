"""Who could step in, role by role, and is the cover real?"""

from __future__ import annotations

import streamlit as st

from charts.bench import paper_and_real
from ui import access, data, filters, roles, show, words

viewer = access.require("bench")
scope = filters.scope()
coverage = data.metric("successor_coverage", scope)

st.title("Who could step in, role by role?")
if coverage.empty:
    show.nothing("No critical role is in view.", "Reset the filters, or upload critical roles and successors.")
    st.stop()
show.answer(words.cover(coverage))
roles.draw(coverage, scope, viewer)

show.section("Shared successors")
sets = data.metric("contested_successors", scope)
roles.contested(sets, coverage)
if len(sets):
    show.table(sets, "contested_successors", scope)

show.section("Unit by unit")
strength = data.metric("bench_strength", scope, "business_unit")
show.chart(
    paper_and_real,
    "bench_strength",
    scope,
    "business_unit",
    title=words.paper(strength),
    measure="Share of critical roles with someone named (open) and with someone ready, free and willing (filled)",
    stock=True,
)
show.table(strength, "bench_strength", scope)
