"""Bench: every role, its gap and its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from ui import access

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_it_opens_with_the_gaps(opened: Opened, text: Text) -> None:
    app = opened("bench")
    assert not app.exception
    assert "3 of 3 critical roles have a gap." in text(app)
    assert "2 roles share 1 person: 1 short" in text(app)


def test_roles_are_filtered_to_a_gap(opened: Opened) -> None:
    app = opened("bench")
    assert list(app.dataframe[0].value["Role"]) == ["Head of Platform", "Head of Sales", "Head of Support"]
    app.button_group(key="shown gap").set_value("none_named").run()
    assert list(app.dataframe[0].value["Role"]) == ["Head of Support"]


def test_it_lists_what_would_close_the_gaps(opened: Opened, text: Text) -> None:
    """Person 3 is promised twice, and nobody else is there to ask or to develop."""
    said = text(opened("bench"))
    assert "2 roles need somebody new" in said
    assert "Find somebody new for Head of Support" in said
    assert "Count on Person 3 for Head of Platform, and take them off 1 other list" in said


def test_it_shows_the_bench_by_others_rules_and_no_role_that_rests_on_a_no(opened: Opened, text: Text) -> None:
    app = opened("bench")
    assert "Why another system shows another figure" in text(app)
    assert "No role rests on somebody who said no" in " ".join(element.value for element in app.markdown)


class TestSilence:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        named = [{**tables["successors"][0], "willing": None}]
        return {**tables, "promotion_offers": [], "successors": named}

    def test_whom_to_ask_is_named(self, opened: Opened, text: Text) -> None:
        said = text(opened("bench"))
        assert "1 role counts on a no or on silence: 1 only on people nobody asked" in said
        assert "Ask Person 3 about Head of Platform" in said

    def test_who_may_not_see_persons_sees_no_name_and_no_id(
        self, opened: Opened, text: Text, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blind = access.Viewer("e", "executive")
        monkeypatch.setattr(access, "viewer", lambda: blind)
        said = text(opened("bench"))
        assert "shown to those who may see them" in said
        assert "No cover" in str(opened("bench").dataframe[0].value)
        assert "Person 3" not in said
        assert "003" not in said
