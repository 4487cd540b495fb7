"""Survival curves and their comparison, from tables of event times.

A table of event times has one row per time with an exit: how many are at risk just before it, and how many leave.
`event_times` counts it from plain records; the metrics have the database count it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EventTimes:
    """One row per time at which somebody leaves, in order; where causes are told apart, `events` has a column each."""

    time: Floats
    at_risk: Floats
    events: Floats


def event_times(exits: ArrayLike, gone: ArrayLike, entries: ArrayLike | None = None) -> EventTimes:
    """Count the event times of records that are watched from `entries` (exclusive; default the start) to `exits`.

    `gone` says who left at the end, and was not merely lost from sight. The risk set at t is entry < t <= exit.
    """
    last, left = np.asarray(exits, dtype=np.float64), np.asarray(gone, dtype=bool)
    first = np.full_like(last, -np.inf) if entries is None else np.asarray(entries, dtype=np.float64)
    watched = last > first
    first, last, left = np.sort(first[watched]), last[watched], left[watched]
    time, events = np.unique(last[left], return_counts=True)
    entered = np.searchsorted(first, time, side="left")
    ended = np.searchsorted(np.sort(last), time, side="left")
    return EventTimes(time, (entered - ended).astype(np.float64), events.astype(np.float64))


def cause_times(
    exits: ArrayLike, causes: ArrayLike, kinds: Sequence[int], entries: ArrayLike | None = None
) -> EventTimes:
    """As event_times, with the events of each of the causes `kinds`; any other cause was lost from sight."""
    last, cause = np.asarray(exits, dtype=np.float64), np.asarray(causes)
    first = np.full_like(last, -np.inf) if entries is None else np.asarray(entries, dtype=np.float64)
    table = event_times(last, np.isin(cause, kinds), first)
    seen = last > first
    events = [[np.sum((last == time) & (cause == kind) & seen) for kind in kinds] for time in table.time]
    return EventTimes(table.time, table.at_risk, np.array(events, dtype=np.float64).reshape(-1, len(kinds)))


def aalen_johansen(at_risk: ArrayLike, events: ArrayLike) -> tuple[Floats, Floats]:
    """The share surviving after each time, and per cause (a column each) the share that has left by it for that cause.

    Both together are 1 at every time. The share leaving for a cause at a time is of those who have survived all causes.
    """
    n, d = np.asarray(at_risk, dtype=np.float64), np.asarray(events, dtype=np.float64)
    survival, _ = kaplan_meier(n, d.sum(axis=1))
    before = np.concatenate([[1.0], survival])[: len(n)]
    hazards = np.divide(d, n[:, None], out=np.zeros_like(d), where=n[:, None] > 0)
    return survival, np.cumsum(before[:, None] * hazards, axis=0)


def kaplan_meier(at_risk: ArrayLike, events: ArrayLike) -> tuple[Floats, Floats]:
    """The share surviving after each time, and Greenwood's sum Σ d / (n (n − d)) (infinite once nobody is left)."""
    n, d = np.asarray(at_risk, dtype=np.float64), np.asarray(events, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(np.where(d > 0, 1 - d / n, 1.0), dtype=np.float64)
        greenwood = np.cumsum(np.where(d > 0, d / (n * (n - d)), 0.0), dtype=np.float64)
    return survival, greenwood


def value_at(time: ArrayLike, values: ArrayLike, when: float, before: float = 1.0) -> float:
    """A step function's value at `when`, a step on that very time included; `before` the first step."""
    position = int(np.searchsorted(np.asarray(time), when, side="right"))
    return float(np.asarray(values)[position - 1]) if position else before


def log_rank(at_risk: ArrayLike, events: ArrayLike) -> tuple[float, float]:
    """Mantel's log-rank test of equal curves: chi-square and p.

    Both tables have a row per time with an event in any group, and a column per group. Nothing to compare gives nan.
    The degrees of freedom are counted, as rounding makes a rank read off the numbers too large: the groups, less the
    sets of groups that hang together by exits they were at risk at. An exit of everybody at risk compares nobody.
    """
    n, d = np.asarray(at_risk, dtype=np.float64), np.asarray(events, dtype=np.float64)
    telling = (d.sum(axis=1) > 0) & (n.sum(axis=1) > d.sum(axis=1))
    n, d = n[telling], d[telling]
    compared = _beside_another_of_their_set(n)
    if not len(compared):
        return float("nan"), float("nan")
    total, left = n.sum(axis=1, keepdims=True), d.sum(axis=1, keepdims=True)
    share = n / total
    excess = (d - left * share).sum(axis=0)
    covariance = (left * (total - left) / (total - 1) * share).T @ share
    np.fill_diagonal(covariance, 0.0)
    # each row adds up to zero: summing what is between groups leaves no rounding of the times when one is alone
    spread = np.diag(covariance.sum(axis=1)) - covariance
    reduced = spread[np.ix_(compared, compared)]
    chi_square = float(excess[compared] @ np.linalg.solve(reduced, excess[compared]))
    return chi_square, float(special.chdtrc(len(compared), chi_square))


def _beside_another_of_their_set(at_risk: Floats) -> NDArray[np.int64]:
    """The groups without the first of each set that hangs together by times at which groups were at risk together.

    They are as many as there are degrees of freedom, and what is said of the first of a set follows from the others.
    """
    there = (at_risk > 0).astype(np.int64)
    _, set_of = connected_components(csr_matrix(there.T @ there), directed=False)
    _, first = np.unique(set_of, return_index=True)
    return np.setdiff1d(np.arange(at_risk.shape[1]), first)


def log_rank_p(observed: float, expected: float, variance: float) -> float:
    """The log-rank p of two groups from the sums over all times for one of them; nan without a comparison."""
    return float(special.chdtrc(1, (observed - expected) ** 2 / variance)) if variance > 0 else float("nan")
