from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from metrics.statistics.role_matching import contested_sets, fill_roles

benches = st.lists(st.lists(st.sampled_from("ABCDE"), unique=True, max_size=4), max_size=7).map(
    lambda people: {f"R{number}": named for number, named in enumerate(people)}
)


def can_all_be_filled(roles: tuple[str, ...], bench: dict[str, list[str]]) -> bool:
    """Hall's theorem, tried on every subset."""
    return all(
        len({person for role in some for person in bench[role]}) >= size
        for size in range(1, len(roles) + 1)
        for some in combinations(roles, size)
    )


def filled_by_trying_everything(bench: dict[str, list[str]]) -> set[str]:
    """Keep each role, in order, that can be filled beside those kept before it."""
    kept: tuple[str, ...] = ()
    for role in bench:
        if can_all_be_filled((*kept, role), bench):
            kept = (*kept, role)
    return set(kept)


def company_of(roles: int, people: int, nominations: int) -> dict[str, list[str]]:
    draw = np.random.default_rng(7)
    bench: dict[str, set[str]] = {f"R{number}": set() for number in range(roles)}
    for role, person in zip(
        draw.integers(roles, size=nominations), draw.integers(people, size=nominations), strict=True
    ):
        bench[f"R{role}"].add(f"P{person}")
    return {role: sorted(named) for role, named in bench.items()}


def largest_by_scipy(bench: dict[str, list[str]]) -> int:
    numbers = {person: number for number, person in enumerate({person for named in bench.values() for person in named})}
    pairs = [(row, numbers[person]) for row, named in enumerate(bench.values()) for person in named]
    rows, columns = zip(*pairs, strict=True)
    graph = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(bench), len(numbers)))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


@pytest.mark.parametrize(
    ("bench", "filled"),
    [
        ({}, set()),
        ({"R1": []}, set()),
        ({"R1": ["Alice"], "R2": ["Alice"], "R3": ["Alice"], "R4": ["Alice"], "R5": ["Alice"]}, {"R1"}),
        ({"R1": ["A", "B"], "R2": ["A"]}, {"R1", "R2"}),
        ({"R1": ["B"], "R2": ["A", "B"], "R3": ["A"]}, {"R1", "R2"}),
        ({"R1": ["A", "B"], "R2": ["B", "C"], "R3": ["A"], "R4": ["B"]}, {"R1", "R2", "R3"}),
    ],
    ids=[
        "no roles",
        "nobody",
        "five roles name Alice",
        "a greedy fill says one",
        "the earlier role",
        "a chain of moves",
    ],
)
def test_the_most_roles_are_filled_and_the_earlier_ones_first(bench: dict[str, list[str]], filled: set[str]) -> None:
    assert set(fill_roles(bench)) == filled


@given(benches)
@settings(max_examples=150, deadline=None)
def test_the_filled_roles_are_those_found_by_trying_everything(bench: dict[str, list[str]]) -> None:
    placed = fill_roles(bench)
    assert set(placed) == filled_by_trying_everything(bench)
    assert all(person in bench[role] for role, person in placed.items())
    assert len(set(placed.values())) == len(placed)


@given(benches, st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_in_which_people_are_named_changes_no_role(bench: dict[str, list[str]], shuffle) -> None:  # type: ignore[no-untyped-def]
    shuffled = {role: shuffle.sample(people, len(people)) for role, people in bench.items()}
    assert set(fill_roles(shuffled)) == set(fill_roles(bench))
    assert contested_sets(shuffled) == contested_sets(bench)


@given(benches)
@settings(max_examples=150, deadline=None)
def test_every_contested_set_has_fewer_people_than_roles_and_together_they_explain_the_gap(
    bench: dict[str, list[str]],
) -> None:
    found = contested_sets(bench)
    for group in found:
        assert {person for role in group.roles for person in bench[role]} == set(group.people)
        assert group.short > 0
    contested = [role for group in found for role in group.roles]
    assert len(contested) == len(set(contested))
    named = [role for role, people in bench.items() if people]
    assert sum(group.short for group in found) == len(named) - len(fill_roles(bench))


def test_nine_roles_that_share_five_people_are_four_short() -> None:
    bench = {f"R{number}": ["A", "B", "C", "D", "E"] for number in range(1, 10)}
    bench |= {"S1": ["F"], "S2": ["F"], "T1": ["G"], "T2": []}
    first, second = contested_sets(bench)
    assert (first.roles, first.people, first.short) == ([f"R{n}" for n in range(1, 10)], ["A", "B", "C", "D", "E"], 4)
    assert (second.roles, second.people, second.short) == (["S1", "S2"], ["F"], 1)


@pytest.mark.parametrize(
    ("roles", "people", "nominations"),
    [(500, 600, 2_000), (10_000, 10_000, 50_000), (10_000, 9_000, 30_000), (10_000, 3_000, 50_000)],
)
def test_large_benches_are_matched_as_fully_as_scipy_does(roles: int, people: int, nominations: int) -> None:
    bench = company_of(roles, people, nominations)
    assert len(fill_roles(bench)) == largest_by_scipy(bench)


def test_a_chain_of_ten_thousand_moves_needs_no_recursion() -> None:
    length = 10_000
    bench = {f"R{number}": [f"P{number}", f"P{number + 1}"] for number in range(length)} | {"last": ["P0"]}
    assert len(fill_roles(bench)) == length + 1
