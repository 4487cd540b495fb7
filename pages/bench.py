"""Who could step in, role by role, and is the cover real?"""

from __future__ import annotations

import streamlit as st

from charts.bench import steps_by_unit
from charts.bench_definitions import by_other_rules
from charts.bench_diversity import named_and_there
from charts.closing_moves import roles_gained
from ui.auth import access
from ui.components import figure_display, filters, section
from ui.datasource import metric_cache
from ui.text import sentences
from ui.views.bench import bench_turnover, closing_moves, cover_list, role_list, sections, unwilling_cover

viewer = access.require("bench")
scope = filters.scope()
coverage = metric_cache.metric("successor_coverage", scope)

st.title("Who could step in, role by role?")
if coverage.empty:
    figure_display.nothing(*sections.NO_ROLES)
    st.stop()
figure_display.answer(sentences.cover(coverage))
if viewer.masked:
    cover_list.draw(coverage, scope)
else:
    role_list.draw(coverage, scope, viewer)

    with figure_display.section("What would close the gaps"):
        plan = sections.CLOSING.frame(scope)
        section.draw(roles_gained, sections.CLOSING, scope, table=False)
        closing_moves.draw(plan, scope, viewer)

    with figure_display.section("Counting on a no, or on silence"):
        unwilling_cover.draw(scope, viewer)

    with figure_display.section("Shared successors"):
        role_list.contested(metric_cache.metric("contested_successors", scope), coverage, scope, viewer)

with figure_display.section("Unit by unit"):
    section.draw(steps_by_unit, sections.UNITS, scope)

with figure_display.section("Who is named"):
    cut = st.segmented_control("Tell apart", ["Gender", "Generation"], default="Gender", required=True, key="named by")
    section.draw(named_and_there, sections.named_by(cut), scope)

with figure_display.section("When a role is filled"):
    bench_turnover.draw(scope)

with figure_display.section("The same bench by others' rules"):
    section.draw(by_other_rules, sections.DEFINITIONS, scope)
