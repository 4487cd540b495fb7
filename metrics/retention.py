"""Do people stay, on each track?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics import intervals
from metrics.question import Question


def finish_retention_rate(rows: pd.DataFrame, _: Question) -> pd.DataFrame:
    """The share who stayed, with Wilson's interval."""
    start, leavers = rows["headcount_start"].to_numpy(float), rows["leavers"].to_numpy(float)
    low, high = intervals.wilson(start - leavers, start)
    with np.errstate(invalid="ignore"):
        return rows.assign(rate=1 - leavers / start, low=low, high=high)


FINISH = {
    "retention_rate": finish_retention_rate,
}
