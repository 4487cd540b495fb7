"""Explore: any metric, and the same from the command line."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics import catalogue
from metrics.__main__ import main

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_it_opens_with_who_stayed(opened: Opened, text: Text) -> None:
    app = opened("explore")
    assert not app.exception
    assert "Of those who were here a year ago" in text(app)
    assert "80.0" in text(app)


def test_every_metric_can_be_asked_for(opened: Opened) -> None:
    app = opened("explore")
    for name in catalogue.names():
        app.selectbox(key="figure").set_value(name).run()
        assert not app.exception
        assert not app.error
        assert f"metrics {name} " in app.code[0].value


def test_the_command_prints_what_the_page_shows(opened: Opened, text: Text, tmp_path: Path) -> None:
    app = opened("explore")
    app.multiselect(key="retention_rate.by").set_value(["track"]).run()
    app.selectbox(key="retention_rate.exits").set_value("voluntary").run()
    words = shlex.split(app.code[0].value)
    assert main([*words[3:], "--out", str(tmp_path / "figures.csv")]) == 0
    printed = pd.read_csv(tmp_path / "figures.csv")
    assert list(printed["track"]) == ["ic", "manager"]
    for rate in printed["rate"]:
        assert f"{rate * 100:.1f}" in text(app)


def test_a_person_is_found_by_a_part_of_the_name(opened: Opened, text: Text) -> None:
    app = opened("explore")
    app.text_input(key="sought").set_value("person 3").run()
    assert app.selectbox(key="found").options == ["Person 3 (003)"]
    assert "Head of Platform" in text(app)


def test_the_rows_behind_a_figure_are_read_when_they_are_asked_for(opened: Opened) -> None:
    app = opened("explore")
    assert not app.dataframe
    app.session_state["behind"] = True
    app.run()
    assert not app.exception
    rows = app.dataframe[0].value
    assert len(rows) == 10
    assert sorted(rows.loc[rows["Left"], "Employee id"]) == ["002", "009"]


def test_who_may_not_see_people_sees_neither_search_nor_people(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.auth import access

    limited = access.Viewer("a", "analyst")
    monkeypatch.setattr(access, "viewer", lambda: limited)
    app = opened("explore")
    assert not app.exception
    assert not [one for one in app.text_input if one.key == "sought"]
    assert "The rows behind it" not in [one.label for one in app.expander]
    assert "--min-group 5" in app.code[0].value


class TestCompare:
    def test_two_groups_stand_side_by_side_with_the_interval_of_the_difference(
        self, opened: Opened, text: Text
    ) -> None:
        app = opened("explore")
        app.multiselect(key="retention_rate.by").set_value(["track"]).run()
        app.button_group(key="compare").set_value("Two groups").run()
        assert not app.exception
        # 6 of 7 experts stayed (Wilson 0.487 to 0.974) and 2 of 3 managers (0.208 to 0.939): by Newcombe the gap of
        # 0.190 goes down by √(0.370² + 0.272²) and up by √(0.117² + 0.459²)
        assert "no clear difference (−26.9 points to +66.4 points)" in text(app)

    def test_two_days_say_that_they_share_people(self, opened: Opened, text: Text) -> None:
        app = opened("explore")
        app.button_group(key="compare").set_value("Two days").run()
        assert not app.exception
        assert "30 June 2025 100" in text(app)
        assert any("same people" in one.value for one in app.caption)

    def test_each_group_is_held_against_the_rest_and_adjusted(self, opened: Opened, text: Text) -> None:
        app = opened("explore")
        app.multiselect(key="retention_rate.by").set_value(["track"]).run()
        app.button_group(key="compare").set_value("Each group with the rest").run()
        assert "After 2 comparisons none differs from the rest" in text(app)
        assert "p, adjusted" in text(app)

    def test_every_metric_with_an_interval_can_be_compared_between_days(self, opened: Opened) -> None:
        app = opened("explore")
        app.button_group(key="compare").set_value("Two days").run()
        for name in ("bench_strength", "retention_curve", "ladder_parity", "retention_gap", "step_downs"):
            app.selectbox(key="figure").set_value(name).run()
            assert not app.exception


class TestOverTime:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        events = '[{"day": "2026-01-15", "what": "New ladder"}, {"day": "2010-01-01", "what": "Long ago"}]'
        return {**tables, "settings": {"observed_from": "2020-01-01", "events": events}}

    def test_every_headline_is_drawn_over_eight_quarters_with_its_events(self, opened: Opened, text: Text) -> None:
        app = opened("explore")
        app.toggle(key="trends").set_value(True).run()
        assert not app.exception
        specs = [str(one.proto) for one in app.main.get("vega_lite_chart")]  # with the data it draws
        assert len(specs) == 1 + 5
        assert all("New ladder" in spec for spec in specs[1:])
        assert not any("Long ago" in spec for spec in specs)
        assert "2 of 3" in text(app)
