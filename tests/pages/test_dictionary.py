"""The dictionary: every definition, from one text."""

from __future__ import annotations

import html
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from metrics import catalogue

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_every_metric_is_there_with_its_definition(opened: Opened, text: Text) -> None:
    app = opened("dictionary")
    assert not app.exception
    for name in catalogue.names():
        assert f"({name})" in text(app)
        assert html.escape(catalogue.entry(name).definition) in text(app)


def test_the_five_choices_stand_above_them(opened: Opened) -> None:
    app = opened("dictionary")
    assert [tab.label[:2] for tab in app.tabs] == ["1.", "2.", "3.", "4.", "5."]
    assert "20 exits for every 100 years" in app.tabs[0].markdown[0].value


def test_a_link_to_one_metric_shows_that_one(opened: Opened, shell: AppTest, text: Text) -> None:
    shell.query_params["metric"] = "retention_gap"
    app = opened("dictionary")
    assert app.selectbox(key="defined").value == "retention_gap"
    assert "(retention_gap)" in text(app)
    assert "(turnover_rate)" not in text(app)
