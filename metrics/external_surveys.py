"""Results of published surveys on what people want: other questions asked of other people, shown for comparison."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

SURVEYS = Path(__file__).with_suffix(".csv")


def surveys() -> pd.DataFrame:
    """One row per survey answer: who published it, year and country (empty where the report does not say), who was
    asked, the wording, `share` (0–1) of those asked who said so, and where it can be read.

    They contradict each other and are all shown.
    """
    return pd.read_csv(SURVEYS, dtype={"year": "Int64"})
