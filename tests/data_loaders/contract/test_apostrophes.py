"""What our own downloads mark, our own commands and uploads read as it was."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from company import rows
from data_loaders import __main__ as command_line
from data_loaders.contract.apostrophes import as_known, read_back
from data_loaders.loading.load import load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.privacy import grants
from data_loaders.privacy.grants import Grant
from data_loaders.store.generations import Store
from metrics import file_formats
from metrics.file_formats import harmless

NOW = datetime(2026, 10, 1)
STARTS = "=+-@|%'\";,＝＋－＠｜％＇＂；，﹦﹢﹣﹫"
BODIES = ['Alt" Köln', "x", "s-Hertogenbosch", "1+1;=2", "a|'=b; '+c", " 5", "'quoted'"]
MARKED = [f"{start}{body}" for start, body in itertools.product(STARTS, BODIES)]
PLAIN = ["Ana Ruiz", "'t Hooft", "O'Neil; 'x'", "d'Arc", "'90s", "Zürich", "", "'", "R&D", "3 - 2", "A=1", "x; y | z"]


@pytest.mark.parametrize("text", [*MARKED, *PLAIN, "a;=1", 'a|"=1', "a ; ＝1", "x;'=1"])
def test_every_text_that_a_download_marks_is_read_back_as_it_was(text: str) -> None:
    assert read_back(harmless(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_that_no_download_marked_keeps_its_apostrophes(text: str) -> None:
    assert read_back(text) == text


def test_what_is_known_as_it_stands_is_not_changed() -> None:
    assert as_known("'=x", ["'=x", "=x"]) == "'=x"
    assert as_known("'=x", ["=x"]) == "=x"
    assert as_known("'=x", ["y"]) == "'=x"


def exported(folder: Path, units: list[str], ids: list[str] | None = None) -> Path:
    """A roster of these units as our own CSV has it."""
    frame = pd.DataFrame(
        {
            "employee_id": ids or [f"E{n}" for n in range(len(units))],
            "hire_date": [date(2020, 1, 1)] * len(units),
            "track": ["ic"] * len(units),
            "full_name": units,
            "business_unit": units,
            "location": units,
        }
    )
    file = folder / "roster_2026-09-30.csv"
    file.write_bytes(file_formats.to_csv(frame))
    return file


def test_an_upload_of_our_own_csv_brings_every_text_as_it_was(tmp_path: Path) -> None:
    units = [text for text in MARKED if text == " ".join(text.split())][:60]
    load_files(Store(tmp_path / "company"), LoadRequest([exported(tmp_path, units)], NOW, "hr"))
    found = rows(Store(tmp_path / "company"), "select full_name, business_unit, location from employees order by 1")
    assert sorted(found) == sorted((unit, unit, unit) for unit in units)


def test_units_and_ids_copied_out_of_a_csv_are_understood_by_the_commands(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    load_files(Store(folder), LoadRequest([exported(tmp_path, ['"Alt" Köln', "Sales"], ["-7", "E1"])], NOW, "hr"))
    grant = Grant("a@x.org", "analyst", ('\'"Alt" Köln',), ('\'"Alt" Köln',), "'-7")
    grants.grant(folder, grant, by="owner", at=NOW)
    assert grants.of(folder, "a@x.org") == Grant("a@x.org", "analyst", ('"Alt" Köln',), ('"Alt" Köln',), "-7")
    assert command_line.main(["erase", "'-7", "--yes", "--data", str(folder)]) == 0
    assert rows(Store(folder), "select employee_id from employees") == [("E1",)]
