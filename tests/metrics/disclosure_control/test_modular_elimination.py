from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from metrics.disclosure_control.modular_elimination import PRIME, EliminatedTotals, remainder

Numbers = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def known(totals: Numbers, most: int, seed: int) -> EliminatedTotals:
    rows = sparse.csr_matrix(totals)
    found = EliminatedTotals(totals.shape[1], most, np.random.default_rng(seed))
    for first in range(0, len(totals), 4):
        reduced = found.reduced(rows[first : first + 4])
        found.add(reduced, found.join(reduced))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_whoever_stands_still_is_whom_linear_algebra_settles(seed: int) -> None:
    totals = np.random.default_rng(seed).integers(0, 2, (9, 14))
    rank = np.linalg.matrix_rank(totals)
    settled = {at for at in range(14) if np.linalg.matrix_rank(np.vstack([totals, np.eye(14)[at]])) == rank}
    moved = known(totals, 9, seed).unmoved()
    assert {int(at) for at in np.flatnonzero(~moved.any(axis=1))} == settled
    assert not (totals @ moved % PRIME).any()


def test_more_people_than_columns_keep_independent_totals_apart() -> None:
    totals = np.random.default_rng(1).integers(0, 2, (20, 600))
    moved = known(totals, 20, 1).unmoved()
    assert not (totals @ moved % PRIME).any()
    assert moved.any(axis=1).all()


def test_a_total_of_known_ones_is_known() -> None:
    totals = np.random.default_rng(2).integers(0, 2, (6, 12))
    found = known(totals, 6, 2)
    assert not found.reduced(sparse.csr_matrix(totals[:1] + 3 * totals[4:5])).any()
    assert found.reduced(sparse.csr_matrix(np.eye(1, 12, dtype=np.int64))).any()


def test_how_much_of_each_new_total_a_group_takes_is_told() -> None:
    totals = sparse.csr_matrix(np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 1]]))
    found = EliminatedTotals(4, 3, np.random.default_rng(0))
    shares = found.shares(sparse.csr_matrix(np.array([[1, 0, 0, 0]])), found.join(found.reduced(totals)))
    assert shares.tolist() == [[1, -1, 0]]


def test_a_remainder_is_at_most_half_the_prime() -> None:
    assert remainder(np.array([[0.0, PRIME, 1 - PRIME, PRIME - 1, 2.0**50]])).tolist() == [
        [0, 0, 1, -1, (2**50 + PRIME // 2) % PRIME - PRIME // 2]
    ]
