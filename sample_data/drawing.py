"""Random picks from weighted lists, many at once."""

from __future__ import annotations

import numpy as np

from sample_data.world import Flags, Floats, Ints


def pick(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    """`count` random positions in `weights`, each with the probability its weight gives."""
    steps = np.cumsum(weights) / np.sum(weights)
    positions = np.searchsorted(steps, rng.random(count), side="right")
    # rounding may leave the last step below 1
    return np.asarray(np.minimum(positions, len(weights) - 1))


def pick_by(rng: np.random.Generator, weights: Floats, rows: Ints) -> Ints:
    """One random position per entry of `rows`, by the weights in that row of the table `weights`."""
    steps = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    positions = (rng.random(len(rows))[:, None] >= steps[rows]).sum(axis=1)
    return np.asarray(np.minimum(positions, weights.shape[1] - 1))


def happens(rng: np.random.Generator, a_year: Floats) -> Flags:
    """Whether an event with a yearly rate of `a_year` happens in a month."""
    # at least one event of a Poisson process in a twelfth of a year
    return np.asarray(rng.random(len(a_year)) < -np.expm1(-a_year / 12))


def days_in(rng: np.random.Generator, first: int, last: int, count: int) -> Ints:
    """`count` random days from `first` to `last`, both included."""
    return rng.integers(first, last + 1, count)
