"""What the last load changed: in the tables, and on the bench."""

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
    """Say what came in with the newest load, and which roles changed their standing through it.

    Raises NotInCube for viewers who may not see persons: what one load changed is what a few people did.
    """
    if access.viewer().masked:
        raise NotMasked("What a load has changed is shown to those who may see persons: it tells of single people.")
    of = generation.here()
    load, before = generation.newest_load(of), generation.earlier(of)
    lines = [_rows(load["tables"])] if load else []
    if before is None:
        lines.append("There is no earlier state to compare with yet.")
    else:
        lines += _standing(before, of, scope)
    st.html("".join(f'<p class="figure-about">{line}</p>' for line in lines))
    if load:
        st.html(
            f'<p class="figure-about">Load {load["load_id"]}, {labels.moment(load["loaded_at"])}.'
            f"{' Both states are read at the day shown above.' if before else ''}</p>"
        )


def _rows(tables: pd.DataFrame) -> str:
    said = [
        f"{label(row['table_name'])}: {count(row['added'])} added, {count(row['changed'])} changed"
        + (f", {count(row['left_out'])} left out" if row["left_out"] else "")
        for row in metric_cache.rows(tables)
    ]
    return escape("; ".join(said) + ".") if said else "It brought no rows."


def _standing(before: generation.GenerationRef, now: generation.GenerationRef, scope: Scope) -> list[str]:
    wanted = viewer_scope.applicable("successor_coverage", scope)
    frames = [metric_cache.frame(of, "successor_coverage", wanted, (), 0, False) for of in (before, now)]
    old, new = (frame.set_index("role_id")[["title", "gap"]] for frame in frames)
    both = new.merge(old, left_index=True, right_index=True, how="outer", suffixes=("", "_before"))
    moved = both[both["gap"].fillna("") != both["gap_before"].fillna("")]
    if moved.empty:
        return ["No role stands differently than before it."]
    lines = [f"{labels.plural(len(moved), 'role stands', 'roles stand')} differently than before it:"]
    for _, row in moved.head(MOST).iterrows():
        title = row["title"] if pd.notna(row["title"]) else row["title_before"]
        was, is_now = (_gap(row[name]) for name in ("gap_before", "gap"))
        lines.append(f"<b>{escape(str(title))}</b>: {was} → {is_now}")
    if len(moved) > MOST:
        lines.append(f"and {len(moved) - MOST} more.")
    return lines


def _gap(code: Any) -> str:
    return labels.GAPS[str(code)].lower() if pd.notna(code) else "not in the list"
