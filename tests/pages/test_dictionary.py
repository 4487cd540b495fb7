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


def test_one_metric_is_shown_alone(opened: Opened, text: Text) -> None:
    app = opened("dictionary")
    app.selectbox(key="metric").set_value("retention_gap").run()
    assert "(retention_gap)" in text(app)
    assert "(turnover_rate)" not in text(app)
