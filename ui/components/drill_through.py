"""The rows behind a figure, for viewers who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import label
from metrics import catalogue, drill_through
from metrics.scope import Scope
from ui.auth import access, audit
from ui.components import download_files, downloads, links, tables
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope
from ui.text import labels

MOST = 1_000


def may(name: str) -> bool:
    """Whether this viewer may see the rows behind a metric; rows of persons only if they see every person in scope."""
    viewer = access.viewer()
    return not drill_through.of_people(name) or (viewer.sees_people and viewer.min_group == 1)


def rows(
    name: str, scope: Scope, options: Mapping[str, Any], of: generation.GenerationRef | None = None
) -> pd.DataFrame:
    """One row per person, offer, nomination, role or move that the metric counted, within the viewer's units.

    `of` is the generation read, by default that of this run. Empty where this viewer may not see the rows.
    """
    viewer = access.viewer()
    row_scope = viewer_scope.applicable(name, viewer_scope.within(scope, viewer.units))
    row_scope = replace(row_scope, by=tuple(column for column in scope.by if column in catalogue.entry(name).groups))
    of, option_names = of or generation.here(), {option.name for option in catalogue.entry(name).options}
    options = {option: value for option, value in options.items() if option in option_names}
    frame = metric_cache.seen(of, drill_through.rows_behind(generation.cursor(of), name, row_scope, options), viewer)
    if not viewer.by_name and "employee_id" in frame:
        frame = frame.sort_values("employee_id", kind="stable", ignore_index=True)  # the order of ids gives them away
    return frame if may(name) else frame.head(0)


def draw(frame: pd.DataFrame, name: str, scope: Scope, options: Mapping[str, Any]) -> None:
    """Draw a fold with the rows this frame counts and their download; the rows are read when it is opened."""
    if not may(name):
        return
    fold = st.expander("The rows behind it", key="behind", on_change="rerun", bind="query-params")
    if not fold.open:
        return
    with fold:
        if _has_no_figure(frame):
            st.write("There is no figure, so there are no rows behind it. Choose a shorter window or a later day.")
            return
        behind = rows(name, scope, options)
        if drill_through.of_people(name):
            audit.saw_persons(f"{name}_rows", len(behind))
        description = f"{drill_through.description(name)} {labels.plural(len(behind), 'row', 'rows')}."
        st.caption(
            description + (f" The first {MOST:,} are shown; the downloads hold all." if len(behind) > MOST else "")
        )
        st.dataframe(
            tables.worded(behind.head(MOST)).rename(columns=labels.column),
            hide_index=True,
            width="stretch",
            placeholder="",
            alt=description,
        )
        downloads.draw(behind, f"{name}_rows", scope, of=name)


def ways(frame: pd.DataFrame, name: str, scope: Scope, options: Mapping[str, Any]) -> None:
    """Draw the download of the rows a figure counts, made when it is clicked, and the link to them on Explore."""
    if not may(name) or _has_no_figure(frame):
        return
    row_scope, of = viewer_scope.applicable(name, scope), generation.here()
    downloads.offer(
        "Rows as CSV",
        lambda: download_files.csv(rows(name, scope, options, of)),
        file_name=download_files.file_name(f"{name}_rows", row_scope),
        mime="text/csv",
        about=drill_through.description(name),
        key=f"rows {name} {' '.join(map(str, frame.columns))}",
        metric=f"{name}_rows",
        filters=audit.filters(row_scope),
    )
    links.to(
        "explore",
        "See the rows",
        about=drill_through.description(name),
        query={"figure": label(name), "behind": "true"},
    )


def _has_no_figure(frame: pd.DataFrame) -> bool:
    return "note" in frame and len(frame) > 0 and all(notes.no_figure for notes in frame["note"])
