"""The moves in words: what of the roles shown is covered, gained and in need."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.views.bench import closing_moves


def plan(today: int, *rows: tuple[str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["move", "gain"])
    return frame.assign(covered_after=today + frame["gain"].cumsum())


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (
            plan(3, ("ask", 1), ("ask", 1), ("widen", 1), ("widen", 1)),
            "3 of 7 roles are covered for real; asking 2 people would cover 2 more roles; 2 roles need somebody new",
        ),
        (
            plan(1, ("ask", 0), ("develop", 1)),
            "1 of 2 roles is covered for real; asking 1 person and developing 1 person would cover 1 more role",
        ),
        (plan(0, ("widen", 1)), "0 of 1 role is covered for real; 1 role needs somebody new"),
        (
            plan(2, ("ask", 0), ("take_off", 0)),
            "Every role here is covered for real; asking 1 person would cover no more role here, only roles elsewhere",
        ),
    ],
)
def test_the_message_tells_of_all_roles_shown(frame: pd.DataFrame, said: str) -> None:
    assert closing_moves.message(frame) == said
