"""What if people leave?"""

from __future__ import annotations

import streamlit as st

from charts.stress import bench_moved, foretold_and_come, roles_at_stake
from ui.auth import access
from ui.components import empty_states, figure_display, filters, section
from ui.datasource import metric_cache
from ui.text import forecast_sentences
from ui.views.stress import forecasts, what_if

viewer = access.require("stress")
scope = filters.scope()

st.title("What if people leave?")
months = st.segmented_control(
    "Look ahead",
    [6, 12, 24, 36],
    default=12,
    required=True,
    format_func=lambda months: f"{months} months",
    key="ahead",
)
roles = len(metric_cache.metric("successor_coverage", scope))
if not roles:
    figure_display.nothing(
        "No critical role is in view.", "Reset the filters, or upload critical roles and successors."
    )
    st.stop()
stress = forecasts.future(months).frame(scope)
if not empty_states.say_hidden(stress):
    figure_display.answer(
        forecast_sentences.empty_roles(
            stress, metric_cache.metric("vacancy_stress", scope, months=0, draws=1), months, roles
        )
    )
if len(stress) > 1 and stress["p_unfilled"].notna().any():
    section.draw(roles_at_stake, forecasts.future(months), scope)
if stress["expected_unfilled"].notna().any() or viewer.masked:
    section.draw(foretold_and_come, forecasts.BACKTEST, scope)

with figure_display.section("What if …?"):
    chosen = what_if.choose(scope, viewer)
    if chosen is not None:
        steps, moved = (
            metric_cache.metric("what_if", scope, **chosen),
            metric_cache.metric("what_if_roles", scope, **chosen),
        )
        figure_display.chart(
            bench_moved,
            "what_if",
            scope,
            title=what_if.sentence(steps, moved, chosen),
            measure="Critical roles covered at each step then, today's as a tick and the 95 % interval as a thin line",
            stock=True,
            **chosen,
        )
        figure_display.table(steps, "what_if", scope)
        if chosen:
            what_if.standing(moved, scope)
