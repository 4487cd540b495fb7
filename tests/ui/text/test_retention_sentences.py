"""The tracks are set apart only where their intervals part."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.text import retention_sentences as sentences


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
