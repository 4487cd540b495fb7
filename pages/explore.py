"""Any metric, any cut, any download."""

from __future__ import annotations

import streamlit as st

from charts import explore
from charts.trends import course
from ui import access, behind, comparing, downloads, drawing, exploring, filters, searching, show, trends

viewer = access.require("explore")
st.title("Any figure, any cut")
asked_for = filters.scope()
asked = exploring.ask(asked_for)
frame = asked.frame()
show.answer(asked.entry.question)
st.write(asked.entry.answer)

figures = drawing.drawable(frame, asked)
if figures:
    drawing.chart(asked, frame, figures, {"lines": explore.lines, "intervals": explore.intervals, "bars": explore.bars})
exploring.table(asked, frame)
downloads.draw(frame, asked.entry.name, asked.scope)
if not asked.trend:
    behind.draw(frame, asked.entry.name, asked.scope, asked.options)
exploring.say_command(asked, viewer.min_group)
comparing.draw(asked, frame)

show.section("Over time")
trends.draw(asked_for, course)

if viewer.by_name:
    show.section("Find a person or a role")
    searching.draw(asked.scope.as_of)
