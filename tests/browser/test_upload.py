from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import open_page, settled
from playwright.sync_api import Page, expect
from server import ROOT, serving

FILES = sorted((ROOT / "docs" / "examples").glob("*.csv"))


@pytest.fixture
def upload_page(context, tmp_path: Path) -> Iterator[Page]:
    """The page Upload of a company that has no data yet."""
    with serving(tmp_path / "company") as address:
        yield open_page(context.new_page(), f"{address}/upload")


def test_files_go_in_through_the_page_and_come_out_again(upload_page: Page):
    page = upload_page
    page.locator("input[type=file]").set_input_files(FILES)
    load = page.get_by_role("button", name="Load", exact=True)
    expect(load).to_be_enabled()
    load.click()
    expect(page.get_by_text("Done, as load 1")).to_be_visible()

    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page.locator(".answer")).to_contain_text("4 of 5 critical roles")
    settled(page)

    page.get_by_role("link", name="Upload", exact=True).first.click()
    page.get_by_role("button", name="Undo the newest load").click()
    expect(page.get_by_text("Load 1 is undone")).to_be_visible()


def test_a_row_with_an_error_is_named_and_left_out_only_when_hr_says_so(upload_page: Page, tmp_path: Path):
    page = upload_page
    roster = tmp_path / "Roster 2026-06-30.csv"
    roster.write_text("Employee ID,Hire Date,Track\n0001,2020-02-01,IC\n0002,31 June 2020,Manager\n")
    page.locator("input[type=file]").set_input_files(roster)
    expect(page.get_by_text("1 error and 0 warnings")).to_be_visible()
    load = page.get_by_role("button", name="Load", exact=True)
    expect(load).to_be_disabled()
    page.get_by_text("Leave out 1 row with errors").click()
    expect(load).to_be_enabled()
    load.click()
    expect(page.get_by_text("Done, as load 1")).to_be_visible()
