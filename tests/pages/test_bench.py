"""Bench: every role, its gap and its people."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

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
