"""Retention: the comparison, and why there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from unfolding import unfolded

from ui.auth import access

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_it_opens_with_both_tracks(opened: Opened, text: Text) -> None:
    app = opened("retention")
    assert not app.exception
    stayed = "Over 12 months 67 % (21–94 %) of managers and 86 % (49–97 %) of experts stayed."
    assert stayed in text(app).replace("\u00a0", " ")


class TestNobodyKnowsTheTrack:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        people = [{key: value for key, value in row.items() if key != "track"} for row in tables["employees"]]
        return {**tables, "employees": people}

    def test_it_says_what_to_add(self, opened: Opened, text: Text) -> None:
        app = opened("retention")
        assert not app.exception
        assert "Add a column Track (ic or manager)" in text(app)


class TestWindowOpensBeforeLeaversAreKnown:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        return {**tables, "settings": {"observed_from": "2026-01-01"}}

    def test_it_says_why_there_is_no_figure(self, opened: Opened, text: Text) -> None:
        app = opened("retention")
        assert not app.exception
        assert "before leavers are known" in text(app)


def test_it_says_what_experience_left(opened: Opened, text: Text) -> None:
    said = text(opened("retention"))
    # 002 and 009 worked here from 1 January 2020 to 1 February 2026: twice 2,223 days
    assert "2 people took 12 years of experience with them" in said
    assert "Too few experts to tell causes apart." in said


@pytest.mark.parametrize(
    ("viewer", "offered"),
    [(access.Viewer(access.MACHINE, access.MACHINE, persons=None), True), (access.Viewer("e", "executive"), False)],
)
def test_the_rows_behind_its_figures_are_handed_to_whoever_may_see_persons(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, viewer: access.Viewer, offered: bool
) -> None:
    monkeypatch.setattr(access, "viewer", lambda: viewer)
    app = unfolded(opened("retention"))
    assert not app.exception
    labels = [one.proto.label for one in app.get("download_button")]
    assert ("Rows as CSV" in labels) == offered
