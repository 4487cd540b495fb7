"""The tracks are set apart only where their intervals part."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.views.refusals import sentences as refusal_sentences
from ui.views.retention import sentences


def gap(crude: tuple[float, float] | None, level: tuple[float, float] | None) -> pd.DataFrame:
    rows = []
    for measure, ends in (("crude", crude), ("same_level", level)):
        low, high = ends or (None, None)
        middle = None if low is None or high is None else (low + high) / 2
        rows.append({"measure": measure, "gap": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (gap((-0.05, 0.02), (-0.04, 0.03)), "No clear difference, with or without seniority"),
        (gap((0.01, 0.05), (0.02, 0.06)), "It is not just seniority"),
        (gap((0.01, 0.05), (-0.02, 0.06)), "Seniority explains it: no clear difference at the same level"),
        (gap((-0.09, -0.01), (0.02, 0.06)), "At the same level experts stay more; taken together, seniority hides it"),
        (gap((0.01, 0.05), None), "No level holds both tracks, so seniority cannot be told apart"),
    ],
)
def test_seniority_is_named_only_where_the_intervals_allow(frame: pd.DataFrame, said: str) -> None:
    assert sentences.gap_message(frame) == said


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


def test_units_are_named_only_where_the_tracks_part() -> None:
    def rows(unit: str, ic: tuple[float, float], manager: tuple[float, float]) -> list[dict[str, object]]:
        return [
            {"business_unit": unit, "track": track, "rate": sum(ends) / 2, "low": ends[0], "high": ends[1]}
            for track, ends in (("ic", ic), ("manager", manager))
        ]

    frame = pd.DataFrame(
        rows("Engineering", (0.88, 0.92), (0.70, 0.85))
        + rows("Sales", (0.70, 0.80), (0.85, 0.95))
        + rows("Legal", (0.70, 0.90), (0.75, 0.95))
    )
    assert sentences.units_apart(frame) == "Managers leave faster in Engineering, experts leave faster in Sales"


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
