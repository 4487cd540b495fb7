from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import settled
from playwright.sync_api import Locator, Page, expect
from server import ROOT

from ui import page_register

PAGES = page_register.NAMES
UNIT = "business_unit=Engineering"


def fold(page: Page, number: int) -> None:
    """Open the fold that holds a table and its download."""
    page.get_by_text("Figures and download").nth(number).click()


def downloaded(page: Page) -> tuple[str, bytes]:
    """The name and the bytes of the first download offered, once the run that the theme may start is over."""
    page.wait_for_timeout(500)
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def printed(folder: Path, *words: str) -> bytes:
    """What `python -m metrics` prints for these words, nothing hidden."""
    command = [sys.executable, "-m", "metrics", *words, "--min-group", "1", "--data", str(folder)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_an_error(opened, name):
    page = opened("" if name == "overview" else name)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(opened, name):
    page = opened("" if name == "overview" else name)
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_the_navigation_opens_every_page(opened):
    page = opened("")
    for registered in page_register.PAGES[1:]:  # the first is the one that is open
        page.get_by_role("link", name=registered.title, exact=True).first.click()
        expect(page).to_have_url(re.compile(rf"/{registered.name}\b"))
        settled(page)


def test_filters_hold_across_pages_and_stand_in_the_address(opened):
    page = opened("retention?unit=Engineering&months=24")
    expect(page.get_by_text("24 months before")).to_be_visible()
    page.get_by_role("link", name="Refusals", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("promotion")
    settled(page)
    assert "unit=Engineering" in page.url
    assert "months=24" in page.url
    expect(page.locator(".context")).to_contain_text("Engineering")


def test_a_reset_takes_every_filter_out_of_the_address(opened):
    page = opened("retention?unit=Engineering&months=24")
    page.get_by_role("button", name="Reset filters").click()
    expect(page.locator(".context")).to_contain_text("12 months before")
    settled(page)
    assert "unit=" not in page.url
    assert "months=24" not in page.url


def test_a_link_to_a_value_that_is_gone_says_so(opened):
    page = opened("retention?unit=Atlantis")
    expect(page.get_by_text("Atlantis").first).to_be_visible()


def test_a_download_is_what_the_command_line_prints(opened, sample_folder):
    page = opened("retention?unit=Engineering")
    fold(page, 0)
    name, body = downloaded(page)
    assert name == "retention_rate_2026-09-30_business-unit-engineering.csv"
    assert body == printed(sample_folder, "retention_rate", "--by", "track", "--where", UNIT)


def test_the_bench_on_the_overview_downloads_as_the_command_line_prints_it(opened, sample_folder):
    page = opened("")
    fold(page, 0)
    name, body = downloaded(page)
    assert name == "bench_strength_2026-09-30.csv"
    assert body == printed(sample_folder, "bench_strength")


@pytest.mark.parametrize("name", ["retention", "pathways"])
def test_hovering_over_a_chart_shows_words_and_never_what_it_is_drawn_from(opened, name):
    page = opened(name)
    page.set_viewport_size({"width": 1440, "height": 5000})
    settled(page)
    page.wait_for_timeout(1500)  # the charts draw themselves after the script has run
    told = [words for mark in page.locator("[data-testid=stVegaLiteChart] g.role-mark").all() if (words := hover(mark))]
    assert told
    headings = {line.split("\t")[0] for words in told for line in words.splitlines() if "\t" in line}
    assert not [heading for heading in headings if not heading[0].isupper() and not heading[0].isdigit()]


def hover(mark: Locator) -> str:
    """What the browser says while the pointer rests on the first part of a mark; empty where it says nothing."""
    page, box = mark.page, mark.locator("> *").first.bounding_box() if mark.locator("> *").count() else None
    if not box:
        return ""
    page.mouse.move(2, 2)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown = page.locator("#vg-tooltip-element.visible")
    return shown.inner_text() if shown.count() else ""
