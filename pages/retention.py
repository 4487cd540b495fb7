"""Do people stay, on each track?"""

from __future__ import annotations

import streamlit as st

from charts.leaving import causes_of_experts, causes_of_managers, expertise_lost
from charts.retention import retention_by_unit, retention_gap, survival_curves
from ui import access, compared, data, empty, filters, leaving, names, parts, show

access.require("retention")
scope = filters.scope()
rate = data.metric("retention_rate", scope, "track")
gap = data.metric("retention_gap", scope)

st.title("Do people stay, on each track?")
empty.stop_without_leavers(rate)
empty.say_track_unknown(rate)
show.answer(compared.retention(rate, gap, scope))
show.table(rate, "retention_rate", scope)

clock = st.segmented_control(
    "Count the months",
    ["track", "tenure"],
    default="track",
    required=True,
    format_func=lambda clock: names.CLOCKS[clock],
    key="clock",
)
curve = data.metric("retention_curve", scope, "track", clock=clock)
if curve["retained"].notna().any():
    show.chart(
        survival_curves,
        "retention_curve",
        scope,
        "track",
        title=compared.curves(curve),
        measure=f"Share still on board, {names.CLOCKS[clock]}, with its 95 % band",
        stock=True,
        clock=clock,
    )
    show.table(curve, "retention_curve", scope)
else:
    show.nothing("No track has ten people to follow.", "Widen the filters, or upload a fuller export.")

show.section("Is it just seniority?")
if gap["gap"].notna().any():
    show.chart(
        retention_gap,
        "retention_gap",
        scope,
        title=compared.gap_message(gap),
        measure="Experts who stayed minus managers who stayed, in points, with 95 % interval",
    )
    show.table(gap, "retention_gap", scope)
else:
    show.nothing("The tracks cannot be compared here.", "It takes people on both tracks. Widen the filters.")

show.section("Unit by unit")
by_unit = data.metric("retention_rate", scope, ("business_unit", "track"))
show.chart(
    retention_by_unit,
    "retention_rate",
    scope,
    ("business_unit", "track"),
    title=compared.units_apart(by_unit),
    measure="Share who stayed, of those there at the start, with 95 % interval; the largest units first",
)
show.table(by_unit, "retention_rate", scope)
turnover = data.metric("turnover_rate", scope, "track")
show.heading(
    compared.turnover(turnover), show.about("turnover_rate", scope, "Exits per 100 person-years on each track")
)
show.table(turnover, "turnover_rate", scope)

show.section("Why they leave, and what leaves with them")
experts, managers = st.columns(2)
with experts:
    parts.draw(causes_of_experts, leaving.CAUSES, scope, table=False)
with managers:
    parts.draw(causes_of_managers, leaving.CAUSES_OF_MANAGERS, scope, table=False)
show.table(leaving.CAUSES.frame(scope), leaving.CAUSES.metric, scope)
parts.draw(expertise_lost, leaving.EXPERTISE, scope)
