"""Survival curves and their comparison, from tables of event times.

A table of event times has one row per time with an exit: how many are at risk just before it, and how many leave.
The database counts it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]


def aalen_johansen(at_risk: ArrayLike, events: ArrayLike) -> tuple[Floats, Floats]:
    """The share surviving after each time, and the cumulative incidence of each cause (one column per cause).

    Survival and incidences add up to 1 at every time. The hazard of a cause applies to those who survived all causes.
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


def log_rank(at_risk: ArrayLike, events: ArrayLike) -> tuple[float, float]:
    """Mantel's log-rank test of equal curves: chi-square and p.

    Both tables have one row per time with an event in any group, and one column per group. Returns nan where nothing
    can be compared. The degrees of freedom are the groups less the sets of groups connected by exits at which they were
    at risk together: they are counted, as rounding makes a rank computed from the matrix too large. An exit of
    everybody at risk compares nobody and is left out.
    """
    n, d = np.asarray(at_risk, dtype=np.float64), np.asarray(events, dtype=np.float64)
    telling = (d.sum(axis=1) > 0) & (n.sum(axis=1) > d.sum(axis=1))
    n, d = n[telling], d[telling]
    compared = _beside_another_of_their_set(n)
    if not len(compared):
        return float("nan"), float("nan")
    total, leavers = n.sum(axis=1, keepdims=True), d.sum(axis=1, keepdims=True)
    share = n / total
    excess = (d - leavers * share).sum(axis=0)
    covariance = (leavers * (total - leavers) / (total - 1) * share).T @ share
    np.fill_diagonal(covariance, 0.0)
    # each row adds up to zero: summing what is between groups leaves no rounding of the times when one is alone
    spread = np.diag(covariance.sum(axis=1)) - covariance
    reduced = spread[np.ix_(compared, compared)]
    chi_square = float(excess[compared] @ np.linalg.solve(reduced, excess[compared]))
    return chi_square, float(special.chdtrc(len(compared), chi_square))


def _beside_another_of_their_set(at_risk: Floats) -> NDArray[np.int64]:
    """All groups but the first of each set connected by times at which they were at risk together.

    There are as many as degrees of freedom; the first of a set follows from its others.
    """
    at_risk_at = (at_risk > 0).astype(np.int64)
    _, set_of = connected_components(csr_matrix(at_risk_at.T @ at_risk_at), directed=False)
    _, first = np.unique(set_of, return_index=True)
    return np.setdiff1d(np.arange(at_risk.shape[1]), first)


def log_rank_p(observed: float, expected: float, variance: float) -> float:
    """The log-rank p of two groups from the sums over all times for one of them; nan without a comparison."""
    return float(special.chdtrc(1, (observed - expected) ** 2 / variance)) if variance > 0 else float("nan")
