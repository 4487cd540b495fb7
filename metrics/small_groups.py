"""Small groups: the one place where a figure is hidden because it would speak of too few people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.catalogue import Entry
from metrics.figure_notes import Kind, Note, Notes

HIDDEN = Notes.of(Note(Kind.HIDDEN))


def hide_small_groups(frame: pd.DataFrame, size: pd.Series[float], entry: Entry, min_group: int) -> pd.DataFrame:
    """The frame with every figure empty, and the note saying so, in rows that count fewer than `min_group` people."""
    small = (size > 0) & (size < min_group)
    if not small.any():
        return frame
    figures = [column.name for column in entry.columns if column.is_figure]
    shown = frame.copy()
    shown[figures] = shown[figures].mask(small)
    shown["note"] = shown["note"].mask(small, HIDDEN)
    return shown


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose figures are not hidden."""
    if "note" not in frame:
        return frame
    # an empty list would be taken for no columns instead of no rows
    return frame[np.array([notes != HIDDEN for notes in frame["note"]], dtype=bool)]
