from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure_control import selection
from metrics.disclosure_control.lattice import Lattice, Truth, Whole, lattice


def people(table: dict[tuple[str, str], int]) -> pd.DataFrame:
    return pd.DataFrame([pair for pair, count in table.items() for _ in range(count)], columns=["unit", "gender"])


def cells_of(units: pd.DataFrame) -> Lattice:
    return lattice(units, [subset for count in range(3) for subset in combinations(units, count)])


def shown_days(cells: Lattice, days: list[Whole], threshold: int = 5) -> list[Truth]:
    size = np.array([len(subset) for subset in cells.subsets])[cells.keys["subset"]]
    return selection.shown_days(cells, days, [size] * len(days), threshold)


def smallest_settled(totals: np.ndarray[tuple[int, int], np.dtype[np.int64]], fewest: int) -> set[tuple[int, ...]]:
    """By ranks over the reals: every group of fewer people whose sum the totals settle."""
    rank = np.linalg.matrix_rank(totals)
    count = totals.shape[1]
    groups = [group for size in range(1, fewest) for group in combinations(range(count), size)]
    return {
        group
        for group in groups
        if np.linalg.matrix_rank(np.vstack([totals, np.isin(np.arange(count), group)])) == rank
    }


def test_the_whole_less_the_shown_ones_is_never_a_small_group() -> None:
    cells = cells_of(people({("a", "f"): 20, ("b", "f"): 3}))
    [show] = shown_days(cells, [np.arange(23)])
    assert set(cells.count(np.arange(23))[show]) == {23}


def test_people_who_join_a_group_between_two_days_are_a_group_as_well() -> None:
    cells = cells_of(pd.DataFrame({"unit": ["a"] * 62}))
    days = [np.arange(30, 62), np.concatenate([np.arange(30), [-1, -1]])]
    first, second = shown_days(cells, days)
    assert first.all()
    assert not second.any()


def test_five_who_join_a_group_may_be_told() -> None:
    cells = cells_of(pd.DataFrame({"unit": ["a"] * 65}))
    days = [np.arange(30, 65), np.concatenate([np.arange(30), [-1] * 5])]
    assert all(show.all() for show in shown_days(cells, days))


def test_one_for_another_between_two_days_is_not_told() -> None:
    cells = cells_of(pd.DataFrame({"unit": ["a"] * 60}))
    here, later = np.arange(31), np.concatenate([np.arange(30, 60), [-1]])
    later = np.concatenate([np.arange(31, 60), [-1, 30]])
    first, second = shown_days(cells, [here, later])
    assert first.any() != second.any()


@pytest.mark.parametrize("seed", range(6))
def test_no_group_of_up_to_four_of_a_small_crowd_is_settled_by_what_is_shown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = dict(zip(product("abc", "fmx"), rng.integers(0, 5, 9), strict=True))
    units = people({key: int(count) for key, count in table.items()})
    cells, day = cells_of(units), np.arange(len(units))
    later = np.where(rng.random(len(day)) < 0.8, rng.permutation(day), -1)
    show = shown_days(cells, [day, later])
    on, cell = np.nonzero(np.stack(show))
    totals = selection.totals_of(cells, [day, later], on, cell).toarray()
    assert len(totals)
    assert smallest_settled(totals, 5) == set()


def test_what_is_left_out_could_not_be_added() -> None:
    units = people({("a", "f"): 9, ("a", "m"): 8, ("b", "f"): 7, ("b", "m"): 6, ("c", "f"): 9, ("c", "m"): 2})
    cells, day = cells_of(units), np.arange(41)
    [show] = shown_days(cells, [day])
    assert {9, 8, 7, 6} & set(cells.count(day)[show])
    assert not (cells.count(day)[show] < 5).any()


def test_two_who_come_for_one_who_leaves_are_not_told() -> None:
    cells = cells_of(pd.DataFrame({"unit": ["a"] * 61}))
    before, later = np.append(np.arange(30), [-1, -1]), np.append(np.arange(30, 61), 0)
    later[[0, 31]] = -1, later[0]
    first, second = shown_days(cells, [before, later])
    assert first.any() != second.any()


def in_eight_kinds(table: dict[tuple[str, str], int]) -> pd.DataFrame:
    """Those people, each group of them spread over eight values of a third column."""
    units = people(table)
    return units.assign(team=[f"t{at % 8}" for at in range(len(units))])


def is_told(cells: Lattice, days: list[Whole], show: list[Truth], group: list[int]) -> bool:
    """By ranks over the reals: whether the sum over those people is settled by what is shown."""
    on, cell = np.nonzero(np.stack(show))
    totals = selection.totals_of(cells, days, on, cell).toarray()
    asked = np.isin(np.arange(totals.shape[1]), group)
    return bool(np.linalg.matrix_rank(np.vstack([totals, asked])) == np.linalg.matrix_rank(totals))


@pytest.mark.parametrize(
    "table",
    [
        {("a", "m"): 50, ("a", "f"): 50, ("b", "m"): 52, ("b", "f"): 8},
        {("a", "m"): 50, ("a", "f"): 50, ("b", "m"): 30, ("c", "m"): 30, ("b", "f"): 4, ("c", "f"): 4},
    ],
    ids=["a cell", "a whole less a cell"],
)
def test_a_group_of_eight_is_not_told_where_it_takes_ten_though_no_two_of_them_are_alike(
    table: dict[tuple[str, str], int],
) -> None:
    units = in_eight_kinds(table)
    cells, day = cells_of(units), np.arange(len(units))
    small = [*np.flatnonzero((units["unit"] != "a") & (units["gender"] == "f"))]
    show = shown_days(cells, [day], threshold=10)
    assert len(small) == 8
    assert show[0].sum() > 5
    assert not is_told(cells, [day], show, small)


def test_eight_who_join_a_unit_are_not_told_where_it_takes_ten_though_no_two_of_them_are_alike() -> None:
    units = in_eight_kinds({("a", "m"): 50, ("a", "f"): 50, ("b", "m"): 50, ("b", "f"): 50})
    cells, later = cells_of(units), np.arange(len(units))
    before = later.copy()
    before[:8] = before[100:130] = -1
    show = shown_days(cells, [later, before], threshold=10)
    assert min(day.sum() for day in show) > 0
    assert not is_told(cells, [later, before], show, [*range(8)])
