"""Text that comes out of a download as text, in any spreadsheet."""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from metrics import file_formats
from metrics.file_formats import harmless

STARTS = "=+-@|%'\";,＝＋－＠｜％＇＂；，﹦﹢﹣﹫"
HIDDEN = ["", " ", "\t", "\r\n", "\u200b", "\u202e", "\ufeff", "\x00", "\u2060", "\u00a0", "\u3000", "\u2028"]
BODIES = ["cmd|' /C calc'!A0", '1+1", "=2', "SUM(A1:A9);=1", 'HYPERLINK("http://evil.example","x")']
PAYLOADS = ["".join(parts) for parts in itertools.product(HIDDEN, STARTS, BODIES)][::2][:500]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_spreadsheet_could_run_is_led_by_an_apostrophe(start: str, hidden: str) -> None:
    assert harmless(f"{hidden}{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["Ana Ruiz", "Zürich", "日本", "A=1", "3 - 2", "", "R&D", "naïve", "👩‍💼"[:1]])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_what_cannot_be_seen_goes_and_breaks_become_spaces() -> None:
    assert harmless("A\u200bn\u202ea\x07 \u2066Ruiz\u2069") == "Ana Ruiz"
    assert harmless("one\ttwo\r\nthree\u2028four") == "one two  three four"


@pytest.mark.parametrize(
    ("text", "said"), [("a;=1", "a;'=1"), ('a|"=1', "a|\"'=1"), ("a; b", "a; b"), ("a ; ＝1", "a ; '＝1")]
)
def test_another_separator_begins_no_formula_within_a_text(text: str, said: str) -> None:
    assert harmless(text) == said


def test_headings_are_treated_as_texts() -> None:
    frame = pd.DataFrame({"=1+1": [1], "a\nb": [2]})
    assert file_formats.to_csv(frame).splitlines()[0] == b'"\'=1+1","a b"'
    first = next(openpyxl.load_workbook(io.BytesIO(file_formats.to_xlsx(frame))).active.values)
    assert first == ("'=1+1", "a b")
    assert list(pd.read_parquet(io.BytesIO(file_formats.to_parquet(frame)))) == ["'=1+1", "a b"]


def test_texts_are_quoted_and_numbers_are_not() -> None:
    frame = pd.DataFrame({"unit": ["Sales, EMEA", None], "gap": [-0.5, None]})
    assert file_formats.to_csv(frame).decode() == '"unit","gap"\n"Sales, EMEA",-0.5\n,\n'


def test_five_hundred_payloads_are_text_in_a_workbook() -> None:
    assert len(set(PAYLOADS)) == 500
    made = file_formats.to_xlsx(pd.DataFrame({"text": PAYLOADS}))
    cells = [cell for (cell,) in openpyxl.load_workbook(io.BytesIO(made)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def test_five_hundred_payloads_are_the_same_in_every_form() -> None:
    frame = pd.DataFrame({"text": PAYLOADS})
    said = [harmless(text) for text in PAYLOADS]
    assert [row["text"] for row in csv.DictReader(io.StringIO(file_formats.to_csv(frame).decode()))] == said
    assert list(pd.read_parquet(io.BytesIO(file_formats.to_parquet(frame)))["text"]) == said
    assert list(pd.read_excel(io.BytesIO(file_formats.to_xlsx(frame)), engine="openpyxl")["text"]) == said


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_libre_office_finds_no_formula(tmp_path: Path, separator: str) -> None:
    raw = f"number{separator}text\n1{separator}=1+1\n".encode()
    assert "table:formula" in _opened(raw, separator, tmp_path / "raw")
    made = _opened(file_formats.to_csv(pd.DataFrame({"number": 1, "text": PAYLOADS})), separator, tmp_path / "made")
    assert made.count("<table:table-row") > 400
    assert "table:formula" not in made


def _opened(content: bytes, separator: str, folder: Path) -> str:
    """What LibreOffice makes of a CSV file when it is told to run formulas."""
    folder.mkdir()
    (folder / "payloads.csv").write_bytes(content)
    home = f"-env:UserInstallation=file://{folder / 'profile'}"
    running = f"--infilter=CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,0,true"
    command = ["soffice", home, "--headless", running, "--convert-to", "fods", "payloads.csv"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "payloads.fods").read_text("utf-8")
