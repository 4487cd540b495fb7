"""What can be computed from totals by sums and differences: exact elimination in whole numbers modulo a prime.

The numbers are held as floats, for fast matrix products, and are small enough to stay exact.
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
    """Totals about to join the known ones: the independent ones (`rows`) and their pivot columns (`columns`).

    `turn` transforms all joining totals into rows with 1 in their own pivot column and 0 in the others'. `lost` are
    rows for which the draws and the columns disagree on whether they are known already. `drawn` are the transformed
    draws.
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
        """The number of independent totals known."""
        return len(self._pivots)

    def reduced(self, totals: sparse.csr_matrix) -> Matrix:
        """Those totals less their projection on the known ones: a row of zeros is known already."""
        spread = remainder((totals @ self._spread).toarray())
        rows = np.concatenate([remainder(totals @ self._start), spread[:, self._free]], axis=1)
        return remainder(rows - spread[:, self._pivots] @ self._known)

    def join(self, reduced: Matrix) -> JoinedTotals:
        """Eliminate among new totals, in their order, without adding them."""
        often = np.count_nonzero(reduced[:, DRAWS:], axis=0)
        # the columns used most are enough as a rule; others join only where a dependent row still has an entry
        window = DRAWS + np.argsort(-often, kind="stable")[: len(reduced) + SLACK]
        while True:
            turn, place = _eliminated(reduced[:, window])
            rest = np.flatnonzero(place < 0)
            unexplained = remainder(turn[rest] @ reduced) != 0
            if not unexplained[:, DRAWS:].any():
                break
            window = np.union1d(
                window, DRAWS + unexplained[:, DRAWS:].argmax(axis=1)[unexplained[:, DRAWS:].any(axis=1)]
            )
        rows = np.flatnonzero(place >= 0)
        undecided = rest[unexplained.any(axis=1)]
        return JoinedTotals(rows, undecided, window[place[rows]], turn, remainder(turn[rows] @ reduced[:, :DRAWS]))

    def unmoved(self, joined: JoinedTotals | None = None) -> Whole:
        """Random changes of everybody's value, one per column, that change no known or joined total."""
        change = np.zeros((self._spread.shape[1], DRAWS))
        change[self._pivots] = self._known[:, :DRAWS]
        if joined is not None:
            change[self._pivots] -= self._known[:, joined.columns] @ joined.drawn
            change[self._free[joined.columns - DRAWS]] = joined.drawn
        moved = remainder(self._start - self._spread @ remainder(change))
        return np.where(moved < 0, moved + PRIME, moved).astype(np.int64)

    def shares(self, groups: sparse.csr_matrix, joined: JoinedTotals) -> Matrix:
        """The coefficient of each joining total in each of those groups' totals."""
        spread = (groups @ self._spread).tocsc()
        rows = remainder(spread[:, self._free[joined.columns - DRAWS]].toarray())
        rows -= remainder((spread[:, self._pivots]).toarray()) @ self._known[:, joined.columns]
        return remainder(remainder(rows) @ joined.turn[joined.rows])

    def add(self, reduced: Matrix, joined: JoinedTotals) -> None:
        """Add the joined totals to the known ones; the last free columns move into the places of the new pivots."""
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
            block = known[first : first + 256]
            block -= block[:, joined.columns] @ new
            block[:, hole] = block[:, last]
            remainder(block[:, :width])
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
    """The multiplicative inverse of each number modulo the prime; 0 for 0."""
    # by Fermat's little theorem
    return np.array([pow(int(number), PRIME - 2, PRIME) for number in numbers], dtype=np.int64)


def _eliminated(rows: Matrix) -> tuple[Matrix, Whole]:
    """The transformation to reduced row echelon form, and each row's pivot column; -1 for dependent rows."""
    count, width = rows.shape
    work = np.concatenate([rows, np.eye(count)], axis=1).astype(np.int64)
    place = np.full(count, -1)
    for at in range(count):
        nonzero = work[at, :width].nonzero()[0]
        if not len(nonzero):
            continue
        place[at] = nonzero[0]
        pivot_row = work[at] * pow(int(work[at, nonzero[0]]), -1, PRIME) % PRIME
        factor = work[:, nonzero[0]].copy()
        factor[at] = 0
        work -= factor[:, None] * pivot_row
        work %= PRIME
        work[at] = pivot_row
    return remainder(work[:, width:].astype(float)), place


def remainder(numbers: Matrix) -> Matrix:
    """The numbers modulo the prime, between minus and plus half of it; changed in place."""
    times = np.rint(numbers * (1 / PRIME))
    times *= PRIME
    numbers -= times
    return numbers
