"""The groups that are looked for by name: small cells, what is left of a whole, and who came or went."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from metrics.disclosure_control import protected_groups
from metrics.disclosure_control.lattice import Whole, large_enough, lattice

PEOPLE = pd.DataFrame(
    [
        (unit, gender, f"t{at % 8}")
        for (unit, gender), count in {
            ("a", "m"): 50, ("a", "f"): 50, ("b", "m"): 52, ("b", "f"): 3, ("b", "x"): 3, ("c", "m"): 40, ("c", "f"): 3
        }.items()
        for at in range(count)
    ],
    columns=["unit", "gender", "team"],
)  # fmt: skip
CELLS = lattice(PEOPLE, [subset for count in range(3) for subset in combinations(PEOPLE, count)])
EVERYBODY = np.arange(len(PEOPLE))


def named(days: list[Whole]) -> list[dict[int, int]]:
    """Each group that is looked for: its people, and whether they came (1) or went (-1)."""
    days = [np.atleast_2d(day) for day in days]
    counts = [CELLS.people(day) for day in days]
    eligible = [large_enough(CELLS, n, 10) for n in counts]
    small = [(n > 0) & (n < 10) for n in counts]
    of = protected_groups.kinds(CELLS, days, eligible)
    groups = protected_groups.known_groups(CELLS, days, eligible, small, of, 10).toarray()
    return [{at: int(row[kind]) for at, kind in enumerate(of.of) if row[kind]} for row in groups]


def who(unit: str, gender: str) -> dict[int, int]:
    return dict.fromkeys(map(int, np.flatnonzero((PEOPLE["unit"] == unit) & (PEOPLE["gender"] == gender))), 1)


def test_a_small_cell_is_looked_for() -> None:
    assert who("b", "f") in named([EVERYBODY])


def test_what_is_left_of_a_whole_without_a_large_part_is_looked_for() -> None:
    assert who("b", "f") | who("c", "f") in named([EVERYBODY])


def test_who_came_and_who_went_is_looked_for_together() -> None:
    came, went = [*range(0, 3)], [*range(60, 64)]
    before, later = EVERYBODY.copy(), EVERYBODY.copy()
    before[came], later[went] = -1, -1
    moved = {**dict.fromkeys(came, 1), **dict.fromkeys(went, -1)}
    assert moved in named([later, before]) or {at: -sign for at, sign in moved.items()} in named([later, before])
