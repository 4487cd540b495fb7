"""What a generation holds as a whole: the newest load, the days its data spans, the number of people employed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd

from metrics import catalogue


class DataSpan(NamedTuple):
    """How far the data reaches and how much there is; a day is None where the data has none."""

    first_employed_on: date | None
    newest_roster_on: date | None
    employments: int


def data_span(cur: duckdb.DuckDBPyConnection) -> DataSpan:
    """The first day somebody was employed, the newest roster's day, and the number of employments on rosters."""
    [row] = cur.execute(catalogue.query("loaded_state/data_span")).fetchall()
    return DataSpan(*row)


def headcount(cur: duckdb.DuckDBPyConnection, as_of: date) -> int:
    """How many people are employed at the end of that day."""
    [(people,)] = cur.execute(catalogue.query("loaded_state/headcount"), {"as_of": as_of}).fetchall()
    return int(people)


def newest_load(cur: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per table that the newest standing load wrote; empty where nothing has been loaded."""
    return cur.execute(catalogue.query("loaded_state/newest_load")).df()
