from __future__ import annotations

import numpy as np
import pytest

from metrics.disclosure_control.modular_elimination import PRIME
from metrics.disclosure_control.small_combinations import threes_and_fours


@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("place", [0, 11, 26])
def test_kinds_that_only_together_stand_still_are_found(count: int, place: int) -> None:
    moved = np.random.default_rng(0).integers(1, PRIME, (30, 4))
    group = [place, place + 1, place + 2, 29][-count:]
    moved[group[-1]] = -moved[group[:-1]].sum(axis=0) % PRIME
    found = threes_and_fours(moved, np.ones(30, dtype=np.int64), 5)
    assert [row.tolist() for row in np.split(found.indices, found.indptr[1:-1])] == [sorted(group)]


def test_too_many_people_together_are_no_small_group() -> None:
    moved = np.random.default_rng(0).integers(1, PRIME, (30, 4))
    moved[3] = -moved[:3].sum(axis=0) % PRIME
    assert not threes_and_fours(moved, np.full(30, 2), 5).shape[0]


def test_a_difference_is_no_group() -> None:
    moved = np.random.default_rng(0).integers(1, PRIME, (30, 4))
    moved[3] = (moved[0] + moved[1] - moved[2]) % PRIME
    assert not threes_and_fours(moved, np.ones(30, dtype=np.int64), 5).shape[0]
