"""Who could step in, role by role, and is the cover real?"""

from __future__ import annotations

import streamlit as st

from charts.bench import steps_by_unit
from charts.bench_definitions import by_other_rules
from charts.bench_diversity import named_and_there
from charts.closing_moves import roles_gained
from ui import access, appointments, benches, cover, data, filters, moves, parts, resting, roles, show, words

viewer = access.require("bench")
scope = filters.scope()
coverage = data.metric("successor_coverage", scope)

st.title("Who could step in, role by role?")
if coverage.empty:
    show.nothing(*benches.NO_ROLES)
    st.stop()
show.answer(words.cover(coverage))
if viewer.masked:
    cover.draw(coverage, scope)
else:
    roles.draw(coverage, scope, viewer)

    with show.section("What would close the gaps"):
        plan = benches.CLOSING.frame(scope)
        parts.draw(roles_gained, benches.CLOSING, scope, table=False)
        moves.draw(plan, scope, viewer)

    with show.section("Counting on a no, or on silence"):
        resting.draw(scope, viewer)

    with show.section("Shared successors"):
        roles.contested(data.metric("contested_successors", scope), coverage, scope, viewer)

with show.section("Unit by unit"):
    parts.draw(steps_by_unit, benches.UNITS, scope)

with show.section("Who is named"):
    cut = st.segmented_control("Tell apart", ["Gender", "Generation"], default="Gender", required=True, key="named by")
    parts.draw(named_and_there, benches.named_by(cut), scope)

with show.section("When a role is filled"):
    appointments.draw(scope)

with show.section("The same bench by others' rules"):
    parts.draw(by_other_rules, benches.DEFINITIONS, scope)
