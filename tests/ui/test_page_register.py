"""A page is registered once, and everything that lists pages follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.privacy.grants import ROLES, Grant
from ui import page_register
from ui.auth import access
from ui.page_register import Page

ROOT = Path(__file__).resolve().parents[2]
NEW = Page("attrition", "Attrition", roles=frozenset({"hr"}), whole_company=True)


def test_every_file_of_a_page_is_registered_and_every_registered_page_has_its_file() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert set(page_register.NAMES) == files, "Register the page in ui/page_register.py."
    assert len(page_register.NAMES) == len(files)


def test_every_page_is_open_to_somebody_and_to_roles_that_there_are() -> None:
    for page in page_register.PAGES:
        assert page.roles
        assert page.roles <= set(ROLES)


def test_one_line_opens_a_page_to_its_roles_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_register, "PAGES", (*page_register.PAGES, NEW))
    opened = {role for role in ROLES if NEW.name in access.of(Grant("somebody@example.com", role)).pages}
    assert opened == {"hr"}
    assert NEW.name in access.Viewer(access.MACHINE, access.MACHINE).pages
    assert NEW.name not in access.Viewer("", access.EVERYBODY_ELSE).pages
    assert page_register.open_to("hr")[-1] == NEW.name


def test_what_concerns_the_whole_company_is_closed_to_whoever_sees_some_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_register, "PAGES", (*page_register.PAGES, NEW))
    assert NEW.name not in access.of(Grant("hr@example.com", "hr", units=("Sales",))).pages
