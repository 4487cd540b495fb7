"""A part of a page for those who are shown only some of its groups, or none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from metrics.disclosure_control.mask import NotMasked
from metrics.figure_notes import NONE
from metrics.scope import Scope
from metrics.small_groups import HIDDEN
from ui.components import empty_states, figure_display, section
from ui.components.section import Section
from ui.datasource import metric_cache

SCOPE = Scope(date(2026, 9, 30))
FRAME = pd.DataFrame({"unit": ["A", "B"], "left": [3.0, None], "note": [NONE, HIDDEN]})
PART = Section(
    "expertise_lost",
    says=lambda frame: f"{frame['left'].sum():.0f} left",
    measure="Who left",
    figure="left",
    empty=("Nobody left.", "Choose a longer window."),
    adds_up=True,
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the page: titles of charts, and notes."""
    found: list[str] = []
    monkeypatch.setattr(figure_display, "chart", lambda *_, title, **__: found.append(title))
    monkeypatch.setattr(figure_display, "nothing", lambda what, remedy: found.append(f"{what} {remedy}"))
    return found


def draw(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame) -> None:
    monkeypatch.setattr(metric_cache, "metric", lambda *_, **__: frame)
    section.draw(lambda _: None, PART, SCOPE, table=False)  # type: ignore[arg-type, return-value]


def test_a_total_of_some_groups_says_so(drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    draw(monkeypatch, FRAME)
    draw(monkeypatch, FRAME.head(1))
    assert drawn == ["In the groups shown, 3 left", "3 left"]


def test_where_all_groups_are_hidden_nothing_is_drawn(drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    draw(monkeypatch, FRAME.tail(1))
    assert drawn == [" ".join(empty_states.HIDDEN)]


def test_what_may_not_be_shown_is_named(drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise NotMasked("This is shown for the whole company.")

    monkeypatch.setattr(metric_cache, "metric", refuse)
    section.draw(lambda _: None, PART, SCOPE)  # type: ignore[arg-type, return-value]
    assert drawn == ["Who left. This is shown for the whole company."]
