"""How strong is our bench, where are the gaps, what changed?"""

from __future__ import annotations

import streamlit as st

from charts.overview import bench_waterfall
from ui.auth import access
from ui.components import empty_states, figure_display, filters, headline_figures
from ui.datasource import metric_cache
from ui.text import sentences
from ui.views.bench import roles_at_risk
from ui.views.overview import last_load

access.require("overview")
scope = filters.scope()
strength = metric_cache.metric("bench_strength", scope)

st.title("How strong is our bench?")
if empty_states.say_hidden(strength):
    pass
elif strength.empty or not strength["roles"].fillna(0).max():
    figure_display.nothing(
        "No critical role is in view.", "Reset the filters, or upload critical roles and successors."
    )
else:
    figure_display.answer(sentences.bench(strength))
    figure_display.chart(
        bench_waterfall,
        "bench_strength",
        scope,
        title="From the bench on paper to the bench we have",
        measure="Critical roles left at each step, what is lost, and the 95 % interval as a thin line",
        stock=True,
    )
    figure_display.table(strength, "bench_strength", scope)

with figure_display.section("Five figures, against a year earlier"):
    places = headline_figures.draw(scope)

with figure_display.section("The ten roles most at risk"):
    roles_at_risk.draw(scope, most=10)

with figure_display.section("What changed with the last load"):
    last_load.draw(scope)

headline_figures.draw_courses(places, scope)
