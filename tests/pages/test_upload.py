"""Upload: what HR sees of their files, what they are asked, and what becomes of the answers."""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from data_loaders import storage_errors
from data_loaders.loading import load as loading

ROOT = Path(__file__).resolve().parents[2]
Upload = Callable[..., AppTest]
Text = Callable[[AppTest], str]

LEAVERS = (
    "Employee ID,Track,Hire Date,Termination Date,Termination Type\n"
    "1,IC,2020-01-01,2021-01-31,Aufhebung\n2,IC,2020-01-01,2021-02-28,Aufhebung\n3,IC,2020-01-01,,\n"
)
EITHER_DAY = "Employee ID,Track,Hire Date\n1,IC,03/04/2020\n2,IC,05/06/2021\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page Upload of a company without data."""
    monkeypatch.setenv("BENCH_DATA", str(tmp_path / "company"))
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=30)
    return app.run().switch_page(str(ROOT / "pages" / "upload.py")).run()


@pytest.fixture
def upload(page: AppTest) -> Upload:
    """`upload(content, name)`: the page after a file was dropped on it."""

    def drop(content: str | bytes, name: str = "roster_2026-09-30.csv") -> AppTest:
        body = content.encode() if isinstance(content, str) else content
        page.file_uploader[0].set_value([(name, body, "application/octet-stream")])
        return page.run()

    return drop


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def choose(app: AppTest, label: str, option: str) -> AppTest:
    return next(box for box in app.selectbox if label in box.label).select(option)


def read(app: AppTest, heading: str, field: str) -> None:
    """Say in the grid of columns that a heading holds a field."""
    grid = app.data_editor[0]
    row = grid.value["Heading"].tolist().index(heading)
    app.session_state[grid.key] = {"edited_rows": {row: {"Read as": field}}}
    press(app.run(), "Use these columns")


def load(app: AppTest) -> AppTest:
    press(app, "Load")
    assert "Done, as load" in app.success[0].value
    return app


def asked(app: AppTest) -> list[str]:
    return [box.label for box in app.selectbox if "“" in box.label]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == "Hidden" else "visible"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_word_is_asked_once_matched_by_hr_and_known_next_time(upload: Upload) -> None:
    app = upload(LEAVERS)
    assert asked(app) == ["Termination type: “Aufhebung” (2 rows)"]
    choose(app, "Aufhebung", "other")
    load(press(app, "Use these meanings"))
    again = upload(LEAVERS.replace("2020", "2019"), "roster_2026-10-31.csv")
    assert asked(again) == ["Termination type: “Aufhebung” (2 rows, confirmed at an earlier load)"]
    assert [box.value for box in again.selectbox if "“" in box.label] == ["other"]


def test_nothing_is_loaded_until_hr_says_which_day_comes_first(upload: Upload) -> None:
    app = upload(EITHER_DAY)
    assert app.radio[0].label.endswith("which day is 03/04/2020?")
    assert app.radio[0].options == ["3 April, the day comes first", "4 March, the month does"]
    assert (app.radio[0].value, next(b for b in app.button if b.label == "Load").disabled) == (None, True)
    app.radio[0].set_value("day first").run()
    load(app)


def test_a_column_is_read_as_hr_says(upload: Upload, text: Text) -> None:
    app = upload("Employee ID,Anfang,Track\n1,2020-01-01,IC\n")
    assert "no column was read as Hire date" in text(app)
    read(app, "Anfang", "hire_date")
    assert "People (a roster) · 1 row" in text(app)
    assert app.data_editor[0].value.set_index("Heading")["How sure"]["Anfang"] == "confirmed"


def test_a_column_without_a_heading_is_read_as_hr_says(upload: Upload, text: Text) -> None:
    app = upload("Employee ID,Hire Date,,Track\n1,2020-01-01,Sales,IC\n")
    read(app, "Column C (no heading)", "department")
    assert app.data_editor[0].value.set_index("Heading")["Read as"]["Column C (no heading)"] == "department"
    load(app)


def test_how_sure_a_match_is_stands_beside_it_and_guesses_come_first(upload: Upload) -> None:
    grid = upload("Employee ID,Hire Date,Departmnt,Mood\n1,2020-01-01,Sales,good\n").data_editor[0].value
    assert grid[["Heading", "Read as", "How sure"]].to_numpy().tolist() == [
        ["Departmnt", "department", "check"],
        ["Employee ID", "employee_id", "sure"],
        ["Hire Date", "hire_date", "sure"],
        ["Mood", "ignored", ""],
    ]


def test_a_sheet_that_is_no_table_can_be_left_out(upload: Upload, text: Text) -> None:
    staff = [["Employee ID", "Hire Date", "Track"], ["1", date(2020, 1, 1), "IC"]]
    app = upload(
        workbook(Staff=staff, Staff2=[["Employee ID", "Department", "Gender"], ["1", "Sales", "F"]]),
        "roster_2026-09-30.xlsx",
    )
    assert "but no column was read as Hire date" in text(app)
    next(box for box in app.selectbox if box.label == "This holds" and box.value is None).select("nothing").run()
    assert "Left out, as you said." in text(app)
    load(app)


def test_a_hidden_sheet_is_taken_when_hr_says_so(upload: Upload, text: Text) -> None:
    staff = [["Employee ID", "Hire Date", "Track"], ["1", date(2020, 1, 1), "IC"]]
    app = upload(workbook(Staff=staff, Hidden=[staff[0], ["2", date(2020, 1, 1), "IC"]]), "roster_2026-09-30.xlsx")
    assert "A hidden sheet, which is not taken by itself." in text(app)
    app.toggle[0].set_value(True).run()
    assert "A hidden sheet" not in text(app)
    assert app.toggle[0].value


def test_a_file_of_the_same_layout_is_read_as_hr_said_of_the_first(upload: Upload, text: Text) -> None:
    app = upload("Employee ID,Beginn,Track\n1,2020-01-01,IC\n", "a_2026-08-31.csv")
    read(app, "Beginn", "hire_date")
    upload("Employee ID,Beginn,Track\n2,2020-01-01,IC\n", "b_2026-09-30.csv")
    assert "People (a roster) · 1 row · as of 30 September 2026" in text(app)


def test_the_history_says_who_when_and_what_and_gives_the_file_back(upload: Upload, text: Text) -> None:
    app = load(upload(LEAVERS.replace("Aufhebung", "Voluntary")))
    said = text(app)
    assert "<b>Load 1</b>" in said
    assert "People (a roster): 3 added, 0 changed, 0 unchanged, 0 left out" in said
    assert [button.label for button in app.get("download_button")][-1] == "Download the file"


def test_a_fault_while_files_are_tried_out_is_told_and_the_page_stands(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        with storage_errors.as_load_errors():
            raise OSError(errno.ENOSPC, "No space left on device", "Ana Ruiz.csv")

    monkeypatch.setattr(loading, "load_files", full)
    app = upload(EITHER_DAY)
    assert not app.exception
    assert [error.value for error in app.error] == [
        "Nothing was changed: the disk is full. Make room on it, then do the same again."
    ]


def test_undo_asks_before_it_goes_back(upload: Upload) -> None:
    app = load(upload(LEAVERS.replace("Aufhebung", "Voluntary")))
    assert any("will count no more" in element.value for element in app.markdown)
    press(app, "Undo load 1")
    assert app.success[0].value == "Load 1 is undone."


def test_what_holds_for_the_company_is_set_on_the_page(upload: Upload, text: Text) -> None:
    app = load(upload("Employee ID,Hire Date,Title\n1,2020-01-01,Head of Sales\n2,2020-01-01,Clerk\n"))
    next(box for box in app.date_input if "Leavers" in box.label).set_value(date(2024, 1, 1))
    next(box for box in app.checkbox if "job titles" in box.label).check()
    press(app, "Use these settings")
    assert app.success[0].value == "Done, as load 2. Every page shows it now."
    assert any(expander.label.startswith("Leavers are known from 1 January 2024") for expander in app.expander)
    assert re.search(r"<b>Load 2</b>[^<]*<br>Settings<br>", text(app))


BY_ADDRESS = "Full Name,Work Email,Track,Hire Date\nAna Ruiz,ana@x.org,IC,2020-01-01\nBen Oak,ben@x.org,IC,2021-01-01\n"


def test_addresses_are_proposed_as_ids_and_taken_when_hr_says_so(upload: Upload, text: Text) -> None:
    app = upload(BY_ADDRESS)
    assert "Work Email differs in every row, and may serve instead." in text(app)
    [button] = [button for button in app.button if button.label.startswith("Take Work Email as")]
    app = button.click().run()
    assert not app.exception
    assert "People (a roster)" in text(app)
    assert not [button for button in app.button if button.label.startswith("Take Work Email as")]


def test_a_file_that_cannot_be_read_is_named_whole_though_its_name_holds_a_stop(upload: Upload, text: Text) -> None:
    shown = text(upload(b"PK\x03\x04torn", "Roster Jan. 2026.xlsx"))
    assert "Roster Jan. 2026.xlsx is damaged or was not saved completely. Export it again." in shown


@pytest.mark.parametrize("heading", ["Hire Date", "Zorn"], ids=["recognised", "not recognised"])
def test_an_assumed_encoding_is_said_on_the_page(upload: Upload, text: Text, heading: str) -> None:
    shown = text(upload(f"Employee ID,{heading},Track,Name\n1,2018-01-01,ic,Łukasz\n".encode("cp1250")))
    assert shown.count("Central European (Windows-1250) was assumed.") == 1
    assert "save the file as CSV UTF-8" in shown
