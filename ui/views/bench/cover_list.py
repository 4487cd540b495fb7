"""The cover of each critical role in words, for masked viewers, who may not see who is named and who declined."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.formatting import known
from metrics.scope import Scope
from ui.components import downloads, figure_display
from ui.text import labels
from ui.views.bench import roles_at_risk


def draw(coverage: pd.DataFrame, scope: Scope) -> None:
    """Draw one row per role with its cover (no cover, one person deep, covered), and a filter by cover."""
    shown = roles_at_risk.picked(coverage, roles_at_risk.pick(coverage, key="shown cover"))
    st.dataframe(
        pd.DataFrame(
            {
                "Role": shown["title"],
                "Cover": shown["gap"].map(labels.GAPS),
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
    figure_display.note(
        "Who is named, who said no, whom roles share and what would close the gaps speak of single persons: it is "
        "shown to those who may see them."
    )
