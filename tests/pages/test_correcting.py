"""HR mends one nomination or offer, sees it at once, and can take it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from company import rows
from data_loaders.store.generations import Store

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def find(app: AppTest, text: str) -> AppTest:
    app.text_input(key="sought").set_value(text).run()
    return app


def press(app: AppTest, number: int = 0) -> AppTest:
    return [one for one in app.button if one.label == "Correct it"][number].click().run()


def test_a_nomination_is_mended_and_every_page_shows_it(own: Path, opened: Opened, text: Text) -> None:
    app = find(opened("explore"), "head of platform")
    key = "successors role R1 Person 3 (003)"
    app.selectbox(key=f"willing {key}").set_value("no")
    press(app)
    assert not app.exception
    assert [one.value for one in app.success] == [
        "Corrected, as load 2. Every page shows it now; “Undo the newest load” on the page Upload takes it back."
    ]
    assert rows(Store(own), "select role_id, willing from successors order by 1") == [("R1", "no"), ("R2", "yes")]


def test_an_offer_is_mended_where_the_person_is_found(own: Path, opened: Opened) -> None:
    app = find(opened("explore"), "person 3")
    offer = next(one for one in app.selectbox if str(one.key).startswith("outcome promotion_offers"))
    offer.set_value("declined")
    press(app)
    assert not app.exception
    assert rows(Store(own), "select outcome from promotion_offers where employee_id = '003'") == [("declined",)]


def test_what_is_refused_is_said_and_changes_nothing(own: Path, opened: Opened) -> None:
    app = find(opened("explore"), "head of platform")
    press(app)
    assert [one.value for one in app.error] == ["Nothing was changed: the data says so already."]
    assert Store(own).current() == "000001"


def test_who_may_not_upload_may_not_correct(own: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.auth import access

    monkeypatch.setattr(access, "viewer", lambda: access.Viewer("o", "owner", persons=None))
    app = find(opened("explore"), "head of platform")
    assert "Correct it" not in [one.label for one in app.button]
