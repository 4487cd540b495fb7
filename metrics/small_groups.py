"""Small groups: the one place where a figure is hidden because it is about too few people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.catalogue import Entry
from metrics.figure_notes import Kind, Note, Notes

HIDDEN = Notes.of(Note(Kind.HIDDEN))


def hide_small_groups(frame: pd.DataFrame, size: pd.Series[float], entry: Entry, min_group: int) -> pd.DataFrame:
    """The frame with figures emptied and a note in rows that count fewer than `min_group` people."""
    small = (size > 0) & (size < min_group)
    if not small.any():
        return frame
    figures = [column.name for column in entry.columns if column.is_figure]
    result = frame.copy()
    result[figures] = result[figures].mask(small)
    result["note"] = result["note"].mask(small, HIDDEN)
    return result


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose figures are not hidden."""
    if "note" not in frame:
        return frame
    # an empty list would be taken for no columns instead of no rows
    return frame[np.array([notes != HIDDEN for notes in frame["note"]], dtype=bool)]
