"""When a critical role is filled, does it go to somebody from its bench?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.question import Question
from metrics.statistics import confidence_intervals


def finish_bench_turnover(rows: pd.DataFrame, _: Question) -> pd.DataFrame:
    """The share of the fillings that came from the bench, with Wilson's interval."""
    named, filled = rows["from_bench"].to_numpy(float), rows["roles_filled"].to_numpy(float)
    low, high = confidence_intervals.wilson(named, filled)
    words = [
        f"no incumbent_since, the day of the load stands in ({undated:,} of {of:,.0f} fillings)" if undated else ""
        for undated, of in zip(rows["_undated"], filled, strict=True)
    ]
    with np.errstate(invalid="ignore"):
        return rows.assign(share=named / filled, low=low, high=high, _note=words)


FINISH = {"bench_turnover": finish_bench_turnover}
