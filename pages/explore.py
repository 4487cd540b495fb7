"""Any metric, any cut, any download."""

from __future__ import annotations

import streamlit as st

from charts import explore
from charts.trends import course
from ui.auth import access
from ui.components import downloads, drill_through, figure_display, filters
from ui.views.explore import chart, comparison, query, search, trends

viewer = access.require("explore")
st.title("Any figure, any cut")
asked_for = filters.scope()
asked = query.ask(asked_for)
frame = asked.frame()
figure_display.answer(asked.entry.question)
st.write(asked.entry.answer)

figures = chart.drawable(frame, asked)
if figures:
    chart.chart(asked, frame, figures, {"lines": explore.lines, "intervals": explore.intervals, "bars": explore.bars})
query.table(asked, frame)
downloads.draw(frame, asked.entry.name, asked.scope)
if not asked.trend:
    drill_through.draw(frame, asked.entry.name, asked.scope, asked.options)
query.say_command(asked, viewer.min_group)
comparison.draw(asked, frame)

figure_display.section("Over time")
trends.draw(asked_for, course)

if viewer.by_name:
    figure_display.section("Find a person or a role")
    search.draw(asked.scope.as_of)
