"""The column mapping of a sheet: which field each column is read as, how sure and why, editable in a grid."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from charts.formatting import label
from data_loaders.contract import headings
from data_loaders.extraction.extracted_table import ColumnMatch, ExtractedTable, apart
from ui.components import tables
from ui.views.upload import answers

IGNORED = "ignored"
READ_AS = "Read as"
_ROW, _TALLEST = 35, 20  # pixels; rows shown before the grid scrolls
_GUESS, _LIKELY = 0.5, 0.9  # how sure a match must be, of 1, not to be a guess; not to be only likely


def doubtful(intake: ExtractedTable) -> list[ColumnMatch]:
    """The columns whose field is a guess until HR confirms it."""
    return [match for match in intake.matches if _sureness(match) == "check"]


def draw(intake: ExtractedTable, of: str) -> None:
    """Draw the grid, one row per column, guesses first; its button confirms or changes all of them at once."""
    table = intake.table or intake.likely
    if not intake.matches or table is None:
        return
    matches = sorted(intake.matches, key=lambda match: _sureness(match) != "check")
    grid = _grid(intake, matches)
    edited = st.data_editor(
        grid,
        hide_index=True,
        width="stretch",
        height=_ROW * (min(len(grid), _TALLEST) + 1) + 3,
        disabled=[name for name in grid.columns if name != READ_AS],
        column_config={
            "Column": st.column_config.TextColumn(width=60),
            "Heading": st.column_config.TextColumn(width=140),
            "Values": st.column_config.TextColumn(width=200),
            READ_AS: st.column_config.SelectboxColumn(
                width=160, options=_options(table, matches), format_func=label, required=True
            ),
            "How sure": st.column_config.TextColumn(width=90),
            "Why": st.column_config.TextColumn(width=230),
        },
        key=f"columns {of} {tables.digest(grid)}",
    )
    duplicates = [field for field, times in Counter(edited[READ_AS]).items() if times > 1 and field != IGNORED]
    if duplicates:
        st.warning(f"Two columns are read as {label(duplicates[0])}. Keep one, and set the other to Ignored.")
    if st.button("Use these columns", key=f"use {of}", disabled=bool(duplicates)):
        _say(intake, table, matches, list(edited[READ_AS]))
        st.rerun()


def _grid(intake: ExtractedTable, matches: list[ColumnMatch]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Column": [match.column for match in matches],
            "Heading": [match.heading for match in matches],
            READ_AS: [match.field or IGNORED for match in matches],
            "Values": [", ".join(intake.samples.get(match.column, ())) for match in matches],
            "How sure": [_sureness(match) for match in matches],
            "Why": [match.in_words() for match in matches],
        }
    )


def _sureness(match: ColumnMatch) -> str:
    if match.field is None:
        return ""
    if match.is_confirmed:
        return "confirmed"
    if match.sure < _GUESS:
        return "check"
    return "likely" if match.sure < _LIKELY else "sure"


def _options(table: str, matches: list[ColumnMatch]) -> list[str]:
    matched = [match.field for match in matches if match.field]
    return list(dict.fromkeys([IGNORED, *headings.fields(table), *matched]))


def _say(intake: ExtractedTable, table: str, matches: list[ColumnMatch], chosen: list[str]) -> None:
    """Keep the whole grid as confirmed; a field that no column has any more is mapped to no heading."""
    heading_counts = Counter(headings.plain(match.heading) for match in matches)
    mapping = {match.field: "" for match in matches if match.field}
    for match, field in zip(matches, chosen, strict=True):
        if field != IGNORED:
            # a repeated heading alone would not say which of its columns is meant
            is_repeated = heading_counts[headings.plain(match.heading)] > 1
            mapping[field] = apart(match.heading, match.column) if is_repeated else match.heading
    before = answers.of(intake.file).of(intake.sheet).mapping
    answers.say(intake, mapping={**before, **mapping}, **({} if intake.table else {"table": table}))
