"""Random picks from weighted lists, many at once."""

from __future__ import annotations

import numpy as np

from sample_data.world import Flags, Floats, Ints


def pick(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    """`count` positions in `weights`, each as often as its weight says."""
    steps = np.cumsum(weights) / np.sum(weights)
    found = np.searchsorted(steps, rng.random(count), side="right")
    return np.asarray(np.minimum(found, len(weights) - 1))


def pick_by(rng: np.random.Generator, weights: Floats, rows: Ints) -> Ints:
    """One position per entry of `rows`, by the weights in that row of the table `weights`."""
    steps = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    found = (rng.random(len(rows))[:, None] >= steps[rows]).sum(axis=1)
    return np.asarray(np.minimum(found, weights.shape[1] - 1))


def happens(rng: np.random.Generator, a_year: Floats) -> Flags:
    """Whether something that happens `a_year` times a year happens this month."""
    return np.asarray(rng.random(len(a_year)) < -np.expm1(-a_year / 12))


def days_in(rng: np.random.Generator, first: int, last: int, count: int) -> Ints:
    """`count` days from `first` to `last`, both included."""
    return rng.integers(first, last + 1, count)
