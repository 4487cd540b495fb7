"""The level mapping: each word of the files with the level it stands for, beside the people on each level."""

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
    """Draw the words with their levels in an editable grid, and the people on each level on the day of the scope."""
    con = generation.cursor(generation.here())
    level_words = level_mapping.readings(con)
    if not level_words:
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
        _draw_words(level_words)
        if rows := level_mapping.without_words(con):
            st.caption(
                f"{labels.plural(rows, 'row was', 'rows were')} loaded before words were kept: bring those files again "
                "to have them follow."
            )
    with right:
        _draw_people(scope)
        with figure_display.guarded():
            st.caption(_reach_sentence(scope))


def _draw_words(level_words: list[LevelWord]) -> None:
    grid = _grid(level_words)
    edited = st.data_editor(
        grid,
        hide_index=True,
        width="stretch",
        disabled=[name for name in grid.columns if name != READ_AS],
        column_config={READ_AS: st.column_config.NumberColumn(min_value=LEAST, max_value=MOST, step=1)},
        key=f"levels {tables.digest(grid)}",
    )
    changes = {
        (level_word.field, level_word.word): None if pd.isna(level) else int(level)
        for level_word, level, shown in zip(level_words, edited[READ_AS], grid[READ_AS], strict=True)
        if not (level == shown or (pd.isna(level) and pd.isna(shown)))
    }
    with st.container(horizontal=True):
        if st.button("Read them so", disabled=company_folders.is_sample()):
            choices.publish(lambda store, **by: level_mapping.regrade(store, changes, **by))
        if st.button(
            "Turn the scale around",
            disabled=company_folders.is_sample(),
            help="Where 1 is the top of your scale: the highest number becomes the lowest, in every file.",
        ):
            choices.publish(lambda store, **by: level_mapping.regrade(store, level_mapping.turned(level_words), **by))


def _grid(level_words: list[LevelWord]) -> pd.DataFrame:
    """One row per word: field, level, other levels it has, and how many rows have it.

    Masked viewers get no row counts: the count of a rare word would reveal its few people.
    """
    columns: dict[str, Any] = {
        "In your files": [level_word.word for level_word in level_words],
        # nullable integers: an empty cell means no level, and NaN would turn the others into floats
        READ_AS: pd.array([level_word.level for level_word in level_words], "Int64"),
        "Of": [label(level_word.field) for level_word in level_words],
    }
    if not access.viewer().masked:
        columns["Rows"] = [level_word.rows for level_word in level_words]
    if any(level_word.others for level_word in level_words):
        columns["Elsewhere read as"] = [", ".join(map(_level_text, level_word.others)) for level_word in level_words]
    return pd.DataFrame(columns)


def _level_text(level: int | None) -> str:
    return "no level" if level is None else str(level)


def _draw_people(scope: Scope) -> None:
    """Draw the people by level and track on the day of the scope; nothing for masked viewers."""
    if access.viewer().masked:
        return
    rows = level_mapping.people(generation.cursor(generation.here()), scope.as_of)
    shown = pd.DataFrame(
        {
            "Level": [_level_text(level) for level, _, _ in rows],
            "Lead people": [count(leading) for _, leading, _ in rows],
            "Others": [count(others) for _, _, others in rows],
        }
    )
    st.caption(f"People by level on {labels.day(scope.as_of)}")
    st.html(tables.plain(shown, numeric=["Lead people", "Others"]))


def _reach_sentence(scope: Scope) -> str:
    rows = metric_cache.metric("ladder_ceiling", scope)
    reached = {str(row["track"]): int(row["ceiling"]) for row in rows.to_dict("records") if known(row["ceiling"])}
    parts = [
        f"{people} reach level {reached[track]}"
        for track, people in (("ic", "experts"), ("manager", "those who lead people"))
        if track in reached
    ]
    sentence = (
        f"As it stands {' and '.join(parts)}." if parts else "Nobody's level is known, so it changes nothing yet."
    )
    return markdown.text(sentence)
