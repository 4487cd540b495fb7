"""What if people leave?"""

from __future__ import annotations

import streamlit as st

from charts.stress import bench_moved, foretold_and_come, roles_at_stake
from ui import access, data, empty, filters, foretold, parts, show, what_if

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
roles = len(data.metric("successor_coverage", scope))
if not roles:
    show.nothing("No critical role is in view.", "Reset the filters, or upload critical roles and successors.")
    st.stop()
stress = foretold.future(months).frame(scope)
if not empty.say_hidden(stress):
    show.answer(foretold.empty_roles(stress, data.metric("vacancy_stress", scope, months=0, draws=1), months, roles))
if len(stress) > 1 and stress["p_unfilled"].notna().any():
    parts.draw(roles_at_stake, foretold.future(months), scope)
if stress["expected_unfilled"].notna().any() or viewer.masked:
    parts.draw(foretold_and_come, foretold.BACKTEST, scope)

with show.section("What if …?"):
    chosen = what_if.choose(scope, viewer)
    if chosen is not None:
        steps, moved = data.metric("what_if", scope, **chosen), data.metric("what_if_roles", scope, **chosen)
        show.chart(
            bench_moved,
            "what_if",
            scope,
            title=what_if.sentence(steps, moved, chosen),
            measure="Critical roles covered at each step then, today's as a tick and the 95 % interval as a thin line",
            stock=True,
            **chosen,
        )
        show.table(steps, "what_if", scope)
        if chosen:
            what_if.standing(moved, scope)
