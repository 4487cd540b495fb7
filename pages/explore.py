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
scope = filters.scope()
explored = query.ask(scope)
frame = explored.frame()
figure_display.answer(explored.entry.question)
st.write(explored.entry.answer)

figures = chart.drawable(frame, explored)
if figures:
    chart.chart(
        explored, frame, figures, {"lines": explore.lines, "intervals": explore.intervals, "bars": explore.bars}
    )
query.table(explored, frame)
downloads.draw(frame, explored.entry.name, explored.scope)
if not explored.trend:
    drill_through.draw(frame, explored.entry.name, explored.scope, explored.options)
query.say_command(explored, viewer.min_group)
comparison.draw(explored, frame)

figure_display.section("Over time")
trends.draw(scope, course)

if viewer.by_name:
    figure_display.section("Find a person or a role")
    search.draw(explored.scope.as_of)
