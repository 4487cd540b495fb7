"""How levels are read: each word with its level, to be changed beside the people it moves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import count, known, label
from data_loaders.edits import level_mapping
from data_loaders.edits.level_mapping import LEAST, MOST, LevelWord
from metrics.scope import Scope
from ui import company_folders
from ui.auth import access
from ui.components import figure_display, tables
from ui.datasource import generation, metric_cache
from ui.text import labels, markdown
from ui.views.settings import choices

READ_AS = "Level"


def draw(scope: Scope) -> None:
    """The words files used for levels, what each is read as, and how many people stand on each level today."""
    con = generation.cursor(generation.here())
    found = level_mapping.readings(con)
    if not found:
        figure_display.note(
            "No word for a level is kept yet. Bring a file with levels, or one that is loaded already, again."
        )
        return
    st.write(
        "Level 1 is entry, and levels compare across tracks. A change is applied to everything loaded and holds for "
        "every later file; an empty cell means no level."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _list(found)
        if rows := level_mapping.without_words(con):
            st.caption(
                f"{labels.plural(rows, 'row was', 'rows were')} loaded before words were kept: bring those files again "
                "to have them follow."
            )
    with right:
        _people(scope)
        with figure_display.guarded():
            st.caption(_reach(scope))


def _list(found: list[LevelWord]) -> None:
    grid = _grid(found)
    edited = st.data_editor(
        grid,
        hide_index=True,
        width="stretch",
        disabled=[name for name in grid.columns if name != READ_AS],
        column_config={READ_AS: st.column_config.NumberColumn(min_value=LEAST, max_value=MOST, step=1)},
        key=f"levels {tables.digest(grid)}",
    )
    asked = {
        (one.field, one.word): None if pd.isna(level) else int(level)
        for one, level, shown in zip(found, edited[READ_AS], grid[READ_AS], strict=True)
        if not (level == shown or (pd.isna(level) and pd.isna(shown)))
    }
    with st.container(horizontal=True):
        if st.button("Read them so", disabled=company_folders.is_sample()):
            choices.publish(lambda store, **by: level_mapping.regrade(store, asked, **by))
        if st.button(
            "Turn the scale around",
            disabled=company_folders.is_sample(),
            help="Where 1 is the top of your scale: the highest number becomes the lowest, in every file.",
        ):
            choices.publish(lambda store, **by: level_mapping.regrade(store, level_mapping.turned(found), **by))


def _grid(found: list[LevelWord]) -> pd.DataFrame:
    """Rows are counted for those who see everybody: a word that few people have would tell on them."""
    columns: dict[str, Any] = {
        "In your files": [one.word for one in found],
        READ_AS: pd.array([one.level for one in found], "Int64"),
        "Of": [label(one.field) for one in found],
    }
    if not access.viewer().masked:
        columns["Rows"] = [one.rows for one in found]
    if any(one.others for one in found):
        columns["Elsewhere read as"] = [", ".join(map(_level, one.others)) for one in found]
    return pd.DataFrame(columns)


def _level(level: int | None) -> str:
    return "no level" if level is None else str(level)


def _people(scope: Scope) -> None:
    """People by level and track on the day looked at."""
    if access.viewer().masked:
        return
    rows = level_mapping.people(generation.cursor(generation.here()), scope.as_of)
    shown = pd.DataFrame(
        {
            "Level": [_level(level) for level, _, _ in rows],
            "Lead people": [count(leading) for _, leading, _ in rows],
            "Others": [count(others) for _, _, others in rows],
        }
    )
    st.caption(f"People by level on {labels.day(scope.as_of)}")
    st.html(tables.plain(shown, numeric=["Lead people", "Others"]))


def _reach(scope: Scope) -> str:
    rows = metric_cache.metric("ladder_ceiling", scope)
    reached = {str(row["track"]): int(row["ceiling"]) for row in rows.to_dict("records") if known(row["ceiling"])}
    parts = [
        f"{who} reach level {reached[track]}"
        for track, who in (("ic", "experts"), ("manager", "those who lead people"))
        if track in reached
    ]
    said = f"As it stands {' and '.join(parts)}." if parts else "Nobody's level is known, so it changes nothing yet."
    return markdown.text(said)
