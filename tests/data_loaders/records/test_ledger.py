"""What HR confirmed once is proposed the next time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.records.ledger import Ledger, layout
from data_loaders.store.generations import Store

TEXT = "Employee ID,Zorn,Track\n007,2018-01-01,ic\n"


def test_a_layout_is_its_headings_in_any_order_and_spelling() -> None:
    assert layout(["Employee ID", "Hire Date"]) == layout(["hire_date", "EMPLOYEE-ID"])
    assert layout(["Employee ID"]) != layout(["Employee ID", "Hire Date"])


def test_the_newer_answer_replaces_the_older(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.remember_mapping(["a", "b"], {"hire_date": "a"})
    ledger.remember_mapping(["B", "A"], {"hire_date": "b"})
    assert ledger.mapping(["a", "b"]) == {"hire_date": "b"}
    assert ledger.mapping(["a"]) == {}


def test_a_mapping_confirmed_by_a_load_is_used_for_the_next_file_of_that_layout(tmp_path: Path) -> None:
    store = Store(tmp_path / "company")
    first, second = tmp_path / "a_2026-08-31.csv", tmp_path / "b_2026-09-30.csv"
    first.write_text(TEXT, encoding="utf-8")
    second.write_text(TEXT.replace("007", "008"), encoding="utf-8")
    said = UploadAnswers(table="employees", mapping={"hire_date": "Zorn"})
    load.load_files(store, LoadRequest([first], datetime(2026, 9, 1), "ana", said=said))
    report = load.load_files(store, LoadRequest([second], datetime(2026, 10, 1), "ana"))
    assert report.tables["employees"].added == 1
    assert [match.in_words() for match in report.intakes[0].matches if match.field == "hire_date"] == [
        "confirmed at an earlier load"
    ]


def test_words_are_remembered_without_case_and_punctuation(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.remember_words({("termination_type", "Aufhebung, einvernehmlich"): "other"})
    assert ledger.words() == {("termination_type", "aufhebung einvernehmlich"): "other"}
