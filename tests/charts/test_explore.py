"""Charts of any metric: scales that do not mislead, whatever the figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from charts import explore, theme
from charts.trends import course


def rows(unit: str, *figures: tuple[float, float, float], **more: object) -> pd.DataFrame:
    frame = pd.DataFrame(figures, columns=["value", "low", "high"])
    return frame.assign(group=[f"G{n}" for n in range(len(frame))], said="said", unit=unit, **more)


def scale(chart: Any) -> dict[str, Any]:
    layers = theme.specification(chart, "light")["layer"]
    found = [layer["encoding"][way]["scale"] for layer in layers for way in "xy" if way in layer["encoding"]
             and layer["encoding"][way].get("field") == "value"]  # fmt: skip
    return dict(found[0])


@pytest.mark.parametrize("draw", [explore.intervals, explore.bars])
def test_shares_are_drawn_from_0_to_100_percent(draw: Any) -> None:
    assert scale(draw(rows("share", (0.9, 0.8, 0.95))))["domain"] == [0, 1]


def test_a_gap_may_lie_below_zero() -> None:
    assert "domain" not in scale(explore.intervals(rows("share", (-0.1, -0.2, 0.1))))


def test_rates_start_at_zero() -> None:
    assert scale(explore.intervals(rows("exits per 100 person-years", (17.0, 15.0, 19.0))))["domainMin"] == 0


def test_at_most_eight_lines_are_drawn_and_bands_only_where_they_can_be_told_apart() -> None:
    many = rows("share", *[(0.5, 0.4, 0.6)] * 12, at=1)
    spec = theme.specification(explore.lines(many), "light")
    assert "area" not in str(spec["layer"])
    assert "G7" in str(spec)
    assert "G8" not in str(spec)
    assert "area" in str(theme.specification(explore.lines(many.head(2)), "light")["layer"])


def test_an_event_stands_on_the_time_axis() -> None:
    seen = rows("share", (0.2, 0.1, 0.3), (0.3, 0.2, 0.4), track="ic", day=[date(2026, 3, 31), date(2026, 6, 30)])
    events = pd.DataFrame({"day": [date(2026, 5, 1)], "what": ["New ladder"]})
    assert "New ladder" in str(theme.specification(course(seen, events), "dark"))
    assert "New ladder" not in str(theme.specification(course(seen, events.head(0)), "dark"))
