"""How successors compare with the people at the same levels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.figure_notes import what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals


def finish_bench_diversity(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Adds each group's share of successors with Wilson's interval, and its gap to the workforce share."""
    successors = rows["successors"].fillna(0).to_numpy(float)
    all_successors = rows["all_successors"].fillna(0).to_numpy(float)
    low, high = confidence_intervals.wilson(successors, all_successors)
    with np.errstate(invalid="ignore"):
        share = successors / all_successors
    finished = rows.assign(
        successors=successors,
        share=share,
        low=low,
        high=high,
        workforce=rows["workforce"].fillna(0),
        gap=share - rows["workforce_share"].to_numpy(float),
    )
    return what_groups_rest_on(finished, question.scope)


FINISH = {
    "bench_diversity": finish_bench_diversity,
}
