"""Is the expert track a real career?"""

from __future__ import annotations

import streamlit as st

from charts.pathways import (
    ceilings_by_family,
    moves_by_track,
    new_managers,
    new_managers_by_unit,
    pay_by_level,
    spans_by_unit,
)
from ui.auth import access
from ui.components import figure_display, filters, section
from ui.datasource import metric_cache
from ui.text import ladder_verdicts
from ui.views.pathways import sections, verdicts

access.require("pathways")
scope = filters.scope()
levels, shared = verdicts.at_shared_levels(scope)
gap, ceilings = metric_cache.told("retention_gap", scope), metric_cache.told("ladder_ceiling", scope)

st.title("Is the expert track a real career?")
ladder = [
    ladder_verdicts.reach(ceilings),
    ladder_verdicts.pay(metric_cache.told("ladder_parity", scope)),
    ladder_verdicts.speed(metric_cache.told("career_moves", shared, "track"), levels),
    ladder_verdicts.stay(gap),
]
figure_display.answer(ladder_verdicts.sentence(ladder))
verdicts.draw(ladder)
figure_display.table(ceilings, "ladder_ceiling", scope, title="How high: figures and download")
figure_display.table(gap, "retention_gap", scope, title="How long: figures and download")

with figure_display.section("Pay, height and moves"):
    section.draw(pay_by_level, sections.PAY, scope)
    section.draw(ceilings_by_family, sections.CEILINGS, scope)
    section.draw(moves_by_track, sections.MOVES, shared)

with figure_display.section("When experts become managers"):
    section.draw(new_managers, sections.NEW_MANAGERS, scope)
    section.draw(new_managers_by_unit, sections.NEW_MANAGERS_BY_UNIT, scope)

with figure_display.section("When managers go back"):
    back = metric_cache.metric("step_downs", scope)
    figure_display.heading(
        sections.step_downs(back), figure_display.about("step_downs", scope, sections.STEP_DOWNS, stock=True)
    )
    figure_display.table(back, "step_downs", scope)

with figure_display.section("How many they lead"):
    section.draw(spans_by_unit, sections.SPANS, scope)
