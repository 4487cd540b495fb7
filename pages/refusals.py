"""Who says no to a promotion, and why?"""

from __future__ import annotations

import streamlit as st

from charts.refusals import (
    refusal_reasons,
    refusal_trend,
    refusals_by_generation,
    refusals_by_track,
    refusals_by_unit,
)
from ui import access, compared, data, filters, show, words

access.require("refusals")
scope = filters.scope()
by_track = data.metric("promotion_refusals", scope, "offered_track")

st.title("Who says no to a promotion, and why?")
if by_track.empty or not by_track["offers"].fillna(0).sum():
    show.nothing("No promotion was offered in this window.", "Choose a longer window, or upload the promotion offers.")
    st.stop()
show.answer(compared.refusals(by_track))
show.chart(
    refusals_by_track,
    "promotion_refusals",
    scope,
    "offered_track",
    title=compared.refusal_message(by_track),
    measure="Share declined of offers answered, with 95 % interval",
)
show.table(by_track, "promotion_refusals", scope)

course = st.container()

show.section("Why they decline")
reasons = data.metric("refusal_reasons", scope)
if reasons["declined"].fillna(0).sum():
    show.chart(
        refusal_reasons,
        "refusal_reasons",
        scope,
        title=words.reasons(reasons),
        measure="Reasons given for declining, as a share of all declined offers",
    )
    show.table(reasons, "refusal_reasons", scope)
else:
    show.nothing("No one declined in this window.", "Choose a longer window to see reasons.")

show.section("Where they decline")
cut = st.segmented_control(
    "Compare", ["Unit", "Generation"], default="Unit", required=True, key="cut", bind="query-params"
)
group, draw = {
    "Unit": ("business_unit", refusals_by_unit),
    "Generation": ("generation", refusals_by_generation),
}[cut]
show.chart(
    draw,
    "promotion_refusals",
    scope,
    (group, "offered_track"),
    title=f"Said no, by {cut.lower()}",
    measure="Share declined of offers answered, with 95 % interval",
)
show.table(data.metric("promotion_refusals", scope, (group, "offered_track")), "promotion_refusals", scope)

with course:
    trend = data.metric("promotion_refusals", scope, "offered_track", trend=13)
    show.chart(
        refusal_trend,
        "promotion_refusals",
        scope,
        "offered_track",
        title=compared.trend_message(trend),
        measure=f"Share declined of offers answered in the {scope.months} months before each month end, with 95 % band",
        stock=True,
        trend=13,
    )
    show.table(trend, "promotion_refusals", scope)
