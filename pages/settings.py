"""The page of company settings, each beside the figures it changes."""

from __future__ import annotations

import streamlit as st

from ui.auth import access
from ui.components import figure_display, filters
from ui.views.settings import choices, company, job_levels

access.require("settings")
st.title("What holds for your company")
st.write("Every change is a load of its own: it stands in the history, and can be undone on the page Upload.")
choices.draw(filters.scope())

figure_display.section("How levels are read")
job_levels.draw(filters.scope())

figure_display.section("Events to remember")
st.write("They are marked where figures are drawn over time, on the page Explore.")
choices.events()

company.draw()
