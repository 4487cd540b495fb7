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


def test_who_may_not_see_people_sees_neither_search_nor_people(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import access

    limited = access.Viewer(pages=frozenset(access.PAGES), sees_people=False, min_group=5)
    monkeypatch.setattr(access, "viewer", lambda: limited)
    app = opened("explore")
    assert not app.exception
    assert not [one for one in app.text_input if one.key == "sought"]
    assert "The people behind it" not in [one.label for one in app.expander]
    assert "--min-group 5" in app.code[0].value
