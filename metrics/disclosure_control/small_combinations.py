"""Groups of three or four kinds of people whose sum the shown totals determine, found by comparing sums of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from metrics.disclosure_control.lattice import Whole
from metrics.disclosure_control.modular_elimination import PRIME, remainder

UP_TO = 9_000  # kinds of people: beyond, there are too many pairs to keep
TELL = 5_000  # groups that are told at most
Draws = NDArray[np.float64]


def threes_and_fours(moved: Whole, size: Whole, threshold: int) -> sparse.csr_matrix:
    """The groups of three and four kinds, smaller than the threshold, that do not change: one row each.

    At most `TELL` rows; none for more than `UP_TO` kinds, which are not searched.
    """
    small = np.flatnonzero(size <= threshold - 2)
    groups: list[tuple[int, ...]] = []
    if 2 < len(small) <= UP_TO:
        draws = remainder(moved[small, :3].astype(float))
        alike = np.concatenate([*_sums(draws), draws[:, 0] * PRIME + draws[:, 1]])
        for value in _opposite(alike):
            groups += _small_groups_among(
                [_kinds_at(len(small), int(at)) for at in value], draws, size[small], threshold
            )
            if len(groups) >= 4 * TELL:  # each is found up to three times
                break
    unlike = sorted(set(groups))[:TELL]
    rows = np.repeat(np.arange(len(unlike)), [len(group) for group in unlike]).astype(np.int64)
    kinds = small[np.array([kind for group in unlike for kind in group], dtype=np.int64)]
    return sparse.csr_matrix((np.ones(len(kinds), dtype=np.int64), (rows, kinds)), shape=(len(unlike), len(moved)))


def _sums(draws: Draws) -> Iterator[Draws]:
    """For each kind its sums with every later one, two draws packed into one number."""
    for kind in range(len(draws) - 1):
        first, second = (_wrapped(draws[kind, draw] + draws[kind + 1 :, draw]) for draw in (0, 1))
        yield first * PRIME + second


def _wrapped(sums: Draws) -> Draws:
    """The sum of two remainders as a remainder."""
    half = PRIME // 2
    return np.asarray(sums - PRIME * ((sums > half).astype(float) - (sums < -half)))


def _opposite(sums: Draws) -> Iterator[Whole]:
    """The positions of numbers that are equal up to their sign, one array per number."""
    size = np.abs(sums)
    short = size.astype(np.int64).astype(np.uint32)  # quick to sort; whatever is the same here is looked at in full
    ordered = np.sort(short)
    # a table of the remainders that occur twice drops nearly all other numbers before the slow sort
    table = np.zeros(2**24, dtype=bool)
    table[ordered[1:][ordered[1:] == ordered[:-1]] % len(table)] = True
    places = np.flatnonzero(table[short % len(table)])
    places = places[np.argsort(size[places], kind="stable")]
    starts = np.flatnonzero(np.diff(size[places], prepend=-1))
    many = np.diff(starts, append=len(places))
    for start, count in zip(starts[many > 1], many[many > 1], strict=True):
        yield places[start : start + count]


def _kinds_at(count: int, place: int) -> tuple[int, ...]:
    """The kinds behind a position among the sums: all pairs, row by row, then the single kinds."""
    pairs = count * (count - 1) // 2
    if place >= pairs:
        return (place - pairs,)
    back = pairs - 1 - place  # counted from the end the rows have 1, 2, 3, … pairs
    row = int((np.sqrt(8 * back + 1) - 1) // 2)
    row += (row + 1) * (row + 2) // 2 <= back
    row -= row * (row + 1) // 2 > back
    return (count - 2 - row, count - 1 - (back - row * (row + 1) // 2))


def _small_groups_among(
    alike: list[tuple[int, ...]], draws: Draws, size: Whole, threshold: int
) -> Iterator[tuple[int, ...]]:
    for first, second in combinations(alike, 2):
        group = tuple(sorted({*first, *second}))
        apart = len(group) == len(first) + len(second) > 2
        if apart and size[[*group]].sum() < threshold and not remainder(draws[[*group]].sum(axis=0)).any():
            yield group
