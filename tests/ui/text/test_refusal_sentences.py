"""Who refuses more is said only where the intervals part."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.text import refusal_sentences


def answers(manager: tuple[int, int, float, float], ic: tuple[int, int, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"offered_track": track, "accepted": yes, "declined": no, "refusal_rate": no / (yes + no), "low": low,
             "high": high}
            for track, (yes, no, low, high) in (("manager", manager), ("ic", ic))
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (answers((3, 2, 0.1, 0.7), (30, 3, 0.03, 0.2)), "Too few answered offers to compare the two tracks"),
        (
            answers((20, 20, 0.35, 0.65), (30, 3, 0.03, 0.2)),
            "Managing is refused more often than moving up as an expert",
        ),
        (
            answers((20, 5, 0.1, 0.4), (30, 3, 0.03, 0.2)),
            "No clear difference between managing and moving up as an expert",
        ),
    ],
)
def test_tracks_are_compared_only_with_enough_offers_and_parted_intervals(frame: pd.DataFrame, said: str) -> None:
    assert refusal_sentences.refusal_message(frame) == said


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ({"Care": (0.2, 0.1, 0.3), "Sales": (0.4, 0.3, 0.5), "Research": (0.7, 0.6, 0.8)},
         "Managing is refused more often in Research, less often in Care than in the middle group"),
        ({"Care": (0.2, 0.1, 0.5), "Sales": (0.4, 0.3, 0.5), "Research": (0.7, 0.3, 0.8)},
         "Managing is refused about as often in every group, as far as the figures tell"),
        ({"Care": (0.2, 0.1, 0.5)}, "Who says no, group by group"),
    ],
)  # fmt: skip
def test_units_are_named_where_they_clearly_refuse_more_or_less(
    units: dict[str, tuple[float, float, float]], said: str
) -> None:
    rows = [(unit, "manager", *figures) for unit, figures in units.items()]
    frame = pd.DataFrame(rows, columns=["business_unit", "offered_track", "refusal_rate", "low", "high"])
    assert refusal_sentences.refusals_apart(frame, "business_unit") == said
