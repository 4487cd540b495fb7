"""Do the successors look like the people they come from?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.figure_notes import what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals


def finish_bench_diversity(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Each group's share of the successors, with Wilson's interval, beside its share at the same levels."""
    named = rows["successors"].fillna(0).to_numpy(float)
    all_named = rows["all_successors"].fillna(0).to_numpy(float)
    low, high = confidence_intervals.wilson(named, all_named)
    with np.errstate(invalid="ignore"):
        share = named / all_named
    finished = rows.assign(
        successors=named,
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
