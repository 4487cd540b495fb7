"""Empty states of pages: the reason there is nothing to show, and the remedy."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import note_wording, small_groups
from metrics.figure_notes import NONE
from ui.components import figure_display

HIDDEN = ("Hidden: every group here is small.", "Choose fewer filters to see figures of larger groups.")


def say_hidden(frame: pd.DataFrame, message: tuple[str, str] = HIDDEN) -> bool:
    """Whether the frame has groups and all of them are hidden; if so, the message is drawn."""
    hidden = len(frame) > 0 and small_groups.shown(frame).empty
    if hidden:
        figure_display.nothing(*message)
    return hidden


def stop_without_leavers(rate: pd.DataFrame) -> None:
    """Stop the page where no row has a rate: nobody in scope, or a window that opens before leavers are known."""
    if rate["rate"].notna().any():
        return
    notes = next(filter(None, rate.get("note", [])), NONE)
    if not notes.no_figure:
        figure_display.nothing(
            "Nobody was in service when the window opened.", "Widen the filters, or choose a later day."
        )
    else:
        note = note_wording.words(notes)
        figure_display.nothing(
            f"{note[:1].upper()}{note[1:]}.",
            "Choose a shorter window or a later day, upload an export that lists earlier leavers, or set the day from "
            "which leavers are known.",
        )
    st.stop()


def say_track_unknown(rate: pd.DataFrame) -> None:
    """Draw a remedy where nobody's track is known; where only some are unknown, they are a group of their own."""
    if set(rate["track"]) == {"unknown"}:
        figure_display.nothing(
            "Nobody's track is known, so managers and experts cannot be told apart.",
            "Add a column Track (ic or manager) to the export, or a column Manager ID, from which it can be derived; "
            "then upload it again.",
        )
