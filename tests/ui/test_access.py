"""Who may open a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from metrics import catalogue
from ui import access

ROOT = Path(__file__).resolve().parents[2]


class _Peer:
    def __init__(self, address: Any) -> None:
        self.ip_address = address


@pytest.mark.parametrize(
    ("address", "may"),
    [
        (None, True),
        ("127.0.0.1", True),
        ("127.3.4.5", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.20", False),
        ("::ffff:192.168.1.20", False),
        ("2001:db8::1", False),
        ("not an address", False),
    ],
)
def test_only_this_machine_sees_people(monkeypatch: pytest.MonkeyPatch, address: str | None, may: bool) -> None:
    monkeypatch.setattr(st, "context", _Peer(address))
    who = access.viewer()
    assert bool(who.pages) is may
    assert who.sees_people is may


@pytest.mark.parametrize("page", sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
def test_every_page_asks_for_access_before_anything_else(page: str) -> None:
    lines = (ROOT / "pages" / f"{page}.py").read_text().splitlines()
    does = [line for line in lines[1:] if line and not line.startswith(("from ", "import ", '"', " ", ")", "#"))]
    assert does[0].endswith(f'access.require("{page}")')


def test_a_page_opened_without_the_shell_is_refused_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_is_this_machine", lambda _: False)
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "192.168.1.20"))
    app = AppTest.from_file(str(ROOT / "pages" / "bench.py")).run()
    assert not app.exception
    assert app.title[0].value == "This page is not open to you"
    assert not app.dataframe


def test_ids_of_persons_are_blank_for_who_may_not_see_them() -> None:
    moves = pd.DataFrame({"role_id": ["R1"], "employee_id": ["003"], "gain": [1]})
    blind = access.Viewer(pages=frozenset(access.PAGES), sees_people=False, min_group=5)
    assert access.seen(moves, blind).to_dict("records") == [{"role_id": "R1", "employee_id": "", "gain": 1}]
    assert access.seen(moves, access.Viewer(frozenset(), sees_people=True, min_group=1)).equals(moves)


@pytest.mark.parametrize("name", catalogue.names())
def test_every_column_that_holds_ids_is_known_to_be_of_persons_or_not(name: str) -> None:
    of_roles = {"role_id", "role_ids", "set"}
    ids = {column.name for column in catalogue.entry(name).columns if column.unit in ("id", "ids")}
    assert ids <= {*access._OF_PERSONS, *of_roles}
