"""95 % intervals, each by the method the metric dictionary names.

Wilson (1927) for a proportion; Newcombe (1998, method 10) for a difference of two; Garwood (1936) for a rate; MOVER
(Zou and Donner 2008) for what is weighted together from several proportions. Where there is no data there is no
interval: every function gives nan there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Z = float(special.ndtri(0.975))
Limits = tuple[NDArray[np.float64], NDArray[np.float64]]


def wilson(successes: ArrayLike, trials: ArrayLike) -> Limits:
    """Wilson's score interval of successes ÷ trials, as fractions."""
    hits, n = _floats(successes), _floats(trials)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / n
        centre = share + Z**2 / (2 * n)
        half = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
        low, high = (centre - half) / (1 + Z**2 / n), (centre + half) / (1 + Z**2 / n)
    # none and all of n have the limits 0 and 1 exactly, which rounding would miss
    return np.where((hits == 0) & (n > 0), 0.0, low), np.where((hits == n) & (n > 0), 1.0, high)


def mover_difference(first: ArrayLike, first_limits: Any, second: ArrayLike, second_limits: Any) -> Limits:
    """The interval of first − second from the limits of each (MOVER); with Wilson limits it is Newcombe's."""
    a, b = _floats(first), _floats(second)
    (a_low, a_high), (b_low, b_high) = map(_floats, first_limits), map(_floats, second_limits)
    gap = a - b
    return gap - np.hypot(a - a_low, b_high - b), gap + np.hypot(a_high - a, b - b_low)


def newcombe(first: ArrayLike, first_of: ArrayLike, second: ArrayLike, second_of: ArrayLike) -> Limits:
    """Newcombe's interval of the difference first ÷ first_of − second ÷ second_of."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = _floats(first) / _floats(first_of), _floats(second) / _floats(second_of)
    return mover_difference(shares[0], wilson(first, first_of), shares[1], wilson(second, second_of))


def mover_sum(weights: ArrayLike, shares: ArrayLike, limits: Any) -> tuple[float, float]:
    """The interval of Σ weight × share over independent strata, from each stratum's limits (MOVER)."""
    w, p, (low, high) = _floats(weights), _floats(shares), map(_floats, limits)
    total = float(w @ p)
    down, up = np.sqrt(np.sum((w * (p - low)) ** 2)), np.sqrt(np.sum((w * (high - p)) ** 2))
    return total - float(down), total + float(up)


def garwood(events: ArrayLike, exposure: ArrayLike) -> Limits:
    """Garwood's exact Poisson interval of events ÷ exposure, in the unit of the exposure."""
    k, time = _floats(events), _floats(exposure)
    with np.errstate(divide="ignore", invalid="ignore"):
        # chi-square needs at least one degree of freedom; with no event the lower limit is 0
        low = np.where(k > 0, special.chdtri(2 * np.maximum(k, 1), 0.975) / 2, 0.0) / time
        high = special.chdtri(2 * (k + 1), 0.025) / 2 / time
    return np.where(time > 0, low, np.nan), np.where(time > 0, high, np.nan)


def pooled_z(first: ArrayLike, first_of: ArrayLike, second: ArrayLike, second_of: ArrayLike) -> NDArray[np.float64]:
    """Two-sided p of equal proportions by the pooled z test."""
    a, n, b, m = map(_floats, (first, first_of, second, second_of))
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (a + b) / (n + m)
        z = (a / n - b / m) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return np.asarray(2 * special.ndtr(-np.abs(z)))


def log_log(survival: ArrayLike, variance_sum: ArrayLike, at_risk: ArrayLike) -> Limits:
    """The log-log interval of a survival curve from Greenwood's sum Σ d / (n (n − d)).

    Where the curve stands at 1 or 0 it has no such interval: Wilson's on those at risk stands in.
    """
    s, total, n = _floats(survival), _floats(variance_sum), _floats(at_risk)
    inside = (s > 0) & (s < 1)
    # any value that has a logarithm: what comes of it is replaced by Wilson's limits below
    curve = np.where(inside, s, 0.5)
    with np.errstate(invalid="ignore"):
        spread = Z * np.sqrt(np.where(inside, total, 0.0)) / -np.log(curve)
    low, high = curve ** np.exp(spread), curve ** np.exp(-spread)
    flat_low, flat_high = wilson(s * n, n)
    return np.where(inside, low, flat_low), np.where(inside, high, flat_high)


def _floats(values: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)
