"""What HR says about their files: words, the order of day and month, hidden sheets, sheets left out, and stopping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from data_loaders.contract.upload_answers import LEAVE_EMPTY, LEAVE_OUT, NOTHING, UploadAnswers
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store

MONDAY = datetime(2026, 11, 23, 9, 0)
LEFT = (
    "Employee ID,Track,Hire Date,Termination Date,Termination Type\n1,IC,2020-01-01,2021-01-31,Aufhebung\n"
    "2,IC,2020-01-01,2021-02-28,AUFHEBUNG\n3,IC,2020-01-01,2021-03-31,Voluntary\n"
)
OFFERS = "Employee ID,Offer Date,Outcome\n1,2026-01-01,accepted\n2,2026-01-02,vertagt\n3,2026-01-03,vertagt\n"
EITHER_DAY = "Employee ID,Track,Hire Date\n1,IC,03/04/2020\n2,IC,05/06/2021\n"

Load = Callable[..., LoadReport]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "company")


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """`load(text, name, said=…)`: that text loaded as a file of that name."""

    def carry_out(
        text: str, name: str = "roster_2026-09-30.csv", said: UploadAnswers | None = None, **how: object
    ) -> LoadReport:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return load_files(store, LoadRequest([tmp_path / name], MONDAY, "ana", said=said or UploadAnswers(), **how))

    return carry_out


def stored(store: Store, query: str) -> list[tuple[object, ...]]:
    con = store.open()
    rows = con.execute(query).fetchall()
    con.close()
    return rows


def test_a_word_nobody_knows_is_asked_once_with_its_rows(load: Load) -> None:
    (intake,) = load(LEFT, dry_run=True).intakes
    assert intake.unknown == {("termination_type", "Aufhebung"): 2}


def test_a_word_means_what_hr_says_however_it_is_spelled(load: Load, store: Store) -> None:
    report = load(LEFT, said=UploadAnswers(words={("termination_type", "Aufhebung"): "other"}))
    assert (report.problems, report.intakes[0].unknown) == ([], {})
    assert stored(store, "select termination_type from employees order by employee_id") == [
        ("other",),
        ("other",),
        ("voluntary",),
    ]


def test_a_word_said_to_mean_nothing_leaves_the_cell_empty(load: Load, store: Store) -> None:
    report = load(LEFT, said=UploadAnswers(words={("termination_type", "Aufhebung"): LEAVE_EMPTY}))
    assert report.problems == []
    assert stored(store, "select count(termination_type) from employees") == [(1,)]


def test_rows_left_out_for_a_word_are_listed(load: Load, store: Store) -> None:
    load("Employee ID,Hire Date\n1,2020-01-01\n2,2020-01-01\n3,2020-01-01\n")
    report = load(OFFERS, "offers.csv", UploadAnswers(words={("outcome", "vertagt"): LEAVE_OUT}))
    assert [(p.row, p.value, p.severity) for p in report.problems] == [
        (3, "vertagt", "warning"),
        (4, "vertagt", "warning"),
    ]
    assert (report.tables["promotion_offers"].added, report.tables["promotion_offers"].left_out) == (1, 2)


def test_a_status_hr_explains_says_how_somebody_left(load: Load, store: Store) -> None:
    text = (
        "Employee ID,Track,Hire Date,Termination Date,Status\n1,IC,2020-01-01,2021-01-31,Z9\n2,IC,2020-01-01,,aktiv\n"
    )
    said = UploadAnswers(words={("employment_status", "Z9"): "involuntary", ("employment_status", "aktiv"): "here"})
    report = load(text, said=said)
    assert report.problems == []
    assert stored(store, "select termination_type from employees order by employee_id") == [("involuntary",), (None,)]


def test_a_level_in_words_is_the_number_hr_gives(load: Load, store: Store) -> None:
    load(
        "Employee ID,Hire Date,Level\n1,2020-01-01,Meister\n", said=UploadAnswers(words={("job_level", "Meister"): "4"})
    )
    assert stored(store, "select job_level from employees") == [(4,)]


def test_an_answer_about_a_word_is_used_again_and_may_be_changed(load: Load, store: Store) -> None:
    load(LEFT, said=UploadAnswers(words={("termination_type", "Aufhebung"): "other"}))
    later = load(LEFT, "roster_2026-10-31.csv")
    assert later.intakes[0].heard["termination_type", "Aufhebung"] == ("other", 1)
    assert later.mapping["roster_2026-10-31.csv"]["words"]["termination_type: Aufhebung"] == "other"
    changed = load(
        LEFT, "roster_2026-11-01.csv", UploadAnswers(words={("termination_type", "aufhebung"): "involuntary"})
    )
    assert changed.intakes[0].heard["termination_type", "AUFHEBUNG"] == ("involuntary", 1)


def test_nothing_is_remembered_of_a_load_that_is_only_tried(load: Load) -> None:
    load(LEFT, said=UploadAnswers(words={("termination_type", "Aufhebung"): "other"}), dry_run=True)
    assert load(LEFT, dry_run=True).intakes[0].unknown


def test_days_that_fit_both_orders_are_asked_about(load: Load) -> None:
    (intake,) = load(EITHER_DAY, dry_run=True).intakes
    assert [(asked.heading, asked.example, asked.order) for asked in intake.either] == [
        ("Hire Date", "03/04/2020", "month first")
    ]


def test_days_are_read_in_the_order_hr_says_and_in_that_order_next_time(load: Load, store: Store) -> None:
    report = load(EITHER_DAY, said=UploadAnswers(order="day first"))
    assert report.problems == []
    load(EITHER_DAY.replace("03/04", "04/05"), "roster_2026-10-31.csv")
    days = "select distinct hire_date from roster_rows where employee_id = '1' order by 1"
    assert stored(store, days) == [(date(2020, 4, 3),), (date(2020, 5, 4),)]


def test_days_that_prove_their_order_are_not_asked_about(load: Load) -> None:
    (intake,) = load("Employee ID,Hire Date\n1,13/04/2020\n2,05/06/2021\n", dry_run=True).intakes
    assert intake.either == ()


def test_a_table_said_for_a_layout_is_remembered(load: Load) -> None:
    vague = "Id,Date\n1,2020-01-01\n2,2020-02-01\n"
    assert load(vague, "a.csv", dry_run=True).intakes[0].table is None
    load(vague, "a.csv", UploadAnswers(table="employees", as_of=date(2026, 9, 30), mapping={"hire_date": "Date"}))
    assert load(vague, "b.csv", dry_run=True).intakes[0].table == "employees"


def test_the_second_of_two_equal_headings_can_be_named(load: Load) -> None:
    text = "Employee ID,Start,Start\n1,2001-01-01,2020-01-01\n"
    (intake,) = load(text, said=UploadAnswers(mapping={"hire_date": "Start (column C)"}), dry_run=True).intakes
    assert intake.frame["hire_date"].dt.date.tolist() == [date(2020, 1, 1)]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """People on the sheet Now, a copy of them on the sheet Copy, and others on a hidden sheet."""
    book = openpyxl.Workbook()
    book.active.title = "Now"
    for name, people in (("Now", ("1", "2")), ("Copy", ("1", "2")), ("Old", ("3",))):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        sheet.append(["Employee ID", "Hire Date"])
        for person in people:
            sheet.append([person, date(2020, 1, 1)])
    book["Old"].sheet_state = "hidden"
    book.save(tmp_path / "roster_2026-09-30.xlsx")
    return tmp_path / "roster_2026-09-30.xlsx"


def tried(store: Store, workbook: Path, said: UploadAnswers) -> LoadReport:
    return load_files(store, LoadRequest([workbook], MONDAY, "ana", said=said, dry_run=True))


def test_a_sheet_and_its_copy_are_named(store: Store, workbook: Path) -> None:
    told = [
        (p.sheet, p.severity)
        for p in tried(store, workbook, UploadAnswers()).problems
        if "2 of the 2 people" in p.problem
    ]
    assert told == [("Copy", "warning")]


def test_a_sheet_is_left_out_where_hr_says_so(store: Store, workbook: Path) -> None:
    report = tried(store, workbook, UploadAnswers(sheets={"Copy": UploadAnswers(table=NOTHING)}))
    assert [intake.table for intake in report.intakes] == ["employees", None, None]
    assert report.tables["employees"].rows_read == 2


def test_a_hidden_sheet_is_taken_where_hr_says_so(store: Store, workbook: Path) -> None:
    assert [intake.hidden for intake in tried(store, workbook, UploadAnswers()).intakes] == [False, False, True]
    report = tried(store, workbook, UploadAnswers(hidden=frozenset({"Old"})))
    assert [len(intake.frame) for intake in report.intakes] == [2, 2, 1]


class Stopped(BaseException):
    """What a page raises when its viewer presses Stop."""


def test_a_load_tells_its_stages(store: Store, workbook: Path) -> None:
    heard: list[str] = []
    load_files(store, LoadRequest([workbook], MONDAY, "ana", progress=heard.append, look=lambda _: None))
    assert list(dict.fromkeys(heard)) == [
        "Reading roster_2026-09-30.xlsx",
        "Recognising roster_2026-09-30.xlsx, sheet Now",
        "Recognising roster_2026-09-30.xlsx, sheet Copy",
        "Recognising roster_2026-09-30.xlsx, sheet Old",
        "Checking and merging employees from roster_2026-09-30.xlsx",
        "Building employment histories",
        "Working out the figures",
        "Keeping the files",
    ]


@pytest.mark.parametrize("stage", ["Reading", "Recognising", "Checking", "Building", "Working", "Keeping"])
def test_a_load_stopped_at_any_stage_changes_nothing(load: Load, store: Store, workbook: Path, stage: str) -> None:
    load("Employee ID,Hire Date\n9,2020-01-01\n", said=UploadAnswers(words={("track", "X"): "ic"}))
    before = files(store)

    def stop(told: str) -> None:
        if told.startswith(stage):
            raise Stopped

    said = UploadAnswers(mapping={"hire_date": "Hire Date"})
    with pytest.raises(Stopped):
        load_files(store, LoadRequest([workbook], MONDAY, "ana", said=said, progress=stop, look=lambda _: None))
    assert files(store) == before
    assert stored(store, "select employee_id from employees") == [("9",)]


def files(store: Store) -> dict[str, bytes]:
    """Everything the company's folder holds; the lock is no content."""
    return {
        str(path.relative_to(store.folder)): path.read_bytes()
        for path in sorted(store.folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }
