"""What totals give away by sums and differences: exact elimination, in whole numbers modulo a prime.

The numbers are kept in floating point, where products of matrices are quick, and small enough to stay exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from metrics.disclosure_control.lattice import Whole

PRIME = 1_048_573  # half of it squared, added up 30,000 times, is below 2^53
DRAWS = 4  # random changes of everybody's value that are kept track of
SLACK = 24
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class JoinedTotals:
    """Totals that join the known ones: which of them are new (`rows`), their pivot columns, and how they were turned.

    `turn` makes of all joining totals rows with a 1 in their own pivot column and 0 in those of the others. Of `lost`
    ones it cannot be said whether they are known already.
    """

    rows: Whole
    lost: Whole
    columns: Whole
    turn: Matrix
    drawn: Matrix


class EliminatedTotals:
    """The totals known so far, as reduced rows, over unknown values of people.

    There may be more people than columns: each person is then the sum of two columns, in random parts, which keeps
    independent totals independent as long as there are more columns than totals.
    """

    def __init__(self, people: int, most: int, rng: np.random.Generator) -> None:
        width = min(people, most + 64)
        if width == people:
            self._spread = sparse.identity(people, format="csr")
        else:
            column = np.concatenate([rng.permutation(people) % width for _ in range(2)])
            parts = rng.integers(1, PRIME // 2, 2 * people).astype(float)
            self._spread = sparse.csr_matrix((parts, (np.tile(np.arange(people), 2), column)), shape=(people, width))
        self._start = remainder(rng.integers(0, PRIME, (people, DRAWS)).astype(float))
        self._rows = np.zeros((0, DRAWS + width))  # over the draws and the free columns, with room for more at the end
        self._pivots = np.empty(0, dtype=np.int64)
        self._free = np.arange(width)

    @property
    def count(self) -> int:
        """How many independent totals are known."""
        return len(self._pivots)

    def reduced(self, totals: sparse.csr_matrix) -> Matrix:
        """Those totals less what the known ones say of them: a row of zeros is known already."""
        spread = remainder((totals @ self._spread).toarray())
        rows = np.concatenate([remainder(totals @ self._start), spread[:, self._free]], axis=1)
        return remainder(rows - spread[:, self._pivots] @ self._known)

    def join(self, reduced: Matrix) -> JoinedTotals:
        """Eliminate among new totals, in their order."""
        often = np.count_nonzero(reduced[:, DRAWS:], axis=0)
        window = DRAWS + np.argsort(-often, kind="stable")[: len(reduced) + SLACK]
        while True:
            turn, place = _eliminated(reduced[:, window])
            rest = np.flatnonzero(place < 0)
            left = remainder(turn[rest] @ reduced) != 0
            if not left[:, DRAWS:].any():
                break
            window = np.union1d(window, DRAWS + left[:, DRAWS:].argmax(axis=1)[left[:, DRAWS:].any(axis=1)])
        rows = np.flatnonzero(place >= 0)
        lost = rest[left.any(axis=1)]
        return JoinedTotals(rows, lost, window[place[rows]], turn, remainder(turn[rows] @ reduced[:, :DRAWS]))

    def unmoved(self, joined: JoinedTotals | None = None) -> Whole:
        """Random changes of everybody's value, a column each, that move no known total and none of the joined."""
        change = np.zeros((self._spread.shape[1], DRAWS))
        change[self._pivots] = self._known[:, :DRAWS]
        if joined is not None:
            change[self._pivots] -= self._known[:, joined.columns] @ joined.drawn
            change[self._free[joined.columns - DRAWS]] = joined.drawn
        moved = remainder(self._start - self._spread @ remainder(change))
        return np.where(moved < 0, moved + PRIME, moved).astype(np.int64)

    def shares(self, groups: sparse.csr_matrix, joined: JoinedTotals) -> Matrix:
        """How much of each joining total it takes to compute each of those groups."""
        spread = (groups @ self._spread).tocsc()
        rows = remainder(spread[:, self._free[joined.columns - DRAWS]].toarray())
        rows -= remainder((spread[:, self._pivots]).toarray()) @ self._known[:, joined.columns]
        return remainder(remainder(rows) @ joined.turn[joined.rows])

    def add(self, reduced: Matrix, joined: JoinedTotals) -> None:
        """Take the joined totals to the known ones; the last free columns move to where their pivots were."""
        if not len(joined.rows):
            return
        new = remainder(joined.turn[joined.rows] @ reduced)
        width = reduced.shape[1] - len(joined.columns)
        hole = joined.columns[joined.columns < width]
        last = np.setdiff1d(np.arange(width, reduced.shape[1]), joined.columns)
        pivots = self._free[joined.columns - DRAWS]
        self._free[hole - DRAWS] = self._free[last - DRAWS]
        self._free = self._free[: width - DRAWS]
        known = self._known
        for first in range(0, len(known), 256):  # as much as stays in the processor's cache
            some = known[first : first + 256]
            some -= some[:, joined.columns] @ new
            some[:, hole] = some[:, last]
            remainder(some[:, :width])
        new[:, hole] = new[:, last]
        count = len(known) + len(new)
        if count > len(self._rows):
            self._rows = np.concatenate([known[:, :width], np.empty((len(new) + 1000, width))])
        self._rows = self._rows[:, :width]
        self._rows[len(known) : count] = new[:, :width]
        self._pivots = np.concatenate([self._pivots, pivots])

    @property
    def _known(self) -> Matrix:
        return self._rows[: len(self._pivots)]


def inverse(numbers: Whole) -> Whole:
    """What each number times gives 1, modulo the prime; 0 for 0."""
    return np.array([pow(int(number), PRIME - 2, PRIME) for number in numbers], dtype=np.int64)


def _eliminated(rows: Matrix) -> tuple[Matrix, Whole]:
    """The turn that makes each independent row have a 1 where all others have 0, and where; -1 for dependent rows."""
    count, width = rows.shape
    left = np.concatenate([rows, np.eye(count)], axis=1).astype(np.int64)
    place = np.full(count, -1)
    for at in range(count):
        found = left[at, :width].nonzero()[0]
        if not len(found):
            continue
        place[at] = found[0]
        one = left[at] * pow(int(left[at, found[0]]), -1, PRIME) % PRIME
        factor = left[:, found[0]].copy()
        factor[at] = 0
        left -= factor[:, None] * one
        left %= PRIME
        left[at] = one
    return remainder(left[:, width:].astype(float)), place


def remainder(numbers: Matrix) -> Matrix:
    """The numbers modulo the prime, from minus a half of it to a half; in their own place."""
    times = np.rint(numbers * (1 / PRIME))
    times *= PRIME
    numbers -= times
    return numbers
