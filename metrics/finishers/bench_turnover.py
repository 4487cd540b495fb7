"""How often a critical role is filled from its bench."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Notes, counted, note_column
from metrics.question import Question
from metrics.statistics import confidence_intervals


def finish_bench_turnover(rows: pd.DataFrame, _: Question) -> pd.DataFrame:
    """Adds the share of fillings that came from the bench, with Wilson's interval."""
    from_bench, filled = rows["from_bench"].to_numpy(float), rows["roles_filled"].to_numpy(float)
    low, high = confidence_intervals.wilson(from_bench, filled)
    notes = [
        Notes.of(counted(Kind.UNDATED_FILLINGS, undated, roles_filled))
        for undated, roles_filled in zip(rows["_undated"], filled, strict=True)
    ]
    with np.errstate(invalid="ignore"):
        return rows.assign(share=from_bench / filled, low=low, high=high, _note=note_column(notes, rows))


FINISH = {"bench_turnover": finish_bench_turnover}
