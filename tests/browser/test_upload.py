from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from conftest import open_page, settled
from playwright.sync_api import Locator, Page, expect
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
    page.get_by_role("button", name="Undo load 1").click()
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


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A roster with a title, a heading nobody knows, two cells that are no days, a word of its own, and a total."""
    book = openpyxl.Workbook()
    book.active.title = "Staff"
    for row in (
        ["Personnel of 30 September 2026"],
        [],
        ["Employee ID", "Anfang", "Termination Date", "Termination Type", "Level"],
        ["0001", "2015-03-01", None, None, 6],
        ["0002", "soon", None, None, 5],
        ["0003", "2017-05-01", "31 June 2026", "Aufhebung", 4],
        ["0004", "2018-06-01", "2026-02-28", "Aufhebung", 4],
        ["Total: 4"],
    ):
        book.active.append(row)
    book.save(tmp_path / "Staff.xlsx")
    return tmp_path / "Staff.xlsx"


def grid_with(page: Page, heading: str) -> Locator:
    """The grid that has a column of that name."""
    return page.get_by_test_id("stDataFrame").filter(has=page.locator("th", has_text=heading))


def write(page: Page, grid: Locator, row: str, heading: str, text: str, holds: str | None = None) -> None:
    """Type into the cell of a grid under a heading, in the row where some cell holds the text `row`; keyboard alone.

    The grid is drawn on a canvas; the table inside it, for screen readers, says where the keys have led.
    """
    settled(page)
    column = grid.locator("th", has_text=heading).get_attribute("aria-colindex")
    line = grid.locator("tr").filter(has=page.locator("td", has_text=re.compile(f"^{re.escape(row)}$")))
    cell = line.locator(f"[aria-colindex='{column}']")
    down = int(line.get_attribute("aria-rowindex") or 0) - 2  # the headings are row 1
    grid.locator("canvas").first.focus()
    for key in ("Control+Home", *["ArrowDown"] * down, *["ArrowRight"] * (int(column or 0) - 1)):
        page.keyboard.press(key)
    expect(cell).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    editor = page.locator("#portal").locator("input, textarea").first
    expect(editor).to_be_focused()
    editor.fill(text)
    page.keyboard.press("Enter")
    expect(cell).to_have_text(holds or text)


def check_again(page: Page) -> None:
    """While the page is drawn again, the button of the grid before stands beside the new one."""
    button = page.get_by_role("button", name="Check again")
    expect(button).to_have_count(1)
    button.click()


def test_a_messy_workbook_is_mended_taken_away_brought_back_loaded_and_undone(upload_page: Page, messy: Path):
    page = upload_page
    page.locator("input[type=file]").set_input_files(messy)
    expect(page.get_by_text("no column was read as Hire date")).to_be_visible()
    write(page, grid_with(page, "Read as"), "Anfang", "Read as", "Hire date", "hire_date")
    page.get_by_role("button", name="Use these columns").click()
    expect(page.get_by_text("People (a roster) · 4 rows")).to_be_visible()

    write(page, grid_with(page, "Should say"), "soon", "Should say", "2016-04-01")
    check_again(page)
    expect(page.get_by_text("1 error and")).to_be_visible()
    write(page, grid_with(page, "Should say"), "31 June 2026", "Should say", "2026-06-30")
    check_again(page)
    expect(page.get_by_text("0 errors and")).to_be_visible()

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download Staff with the problems marked").click()
    marked = messy.with_name(waiting.value.suggested_filename)
    waiting.value.save_as(marked)
    sheet = openpyxl.load_workbook(marked)["Staff"]
    assert (sheet["B5"].value, sheet["C6"].value) == ("2016-04-01", "2026-06-30")
    assert "termination_type" in sheet["D6"].comment.text

    page.get_by_role("button", name="Remove Staff.xlsx").click()
    page.locator("input[type=file]").set_input_files(marked)
    expect(page.locator("b").filter(has_text="Staff to mend.xlsx · Staff")).to_be_visible()
    expect(page.get_by_text("0 errors and")).to_be_visible()

    page.get_by_label("Termination type: “Aufhebung” (2 rows)").click()
    page.get_by_role("option", name="Other", exact=True).click()
    page.get_by_role("button", name="Use these meanings").click()
    expect(page.get_by_text("1 word matched to ours")).to_be_visible()

    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("Done, as load 1")).to_be_visible()
    expect(page.get_by_text("4 added, 0 changed, 0 unchanged, 0 left out")).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download the file").click()
    assert Path(kept.value.path()).read_bytes() == marked.read_bytes()

    page.get_by_role("button", name="Undo the newest load").click()
    page.get_by_role("button", name="Undo load 1").click()
    expect(page.get_by_text("Load 1 is undone")).to_be_visible()


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A roster that takes a while."""
    rows = (f"{n:06d},IC,2020-0{n % 9 + 1}-15,Person {n},Unit {n % 40},{n % 9 + 1}" for n in range(150_000))
    (tmp_path / "large_2026-09-30.csv").write_text(
        "Employee ID,Track,Hire Date,Full Name,Department,Job Level\n" + "\n".join(rows), encoding="utf-8"
    )
    return tmp_path / "large_2026-09-30.csv"


def test_reading_and_loading_say_their_stage_and_can_be_stopped(upload_page: Page, large: Path):
    page = upload_page
    stop = page.get_by_test_id("stButton").get_by_role("button", name="Stop", exact=True)
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text("Checking and merging employees from large_2026-09-30.csv")).to_be_visible()
    stop.click()
    expect(page.get_by_text("The reading was stopped. Nothing was changed.")).to_be_visible()

    page.get_by_role("button", name="Read them again").click()
    expect(page.get_by_text("What would change")).to_be_visible()
    page.get_by_role("button", name="Load", exact=True).click()
    stop.click()
    expect(page.get_by_text("Stopped. Nothing was changed.")).to_be_visible()
    expect(page.get_by_text("Loads so far")).to_have_count(0)
