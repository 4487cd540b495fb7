"""Refusals: never more than the offers allow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_few_offers_are_said_to_be_too_few(opened: Opened, text: Text) -> None:
    app = opened("refusals")
    assert not app.exception
    assert "1 of 2 said no to managing: too few offers to tell." in text(app)


class TestReasonsNotRecorded:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        offers = [{**row, "decline_reason": None} for row in tables["promotion_offers"]]
        return {**tables, "promotion_offers": offers}

    def test_it_says_that_no_reason_was_recorded(self, opened: Opened, text: Text) -> None:
        assert "For 1 of 1 who declined, no reason was recorded" in text(opened("refusals"))
