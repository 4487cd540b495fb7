"""The changes of the newest load: rows per table, and critical roles whose gap changed."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import count, label
from metrics.disclosure_control.mask import NotMasked
from metrics.scope import Scope
from ui.auth import access
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope
from ui.text import labels

MOST = 6


def draw(scope: Scope) -> None:
    """Draw the rows the newest load wrote, and the roles whose gap it changed.

    Raises NotMasked for masked viewers: the changes of one load reveal what a few people did.
    """
    if access.viewer().masked:
        raise NotMasked("What a load has changed is shown to those who may see persons: it tells of single people.")
    of = generation.here()
    load, before = generation.newest_load(of), generation.earlier(of)
    lines = [_row_counts(load["tables"])] if load else []
    if before is None:
        lines.append("There is no earlier state to compare with yet.")
    else:
        lines += _changed_roles(before, of, scope)
    st.html("".join(f'<p class="figure-about">{line}</p>' for line in lines))
    if load:
        st.html(
            f'<p class="figure-about">Load {load["load_id"]}, {labels.moment(load["loaded_at"])}.'
            f"{' Both states are read at the day shown above.' if before else ''}</p>"
        )


def _row_counts(tables: pd.DataFrame) -> str:
    texts = [
        f"{label(row['table_name'])}: {count(row['added'])} added, {count(row['changed'])} changed"
        + (f", {count(row['left_out'])} left out" if row["left_out"] else "")
        for row in metric_cache.rows(tables)
    ]
    return escape("; ".join(texts) + ".") if texts else "It brought no rows."


def _changed_roles(before: generation.GenerationRef, now: generation.GenerationRef, scope: Scope) -> list[str]:
    roles_scope = viewer_scope.applicable("successor_coverage", scope)
    frames = [metric_cache.frame(of, "successor_coverage", roles_scope, (), 0, False) for of in (before, now)]
    gaps_before, gaps_now = (frame.set_index("role_id")[["title", "gap"]] for frame in frames)
    both = gaps_now.merge(gaps_before, left_index=True, right_index=True, how="outer", suffixes=("", "_before"))
    changed = both[both["gap"].fillna("") != both["gap_before"].fillna("")]
    if changed.empty:
        return ["No role stands differently than before it."]
    lines = [f"{labels.plural(len(changed), 'role stands', 'roles stand')} differently than before it:"]
    for _, row in changed.head(MOST).iterrows():
        title = row["title"] if pd.notna(row["title"]) else row["title_before"]
        gap_before, gap_now = (_gap(row[name]) for name in ("gap_before", "gap"))
        lines.append(f"<b>{escape(str(title))}</b>: {gap_before} → {gap_now}")
    if len(changed) > MOST:
        lines.append(f"and {len(changed) - MOST} more.")
    return lines


def _gap(code: Any) -> str:
    return labels.GAPS[str(code)].lower() if pd.notna(code) else "not in the list"
