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


def test_surveys_stand_beside_the_own_wishes_as_answers_of_other_people(opened: Opened, text: Text) -> None:
    said = text(opened("refusals"))
    assert "Survey answers of other people to other questions" in said
    assert "country not stated" in said
    assert "No career preference is on record." in said


def test_what_becomes_of_those_who_answered_is_not_told_from_four(opened: Opened, text: Text) -> None:
    app = opened("refusals")
    app.button_group(key="offers").set_value("All offers").run()
    assert not app.exception
    assert "Too few answers to follow." in text(app)
