from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from metrics import auditing
from metrics.masking import lattice, shown_on


def people(table: dict[tuple[str, str], int]) -> pd.DataFrame:
    return pd.DataFrame([pair for pair, count in table.items() for _ in range(count)], columns=["unit", "gender"])


def shown(units: pd.DataFrame, threshold: int = 5) -> set[tuple[str, ...]]:
    columns = list(units)
    subsets = [subset for count in range(3) for subset in combinations(columns, count)]
    cells = lattice(units, subsets)
    day = np.arange(len(units))
    show = shown_on(cells, [day], 0, {}, threshold, threshold, np.zeros(len(cells.keys), dtype=bool))
    keys = cells.keys.to_dict("records")
    return {tuple(keys[at][name] for name in cells.subsets[keys[at]["subset"]]) for at in np.flatnonzero(show)}


def test_a_group_under_the_threshold_hides_the_rest_of_its_whole_too() -> None:
    assert shown(people({("a", "f"): 20, ("b", "f"): 4})) == {(), ("f",)}


def test_a_group_at_the_threshold_is_shown() -> None:
    assert ("b",) in shown(people({("a", "f"): 20, ("b", "f"): 5}))


def test_two_small_groups_that_together_reach_the_threshold_stay_hidden_and_the_others_show() -> None:
    assert {("a",), ()} <= shown(people({("a", "f"): 20, ("b", "f"): 4, ("c", "f"): 4}))


def test_two_small_groups_under_the_threshold_together_hide_the_smallest_other() -> None:
    units = people({("a", "f"): 20, ("d", "f"): 10, ("b", "f"): 2, ("c", "f"): 2})
    assert {("a",), ("d",)} & shown(units) == {("a",)}


def test_a_cell_hidden_alone_in_its_line_takes_a_second_one_along() -> None:
    # (b, m) is hidden for being 4; its row and its column are then one short, so two more and the corner go as well
    table = {("a", "f"): 20, ("a", "m"): 20, ("b", "f"): 20, ("b", "m"): 4}
    assert not {("a", "f"), ("a", "m"), ("b", "f"), ("b", "m")} & shown(people(table))


def given_away(units: pd.DataFrame, show: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    cells = lattice(units, [(), ("unit",), ("gender",), ("unit", "gender")])
    day = [np.arange(len(units))]
    totals = auditing.shown_totals(cells, day, {0: show})
    return len(auditing.groups_given_away(cells, day, totals, 5, 4, np.random.default_rng(1))[0])


def test_the_audit_finds_a_group_that_is_the_whole_less_the_shown_ones() -> None:
    units = people({("a", "f"): 20, ("b", "f"): 3})
    cells = lattice(units, [(), ("unit",), ("gender",), ("unit", "gender")])
    n = cells.count(np.arange(len(units)))
    assert given_away(units, n >= 5)
    assert not given_away(units, n == 23)


def test_people_who_join_a_group_between_two_days_are_a_group_as_well() -> None:
    then, later = ["a"] * 30, ["a"] * 30 + ["a"] * 2
    units = pd.DataFrame({"unit": then + later})
    cells = lattice(units, [(), ("unit",)])
    days = [np.arange(30, 62), np.concatenate([np.arange(30), [-1, -1]])]
    first, second = auditing.shown_days(cells, days, [((0,), 5), ((1,), 5)], 5)
    assert first.all()
    assert not second.any()


@pytest.mark.parametrize("seed", range(3))
def test_the_audit_agrees_with_linear_algebra_on_people_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    totals = auditing.sparse.csr_matrix(rng.integers(0, 2, (9, 14)))
    of = totals.toarray().astype(float)
    rank = np.linalg.matrix_rank(of)
    alone = {at for at in range(14) if np.linalg.matrix_rank(np.vstack([of, np.eye(14)[at]])) == rank}
    moved = auditing.unmoved(totals.astype(np.int64), rng)
    assert {int(at) for at in np.flatnonzero(moved == 0)} == alone
    assert not (of.astype(int) @ moved % auditing.PRIME).any()


@pytest.mark.parametrize("count", [2, 3, 4])
def test_people_who_only_together_are_given_away_are_found(count: int) -> None:
    moved = np.random.default_rng(0).integers(1, auditing.PRIME, (2, 30))
    moved[:, count - 1] = -moved[:, : count - 1].sum(axis=1) % auditing.PRIME
    size = np.ones(30, dtype=np.int64)
    found = auditing.ones_and_twos(moved[0], size, 5) + auditing.threes_and_fours(moved, size, 5)
    assert {tuple(sorted(group)) for group in found} == {tuple(range(count))}


def test_no_small_group_of_a_crowd_is_given_away_by_what_is_shown() -> None:
    rng = np.random.default_rng(2)
    table = dict(zip(product("abcdefg", "fmx"), rng.integers(0, 12, 21), strict=True))
    units = people({key: int(count) for key, count in table.items()})
    cells = lattice(units, [(), ("unit",), ("gender",), ("unit", "gender")])
    [show] = auditing.shown_days(cells, [np.arange(len(units))], [((0,), 5)], 5)
    assert show.sum() > 10
    assert not given_away(units, show)
