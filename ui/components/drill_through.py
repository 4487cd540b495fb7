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
from ui.components import downloads, export, links, tables
from ui.datasource import generation, metric_cache
from ui.permissions import viewer_scope
from ui.text import labels

MOST = 1_000


def may(name: str) -> bool:
    """Whether this viewer may see the rows behind that metric: rows of persons only who sees every person in view."""
    who = access.viewer()
    return not drill_through.of_people(name) or (who.sees_people and who.min_group == 1)


def rows(
    name: str, scope: Scope, options: Mapping[str, Any], of: generation.GenerationRef | None = None
) -> pd.DataFrame:
    """One row per person, offer, nomination, role or move that the metric counted, of the units in view.

    `of` is what is read, by default what this run reads. Empty where this viewer may not see them.
    """
    who = access.viewer()
    wanted = viewer_scope.applicable(name, viewer_scope.within(scope, who.units))
    wanted = replace(wanted, by=tuple(column for column in scope.by if column in catalogue.entry(name).groups))
    of, known = of or generation.here(), {option.name for option in catalogue.entry(name).options}
    options = {option: value for option, value in options.items() if option in known}
    found = metric_cache.seen(of, drill_through.rows_behind(generation.cursor(of), name, wanted, options), who)
    if not who.by_name and "employee_id" in found:
        found = found.sort_values("employee_id", kind="stable", ignore_index=True)  # the order of ids gives them away
    return found if may(name) else found.head(0)


def draw(frame: pd.DataFrame, name: str, scope: Scope, options: Mapping[str, Any]) -> None:
    """A fold with the rows that this frame of the metric counts, read when it is opened, and their download."""
    if not may(name):
        return
    fold = st.expander("The rows behind it", key="behind", on_change="rerun", bind="query-params")
    if not fold.open:
        return
    with fold:
        if _withheld(frame):
            st.write("There is no figure, so there are no rows behind it. Choose a shorter window or a later day.")
            return
        found = rows(name, scope, options)
        if drill_through.of_people(name):
            audit.saw_persons(f"{name}_rows", len(found))
        said = f"{drill_through.description(name)} {labels.plural(len(found), 'row', 'rows')}."
        st.caption(said + (f" The first {MOST:,} are shown; the downloads hold all." if len(found) > MOST else ""))
        st.dataframe(
            tables.worded(found.head(MOST)).rename(columns=labels.column),
            hide_index=True,
            width="stretch",
            placeholder="",
            alt=said,
        )
        downloads.draw(found, f"{name}_rows", scope, of=name)


def ways(frame: pd.DataFrame, name: str, scope: Scope, options: Mapping[str, Any]) -> None:
    """The rows that a figure on a page counts: as a file made when it is asked for, and to be read on Explore."""
    if not may(name) or _withheld(frame):
        return
    wanted, of = viewer_scope.applicable(name, scope), generation.here()
    downloads.offer(
        "Rows as CSV",
        lambda: export.csv(rows(name, scope, options, of)),
        file_name=export.file_name(f"{name}_rows", wanted),
        mime="text/csv",
        about=drill_through.description(name),
        key=f"rows {name} {' '.join(map(str, frame.columns))}",
        metric=f"{name}_rows",
        filters=audit.filters(wanted),
    )
    links.to(
        "explore",
        "See the rows",
        about=drill_through.description(name),
        query={"figure": label(name), "behind": "true"},
    )


def _withheld(frame: pd.DataFrame) -> bool:
    return "note" in frame and len(frame) > 0 and all(notes.no_figure for notes in frame["note"])
