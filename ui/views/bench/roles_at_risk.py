"""The roles most at risk, each with its main reason and next step."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from charts.formatting import SPACE, known
from metrics.scope import Scope
from ui.components import figure_display, links, tables
from ui.datasource import metric_cache
from ui.text import labels, role_at_risk_sentences

ALL = "all"
SEVEREST_FIRST = ("none", "none_named", "none_ready", "none_willing", "contested", "one_deep")


def ordered(coverage: pd.DataFrame) -> pd.DataFrame:
    """The roles with a gap: most critical first, then vacant ones, then by severity of the gap."""
    gaps = coverage[coverage["gap"].isin(SEVEREST_FIRST)].copy()
    gaps["_severity"] = gaps["gap"].map({gap: rank for rank, gap in enumerate(SEVEREST_FIRST)})
    # False sorts first, so that vacant roles do
    gaps["_standing"] = ~gaps["vacant"].fillna(False).astype(bool)
    order = ["criticality", "_standing", "_severity", "role_id"]
    return gaps.sort_values(order, na_position="last", ignore_index=True).drop(columns=["_severity", "_standing"])


def pick(coverage: pd.DataFrame, *, default: str = ALL, key: str) -> str:
    """Draw a choice among the gaps that occur, with the number of roles of each; returns the gap, or ALL."""
    counts = coverage["gap"].value_counts()
    options = [ALL, *(gap for gap in labels.GAPS if counts.get(gap))]
    return st.pills(
        "Show",
        options,
        default=default if default in options else ALL,
        required=True,
        format_func=lambda gap: f"{labels.GAPS.get(gap, 'All roles')} {counts.get(gap, len(coverage))}",
        key=key,
    )


def picked(coverage: pd.DataFrame, gap: str | None) -> pd.DataFrame:
    """The roles with that gap, or all of them; roles with a gap come first."""
    rows = coverage if gap in (ALL, None) else coverage[coverage["gap"] == gap]
    return pd.concat([ordered(rows), rows[rows["gap"] == "covered"]], ignore_index=True)


def draw(scope: Scope, most: int) -> None:
    """Draw the `most` roles most at risk, with reason and next step, and the link to all of them."""
    coverage = metric_cache.metric("successor_coverage", scope)
    if coverage.empty:
        figure_display.nothing("No critical role is in view.", "Load critical roles and successors to see them here.")
        return
    gaps = ordered(coverage)
    if gaps.empty:
        figure_display.nothing(
            "No role with a gap is in view.", "Every critical role here has a person of its own and a second."
        )
        return
    rows = (
        f"<td><b>{escape(str(row['title']))}</b></td>"
        f"<td class=quiet>{escape(_where(row))}</td>"
        f"<td><span class=gap>{escape(role_at_risk_sentences.reason(row))}</span></td>"
        f"<td>{escape(role_at_risk_sentences.act(row))}</td>"
        for row in metric_cache.rows(gaps.head(most))
    )
    st.html(tables.marked(("Role", "Where", "Why", "Next"), rows))
    links.to("bench", f"All {len(coverage)} roles, and who stands behind them")


def _where(row: dict[str, object]) -> str:
    unit = str(row["business_unit"]) if known(row["business_unit"]) else "Unit not known"
    return f"{unit}, criticality{SPACE}{row['criticality']}" if known(row["criticality"]) else unit
