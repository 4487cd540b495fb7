"""What if: the forecast, how good it was, and a bench that moves when something is supposed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from ui.auth import access

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_it_opens_with_the_empty_roles_to_expect(opened: Opened, text: Text) -> None:
    """All three roles are vacant, and person 3 can take one of them."""
    app = opened("stress")
    assert not app.exception
    said = text(app)
    assert "Of 3 critical roles 2 are empty today with nobody to step in." in said
    assert "In 12 months, if people leave as they have been leaving, expect 2." in said
    assert "rates from 2 exits" in said


def test_the_backtest_stands_beside_the_forecast(opened: Opened, text: Text) -> None:
    said = text(opened("stress"))
    assert "The same forecast would have been right in" in said


def test_the_horizon_is_chosen_on_the_page(opened: Opened, text: Text) -> None:
    app = opened("stress")
    app.button_group(key="ahead").set_value(36).run()
    assert not app.exception
    assert "In 36 months" in text(app)


def test_the_bench_moves_when_somebody_is_supposed_to_say_no(opened: Opened, text: Text) -> None:
    app = opened("stress")
    assert "nothing is supposed yet" in text(app)
    app.multiselect(key="what if decline").set_value(["003"]).run()
    assert not app.exception
    said = text(app)
    assert "0 instead of 1 role has somebody who is ready, wants it, and is free; 1 more role ends empty" in said
    assert "2 roles stand differently then" in said


def test_starting_over_supposes_nothing(opened: Opened, text: Text) -> None:
    app = opened("stress")
    app.multiselect(key="what if leave").set_value(["003"]).run()
    next(button for button in app.button if button.label == "Start over").click().run()
    assert app.multiselect(key="what if leave").value == []
    assert "nothing is supposed yet" in text(app)


def test_only_those_it_would_change_can_be_chosen(opened: Opened) -> None:
    """Person 3 has said yes and is ready: neither can be supposed anew."""
    app = opened("stress")
    assert app.multiselect(key="what if leave").options == ["Person 3 (003), on 2 lists"]
    assert app.multiselect(key="what if agree").options == []
    assert app.multiselect(key="what if ready").options == []


def test_who_may_not_see_persons_has_nobody_to_choose(
    opened: Opened, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = access.Viewer("e", "executive")
    monkeypatch.setattr(access, "viewer", lambda: blind)
    app = opened("stress")
    assert not app.exception
    assert not [one for one in app.multiselect if str(one.key).startswith("what if")]
    assert "You may not see persons" in text(app)


class TestNoLeaverIsKnown:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        gone = ("termination_date", "termination_type")
        people = [{key: value for key, value in row.items() if key not in gone} for row in tables["employees"]]
        return {**tables, "employees": people, "settings": {}}

    def test_it_says_so_and_still_asks_what_if(self, opened: Opened, text: Text) -> None:
        app = opened("stress")
        assert not app.exception
        assert "no leaver is known yet" in text(app)
        assert app.multiselect(key="what if leave").options


class TestOnlyARoster:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        return {**tables, "critical_roles": [], "successors": []}

    def test_it_says_what_to_bring(self, opened: Opened, text: Text) -> None:
        app = opened("stress")
        assert not app.exception
        assert "upload critical roles and successors" in text(app)
