"""Do people stay, on each track?"""

from __future__ import annotations

import streamlit as st

from charts.exits import causes_of_experts, causes_of_managers, expertise_lost
from charts.retention import retention_by_unit, retention_gap, survival_curves, turnover_by_track
from ui.auth import access
from ui.components import empty_states, figure_display, filters, section
from ui.datasource import metric_cache
from ui.text import labels, retention_sentences
from ui.views.retention import exits, sections

access.require("retention")
scope = filters.scope()
rate = metric_cache.metric("retention_rate", scope, "track")

st.title("Do people stay, on each track?")
if not empty_states.say_hidden(rate):
    empty_states.stop_without_leavers(rate)
    empty_states.say_track_unknown(rate)
    figure_display.answer(retention_sentences.retention(rate, sections.GAP.frame(scope), scope))
    figure_display.table(rate, "retention_rate", scope)

clock = st.segmented_control(
    "Count the months",
    list(labels.CLOCKS),
    default="track",
    required=True,
    format_func=lambda clock: labels.CLOCKS[clock],
    key="clock",
)
section.draw(survival_curves, sections.curve(clock), scope)

with figure_display.section("Is it just seniority?"):
    section.draw(retention_gap, sections.GAP, scope)

with figure_display.section("Unit by unit"):
    section.draw(retention_by_unit, sections.UNITS, scope)
    section.draw(turnover_by_track, sections.TURNOVER, scope)

with figure_display.section("Why they leave, and what leaves with them"):
    experts, managers = st.columns(2)
    with experts:
        section.draw(causes_of_experts, exits.of_track("ic"), scope, table=False)
    with managers:
        section.draw(causes_of_managers, exits.of_track("manager"), scope, table=False)
    section.table(exits.CAUSES, scope)
    section.draw(expertise_lost, exits.experience(), scope)
