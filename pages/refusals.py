"""Who says no to a promotion, why, and what then?"""

from __future__ import annotations

import streamlit as st

from charts.offer_answers import (
    after_the_answer,
    after_the_answer_by_unit,
    asked_by_unit,
    repulsion,
    wishes_by_generation,
)
from charts.refusals import refusal_reasons, refusal_trend, refusals_by_generation, refusals_by_track, refusals_by_unit
from ui import access, compared, empty, filters, following, parts, refused, show, surveys, wishes

access.require("refusals")
scope = filters.scope()
by_track = refused.BY_TRACK.frame(scope)

st.title("Who says no to a promotion, why, and what then?")
if not empty.say_hidden(by_track):
    if by_track.empty or not by_track["offers"].fillna(0).sum():
        show.nothing(
            "No promotion was offered in this window.", "Choose a longer window, or upload the promotion offers."
        )
        st.stop()
    show.answer(compared.refusals(by_track))
    parts.draw(refusals_by_track, refused.BY_TRACK, scope)
course = st.container()

with show.section("Why they decline"):
    parts.draw(refusal_reasons, refused.REASONS, scope)
    parts.draw(repulsion, wishes.REPULSION, scope)

with show.section("Where they decline"):
    cut = st.segmented_control(
        "Compare", ["Unit", "Generation"], default="Unit", required=True, key="cut", bind="query-params"
    )
    drawn = {"Unit": refusals_by_unit, "Generation": refusals_by_generation}[cut]
    parts.draw(drawn, refused.WHERE[cut], scope)

with show.section("What then?"):
    offers = st.segmented_control(
        "After", list(following.OFFERS), default="Manager roles", required=True, key="offers", bind="query-params"
    )
    answered = following.of_offers(scope, offers)
    parts.draw(after_the_answer, following.part(), answered)
    parts.draw(after_the_answer_by_unit, following.BY_UNIT, answered)

with show.section("Who was asked, and what they want"):
    parts.draw(asked_by_unit, wishes.ASKED, scope)
    here, elsewhere = st.columns(2, gap="large")
    with here:
        parts.draw(wishes_by_generation, wishes.PREFERENCES, scope)
    with elsewhere:
        surveys.draw()

with course:
    parts.draw(refusal_trend, refused.trend(scope), scope)
