"""Differences between figures with their intervals, for two figures or for many groups at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.statistics import confidence_intervals

Counts = tuple["pd.Series[float]", "pd.Series[float]"]

# Metrics whose share is one count out of another: which, and out of which.
COUNTS: dict[str, Callable[[pd.DataFrame], Counts]] = {
    "retention_rate": lambda rows: (rows["headcount_start"] - rows["leavers"], rows["headcount_start"]),
    "promotion_refusals": lambda rows: (rows["declined"], rows["declined"] + rows["accepted"]),
    "bench_strength": lambda rows: (rows["covered"], rows["roles"]),
    "bench_turnover": lambda rows: (rows["from_bench"], rows["roles_filled"]),
}


def differences(first: pd.DataFrame, second: pd.DataFrame, figure: str, on: Sequence[str]) -> pd.DataFrame:
    """The difference first − second with its 95 % interval (MOVER; Newcombe's where the limits are Wilson's).

    One row per value of the columns `on`, or a single row: first, second, difference, low, high, in the figure's unit.
    The two must be about different people.
    """
    columns = [*on, figure, "low", "high"]
    if on:
        compared = first[columns].merge(second[columns], on=list(on), suffixes=("_a", "_b"))
    else:
        compared = first[columns].head(1).merge(second[columns].head(1), how="cross", suffixes=("_a", "_b"))
    a, a_low, a_high, b, b_low, b_high = (
        compared[f"{name}_{side}"].to_numpy(float, na_value=np.nan) for side in "ab" for name in (figure, "low", "high")
    )
    low, high = confidence_intervals.mover_difference(a, (a_low, a_high), b, (b_low, b_high))
    return compared[list(on)].assign(first=a, second=b, difference=a - b, low=low, high=high)


def against_the_rest(frame: pd.DataFrame, metric: str, by: Sequence[str], within: Sequence[str] = ()) -> pd.DataFrame:
    """Each group against everybody in the other groups, within each value of `within`.

    One row per group: share, rest, difference, low, high (Newcombe), p_value (pooled z, two-sided) and adjusted_p
    (Benjamini–Hochberg over all rows). Groups whose figures are hidden are left out of everything.
    """
    successes, trials = (part.astype("Float64").to_numpy(float, na_value=np.nan) for part in COUNTS[metric](frame))
    rows = frame[[*by, *within]].assign(hits=successes, n=trials)
    rows = rows[rows["n"] > 0].reset_index(drop=True)
    totals = rows.groupby(list(within))[["hits", "n"]].transform("sum") if within else rows[["hits", "n"]].sum()
    rest_hits, rest = totals["hits"] - rows["hits"], totals["n"] - rows["n"]
    low, high = confidence_intervals.newcombe(rows["hits"], rows["n"], rest_hits, rest)
    p = confidence_intervals.pooled_z(rows["hits"], rows["n"], rest_hits, rest)
    share, other = rows["hits"] / rows["n"], rest_hits / rest.where(rest > 0)
    return rows[[*by, *within]].assign(
        share=share, rest=other, difference=share - other, low=low, high=high, p_value=p, adjusted_p=adjusted(p)
    )


def adjusted(p_values: ArrayLike) -> NDArray[np.float64]:
    """The Benjamini–Hochberg (1995) adjusted p-values; missing ones stay missing and are not counted.

    Calling clear what lies below 0.05 keeps the expected share of false calls among them below one in twenty.
    """
    p = np.asarray(p_values, dtype=np.float64)
    result = np.full(p.shape, np.nan)
    present = np.flatnonzero(~np.isnan(p))
    # from the largest p down, so that the running minimum keeps the adjusted ones in the order of p
    falling = present[np.argsort(-p[present], kind="stable")]
    rank = np.arange(len(falling), 0, -1)
    result[falling] = np.minimum.accumulate(np.minimum(p[falling] * len(falling) / rank, 1.0))
    return result
