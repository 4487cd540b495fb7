"""Do people stay, on each track?"""

from __future__ import annotations

import streamlit as st

from charts.exits import causes_of_experts, causes_of_managers, expertise_lost
from charts.retention import retention_by_unit, retention_gap, survival_curves, turnover_by_track
from ui import access, compared, data, empty, filters, leaving, names, parts, show, staying

access.require("retention")
scope = filters.scope()
rate = data.metric("retention_rate", scope, "track")

st.title("Do people stay, on each track?")
if not empty.say_hidden(rate):
    empty.stop_without_leavers(rate)
    empty.say_track_unknown(rate)
    show.answer(compared.retention(rate, staying.GAP.frame(scope), scope))
    show.table(rate, "retention_rate", scope)

clock = st.segmented_control(
    "Count the months",
    list(names.CLOCKS),
    default="track",
    required=True,
    format_func=lambda clock: names.CLOCKS[clock],
    key="clock",
)
parts.draw(survival_curves, staying.curve(clock), scope)

with show.section("Is it just seniority?"):
    parts.draw(retention_gap, staying.GAP, scope)

with show.section("Unit by unit"):
    parts.draw(retention_by_unit, staying.UNITS, scope)
    parts.draw(turnover_by_track, staying.TURNOVER, scope)

with show.section("Why they leave, and what leaves with them"):
    experts, managers = st.columns(2)
    with experts:
        parts.draw(causes_of_experts, leaving.of_track("ic"), scope, table=False)
    with managers:
        parts.draw(causes_of_managers, leaving.of_track("manager"), scope, table=False)
    parts.table(leaving.CAUSES, scope)
    parts.draw(expertise_lost, leaving.experience(), scope)
