"""The cover of each critical role in words, for viewers who may not see who is named and who said no."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.formatting import known
from metrics.scope import Scope
from ui import downloads, names, risk, show


def draw(coverage: pd.DataFrame, scope: Scope) -> None:
    """Every role as a line: no cover, one person deep, or covered; filtered at a click."""
    shown = risk.picked(coverage, risk.pick(coverage, key="shown cover"))
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
