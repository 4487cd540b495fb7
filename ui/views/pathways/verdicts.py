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
    """The levels with people on both tracks, and the scope narrowed to them."""
    levels = ladder_verdicts.shared_levels(metric_cache.told("career_moves", scope, ("track", "job_level")))
    return levels, ladder_verdicts.narrowed(scope, levels)


def draw(verdicts: Sequence[Verdict]) -> None:
    """One line a question."""
    lines = [
        {"Is it as good?": one.question, "Verdict": one.answer, "What carries it": one.carries} for one in verdicts
    ]
    st.html(tables.plain(pd.DataFrame(lines), kind="roles verdicts"))
