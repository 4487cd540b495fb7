"""The cover of each critical role in words, for viewers who may not see who is named and who said no."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.numbers import known
from metrics.scope import Scope
from ui import downloads, names, risk, show

ALL = "all"


def draw(coverage: pd.DataFrame, scope: Scope) -> None:
    """Every role as a line: no cover, one person deep, or covered; filtered at a click."""
    counts = coverage["gap"].value_counts()
    chosen = st.pills(
        "Show",
        [ALL, *(gap for gap in ("none", "one_deep", "covered") if counts.get(gap))],
        default=ALL,
        required=True,
        format_func=lambda gap: f"{names.GAPS.get(gap, 'All roles')} {counts.get(gap, len(coverage))}",
        key="shown cover",
    )
    kept = coverage if chosen == ALL else coverage[coverage["gap"] == chosen]
    shown = pd.concat([risk.ordered(kept), kept[kept["gap"] == "covered"]], ignore_index=True)
    st.dataframe(
        pd.DataFrame(
            {
                "Role": shown["title"],
                "Cover": shown["gap"].map(names.GAPS),
                "Vacant": [bool(known(vacant) and vacant) for vacant in shown["vacant"]],
                "Crit.": shown["criticality"],
                "Unit": shown["business_unit"],
            }
        ),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(shown), 460),
        alt=f"{len(shown)} critical roles with their cover in words.",
    )
    downloads.table(shown, "successor_coverage", scope)
    show.note(
        "Who is named, who said no, whom roles share and what would close the gaps speak of single persons: it is "
        "shown to those who may see them."
    )
