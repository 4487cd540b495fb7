"""How strong is our bench, where are the gaps, what changed?"""

from __future__ import annotations

import streamlit as st

from charts.overview import bench_waterfall
from ui import access, changes, data, empty, filters, headlines, risk, show, words

access.require("overview")
scope = filters.scope()
strength = data.metric("bench_strength", scope)

st.title("How strong is our bench?")
if empty.say_hidden(strength):
    pass
elif strength.empty or not strength["roles"].fillna(0).max():
    show.nothing("No critical role is in view.", "Reset the filters, or upload critical roles and successors.")
else:
    show.answer(words.bench(strength))
    show.chart(
        bench_waterfall,
        "bench_strength",
        scope,
        title="From the bench on paper to the bench we have",
        measure="Critical roles left at each step, what is lost, and the 95 % interval as a thin line",
        stock=True,
    )
    show.table(strength, "bench_strength", scope)

with show.section("Five figures, against a year earlier"):
    places = headlines.draw(scope)

with show.section("The ten roles most at risk"):
    risk.draw(scope, most=10)

with show.section("What changed with the last load"):
    changes.draw(scope)

headlines.draw_courses(places, scope)
