"""A group is named less at the bench only where its interval says so."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.views.bench import sections


@pytest.mark.parametrize(
    ("share", "low", "high", "there", "said"),
    [
        (0.2, 0.1, 0.3, 0.4, "Female is named less often than by their share of the same levels"),
        (0.5, 0.45, 0.6, 0.4, "Female is named more often than by their share of the same levels"),
        (0.3, 0.2, 0.45, 0.4, "No group is clearly named more or less than it is there, level by level"),
    ],
)
def test_a_group_is_named_less_only_when_its_interval_says_so(
    share: float, low: float, high: float, there: float, said: str
) -> None:
    row = {"gender": "female", "share": share, "low": low, "high": high, "workforce_share": there}
    assert sections.named_less(pd.DataFrame([row])) == said
