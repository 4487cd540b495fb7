from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.statistics.role_matching import fill_roles
from metrics.statistics.vacancy_chains import Seats

PEOPLE = 7


@st.composite
def companies(draw: st.DrawFn) -> tuple[list[int | None], list[list[int]], list[list[int]]]:
    """Up to eight roles, most of them held, who could step in, and three sets of leavers."""
    holders = draw(st.lists(st.none() | st.integers(0, PEOPLE - 1), max_size=8))
    people = st.lists(st.integers(0, PEOPLE - 1), unique=True, max_size=4)
    ready = [[person for person in draw(people) if person != holder] for holder in holders]
    return holders, ready, draw(st.lists(people, min_size=3, max_size=3))


def ends_empty(seats: Seats, people: int, *futures: list[int]) -> list[list[int]]:
    """Which roles end empty when these leave, future by future."""
    gone = np.zeros((people, len(futures)), dtype=bool)
    for number, leavers in enumerate(futures):
        gone[leavers, number] = True
    return [np.flatnonzero(roles).tolist() for roles in seats.empty_when(gone).T]


def empty_when_filled_anew(holders: list[int | None], ready: list[list[int]], leavers: list[int]) -> set[int]:
    """Fill all roles from scratch, in order, from those who stay; somebody with several roles counts once for each."""
    bench = {}
    for role, (holder, named) in enumerate(zip(holders, ready, strict=True)):
        held = [(holder, role)] if holder is not None else []
        others = [(p, r) for p in named for r in [i for i, h in enumerate(holders) if h == p] or [None]]
        bench[role] = [place for place in [*held, *others] if place[0] not in leavers]
    return set(bench) - set(fill_roles(bench))


@given(companies())
@settings(max_examples=400, deadline=None)
def test_what_ends_empty_is_what_filling_everything_anew_leaves_empty(company) -> None:  # type: ignore[no-untyped-def]
    holders, ready, futures = company
    seats = Seats(holders, ready, PEOPLE)
    assert set(seats.empty_today) == empty_when_filled_anew(holders, ready, [])
    asked = [*futures, [], *futures]  # asked twice: the answer to one leaves no trace in the next
    for leavers, empty in zip(asked, ends_empty(seats, PEOPLE, *asked), strict=True):
        assert set(empty) == empty_when_filled_anew(holders, ready, leavers)


def test_moving_somebody_up_opens_the_seat_they_held() -> None:
    seats = Seats(holders=[0, 1, 2], ready=[[1], [2], []], people=3)
    assert ends_empty(seats, 3, [0], [0, 2]) == [[2], [1, 2]]


def test_the_most_critical_role_gets_the_only_person() -> None:
    seats = Seats(holders=[0, 1], ready=[[2], [2]], people=3)
    assert ends_empty(seats, 3, [0, 1], [1]) == [[1], []]


def test_whoever_moved_up_into_a_vacant_role_goes_back_to_the_more_critical_one_they_held() -> None:
    seats = Seats(holders=[0, None], ready=[[1], [0]], people=2)
    assert ends_empty(seats, 2, [], [1]) == [[], [1]]


def test_somebody_with_two_roles_goes_on_holding_both() -> None:
    seats = Seats(holders=[0, 0], ready=[[], []], people=1)
    assert ends_empty(seats, 1, [], [0]) == [[], [0, 1]]


def test_more_futures_than_are_laid_out_at_once_are_each_looked_at() -> None:
    seats = Seats(holders=[0, 1], ready=[[1], []], people=2)
    assert ends_empty(seats, 2, *[[number % 2] for number in range(600)]) == [[1], [1]] * 300
