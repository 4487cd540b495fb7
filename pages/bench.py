"""Who could step in, role by role, and is the cover real?"""

from __future__ import annotations

import streamlit as st

from charts.bench import steps_by_unit
from charts.diversity import named_and_there
from charts.moves import roles_gained
from charts.reconciling import by_other_rules
from ui import access, appointments, data, filters, foretold, moves, resting, roles, show, words

viewer = access.require("bench")
scope = filters.scope()
coverage = data.metric("successor_coverage", scope)

st.title("Who could step in, role by role?")
if coverage.empty:
    show.nothing("No critical role is in view.", "Reset the filters, or upload critical roles and successors.")
    st.stop()
show.answer(words.cover(coverage))
roles.draw(coverage, scope, viewer)

show.section("What would close the gaps")
plan = data.metric("closing_moves", scope)
show.chart(
    roles_gained,
    "closing_moves",
    scope,
    title=moves.message(plan),
    measure="More roles covered by a willing person of their own, by kind of move",
    stock=True,
)
if len(plan):
    moves.draw(plan, coverage, scope, viewer)
    show.table(plan, "closing_moves", scope)

show.section("Counting on a no, or on silence")
resting.draw(scope, viewer)

show.section("Shared successors")
sets = data.metric("contested_successors", scope)
roles.contested(sets, coverage)
if len(sets):
    show.table(sets, "contested_successors", scope)

show.section("Unit by unit")
strength = data.metric("bench_strength", scope, "business_unit")
show.chart(
    steps_by_unit,
    "bench_strength",
    scope,
    "business_unit",
    title=words.paper(strength),
    measure="Roles covered at each step, of the unit's critical roles, and what is lost on the way",
    stock=True,
)
show.table(strength, "bench_strength", scope)

show.section("Who is named")
cut = st.segmented_control("Tell apart", ["Gender", "Generation"], default="Gender", required=True, key="named by")
named = data.metric("bench_diversity", scope, cut.lower())
show.chart(
    named_and_there,
    "bench_diversity",
    scope,
    cut.lower(),
    title=foretold.named_less(named),
    measure="Share of the successors (dot, with 95 % interval) and of the workforce at the same levels (tick)",
    stock=True,
)
show.table(named, "bench_diversity", scope)

show.section("When a role is filled")
appointments.draw(scope)

show.section("The same bench by others' rules")
show.chart(
    by_other_rules,
    "bench_definitions",
    scope,
    title="Why another system shows another figure",
    measure="One bench counted by each rule, ours last",
    stock=True,
)
show.table(data.metric("bench_definitions", scope), "bench_definitions", scope)
