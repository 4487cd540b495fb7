from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from metrics.disclosure_control.lattice import Alike, large_enough, lattice, settled


def people(table: dict[tuple[str, str], int]) -> pd.DataFrame:
    return pd.DataFrame([pair for pair, count in table.items() for _ in range(count)], columns=["unit", "gender"])


def shown(units: pd.DataFrame, threshold: int = 5) -> set[tuple[str, ...]]:
    columns = list(units)
    subsets = [subset for count in range(3) for subset in combinations(columns, count)]
    cells = lattice(units, subsets)
    n = cells.count(np.arange(len(units)))
    show = settled(cells, n, large_enough(cells, n, threshold), threshold)
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


def test_where_all_that_is_hidden_in_a_line_said_the_same_more_is_hidden() -> None:
    units = pd.DataFrame({"unit": ["A", "B", "C", "D"]})
    cells = lattice(units, [(), ("unit",)])
    n, shown = np.array([60, 20, 20, 12, 8]), np.array([True, False, False, True, True])
    said = Alike(any=n, each=np.array([[45, 20, 20, 3, 2]]))  # of A and B everybody
    assert settled(cells, n, shown, 5).tolist() == shown.tolist()
    assert settled(cells, n, shown, 5, said).tolist() == [True, False, False, True, False]
    assert Alike(any=n, each=np.array([[45, 19, 20, 3, 2]])).all_of_one().tolist() == [False, False, True, False, False]
