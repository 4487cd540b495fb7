"""What the company decides for itself, shown beside what it changes."""

from __future__ import annotations

import streamlit as st

from ui import access, choosing, filters, grading, settings, show

access.require("settings")
st.title("What holds for your company")
st.write("Every change is a load of its own: it stands in the history, and can be undone on the page Upload.")
choosing.draw(filters.scope())

show.section("How levels are read")
grading.draw(filters.scope())

show.section("Events to remember")
st.write("They are marked where figures are drawn over time, on the page Explore.")
choosing.events()

settings.draw()
