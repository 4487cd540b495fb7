from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.statistics.role_filling import Filling
from metrics.statistics.role_matching import fill_roles

pairs = st.lists(st.tuples(st.sampled_from("RSTUV"), st.sampled_from("abcde")), unique=True, max_size=15)


def most(counted: list[tuple[str, str]]) -> int:
    return len(fill_roles({role: [person for other, person in counted if other == role] for role in "RSTUV"}))


@given(pairs, st.integers(0, 15), st.sampled_from("RSTUV"))
@settings(max_examples=400, deadline=None)
def test_each_pair_fills_one_role_more_exactly_where_one_more_can_be_filled(
    counted: list[tuple[str, str]], known: int, best: str
) -> None:
    begun, added = counted[:known], counted[known:]
    today = fill_roles({role: [person for other, person in begun if other == role] for role in "RSTUV"})
    filling, filled = Filling(begun, today, [role for role in "RSTUV" if role not in today]), set(today)
    for number, (role, person) in enumerate(added, known + 1):
        covers = filling.count_on(role, person, best)
        assert (covers is not None) == (most(counted[:number]) > len(filled))
        if covers:
            assert covers not in filled
            filled.add(covers)


def test_of_several_roles_that_wait_the_one_asked_for_is_filled_else_the_first() -> None:
    """A is all that R, S and T have, and holds R; once B would take R, one of S and T can have A."""
    begun = [("R", "A"), ("S", "A"), ("T", "A")]
    assert Filling(begun, {"R": "A"}, ["S", "T"]).count_on("R", "B", "T") == "T"
    assert Filling(begun, {"R": "A"}, ["S", "T"]).count_on("R", "B", "R") == "S"


def test_a_role_that_is_not_to_be_filled_stays_empty() -> None:
    assert Filling([("R", "A"), ("S", "A")], {"R": "A"}, []).count_on("R", "B", "S") is None
