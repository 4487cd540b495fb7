"""Growth: who grows without a title, and whether that can be known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_without_activities_nobody_is_said_not_to_grow(opened: Opened, text: Text) -> None:
    app = opened("growth")
    assert not app.exception
    assert "Who grows cannot be told: no growth activity is on record" in text(app)
    assert "0 %" not in text(app).replace("\u00a0", " ")


class TestSomeAreActive:
    @pytest.fixture
    def tables(self, tables: dict[str, Any]) -> dict[str, Any]:
        # 8 are in service on 30 June 2026; 001 and 003 had a goal a year before the window, 001 and 004 within it
        days = [
            ("001", date(2024, 9, 1)),
            ("003", date(2024, 9, 1)),
            ("001", date(2026, 1, 5)),
            ("004", date(2026, 1, 5)),
        ]
        acts = [{"employee_id": who, "occurred_on": day, "kind": "career_goal"} for who, day in days]
        return {**tables, "growth_activities": acts}

    def test_it_opens_with_the_share_and_its_interval(self, opened: Opened, text: Text) -> None:
        app = opened("growth")
        assert not app.exception
        said = text(app).replace("\u00a0", " ")
        assert "25 % of people grew in some way that brings no title (likely 7–59 %)." in said  # Wilson, 2 of 8
        assert "no clear difference" in said
