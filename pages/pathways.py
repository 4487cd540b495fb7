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
from ui import access, data, filters, managing, parts, show, verdicts

access.require("pathways")
scope = filters.scope()
levels, shared = verdicts.at_shared_levels(scope)
gap, ceilings = data.told("retention_gap", scope), data.told("ladder_ceiling", scope)

st.title("Is the expert track a real career?")
found = [
    verdicts.reach(ceilings),
    verdicts.pay(data.told("ladder_parity", scope)),
    verdicts.speed(data.told("career_moves", shared, "track"), levels),
    verdicts.stay(gap),
]
show.answer(verdicts.sentence(found))
verdicts.draw(found)
show.table(ceilings, "ladder_ceiling", scope, title="How high: figures and download")
show.table(gap, "retention_gap", scope, title="How long: figures and download")

with show.section("Pay, height and moves"):
    parts.draw(pay_by_level, managing.PAY, scope)
    parts.draw(ceilings_by_family, managing.CEILINGS, scope)
    parts.draw(moves_by_track, managing.MOVES, shared)

with show.section("When experts become managers"):
    parts.draw(new_managers, managing.NEW_MANAGERS, scope)
    parts.draw(new_managers_by_unit, managing.NEW_MANAGERS_BY_UNIT, scope)

with show.section("When managers go back"):
    back = data.metric("step_downs", scope)
    show.heading(managing.step_downs(back), show.about("step_downs", scope, managing.STEP_DOWNS, stock=True))
    show.table(back, "step_downs", scope)

with show.section("How many they lead"):
    parts.draw(spans_by_unit, managing.SPANS, scope)
