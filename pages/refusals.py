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
from ui.auth import access
from ui.components import empty_states, figure_display, filters, section
from ui.text import refusal_sentences
from ui.views.refusals import after_the_answer as answers_view
from ui.views.refusals import preferences, sections, surveys

access.require("refusals")
scope = filters.scope()
by_track = sections.BY_TRACK.frame(scope)

st.title("Who says no to a promotion, why, and what then?")
if not empty_states.say_hidden(by_track):
    if by_track.empty or not by_track["offers"].fillna(0).sum():
        figure_display.nothing(
            "No promotion was offered in this window.", "Choose a longer window, or upload the promotion offers."
        )
        st.stop()
    figure_display.answer(refusal_sentences.refusals(by_track))
    section.draw(refusals_by_track, sections.BY_TRACK, scope)
course = st.container()

with figure_display.section("Why they decline"):
    section.draw(refusal_reasons, sections.REASONS, scope)
    section.draw(repulsion, preferences.REPULSION, scope)

with figure_display.section("Where they decline"):
    cut = st.segmented_control(
        "Compare", ["Unit", "Generation"], default="Unit", required=True, key="cut", bind="query-params"
    )
    draw_chart = {"Unit": refusals_by_unit, "Generation": refusals_by_generation}[cut]
    section.draw(draw_chart, sections.WHERE[cut], scope)

with figure_display.section("What then?"):
    offers = st.segmented_control(
        "After", list(answers_view.OFFERS), default="Manager roles", required=True, key="offers", bind="query-params"
    )
    answered = answers_view.of_offers(scope, offers)
    section.draw(after_the_answer, answers_view.part(), answered)
    section.draw(after_the_answer_by_unit, answers_view.BY_UNIT, answered)

with figure_display.section("Who was asked, and what they want"):
    section.draw(asked_by_unit, preferences.ASKED, scope)
    left, right = st.columns(2, gap="large")
    with left:
        section.draw(wishes_by_generation, preferences.PREFERENCES, scope)
    with right:
        surveys.draw()

with course:
    section.draw(refusal_trend, sections.trend(scope), scope)
