"""Who grows without a new title, and do they stay?"""

from __future__ import annotations

import streamlit as st

from charts.growth import growth_by_unit, growth_kinds, recognition_by_unit, staying_by_activity
from ui import access, data, filters, growing, parts, show

access.require("growth")
scope = filters.scope()

st.title("Who grows without a new title?")
show.answer(growing.answer(growing.KINDS.frame(scope), data.told("growth_and_retention", scope)))
st.write(
    "Seed is a goal, a strength or a skill; Root is mentoring and recognition; Grow is a project, an innovation or a "
    "move sideways."
)
parts.draw(growth_kinds, growing.KINDS, scope)

with show.section("Unit by unit"):
    parts.draw(growth_by_unit, growing.UNITS, scope)

with show.section("Do the active stay?"):
    parts.draw(staying_by_activity, growing.STAYING, scope)

with show.section("Recognised without a promotion"):
    parts.draw(recognition_by_unit, growing.RECOGNITION, scope)
