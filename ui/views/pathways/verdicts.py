"""The verdicts on the expert ladder as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics.scope import Scope
from ui.components import tables
from ui.datasource import metric_cache
from ui.text import ladder_verdicts
from ui.text.ladder_verdicts import Verdict


def at_shared_levels(scope: Scope) -> tuple[list[int], Scope]:
    """The levels with people on both tracks, and the scope limited to them."""
    levels = ladder_verdicts.shared_levels(metric_cache.told("career_moves", scope, ("track", "job_level")))
    return levels, ladder_verdicts.narrowed(scope, levels)


def draw(verdicts: Sequence[Verdict]) -> None:
    """Draw one row per verdict: question, answer, and the figures behind it."""
    lines = [
        {"Is it as good?": verdict.question, "Verdict": verdict.answer, "What carries it": verdict.carries}
        for verdict in verdicts
    ]
    st.html(tables.plain(pd.DataFrame(lines), kind="roles verdicts"))
