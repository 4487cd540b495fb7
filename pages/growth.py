"""Who grows without a new title, and do they stay?"""

from __future__ import annotations

import streamlit as st

from charts.growth import growth_by_unit, growth_kinds, recognition_by_unit, staying_by_activity
from ui.auth import access
from ui.components import figure_display, filters, section
from ui.datasource import metric_cache
from ui.text import growth_sentences
from ui.views.growth import sections

access.require("growth")
scope = filters.scope()

st.title("Who grows without a new title?")
figure_display.answer(
    growth_sentences.answer(sections.KINDS.frame(scope), metric_cache.told("growth_and_retention", scope))
)
st.write(
    "Seed is a goal, a strength or a skill; Root is mentoring and recognition; Grow is a project, an innovation or a "
    "move sideways."
)
section.draw(growth_kinds, sections.KINDS, scope)

with figure_display.section("Unit by unit"):
    section.draw(growth_by_unit, sections.UNITS, scope)

with figure_display.section("Do the active stay?"):
    section.draw(staying_by_activity, sections.STAYING, scope)

with figure_display.section("Recognised without a promotion"):
    section.draw(recognition_by_unit, sections.RECOGNITION, scope)
