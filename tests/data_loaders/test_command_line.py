"""`python -m data_loaders` as a nightly job would call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data_loaders.__main__ import main

PEOPLE = "Employee ID,Hire Date,Termination Date,Track\n007,2018-01-01,,manager\n008,2020-03-01,,ic\n"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster_2026-09-30.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def run(tmp_path: Path, *arguments: str) -> int:
    return main([*arguments, "--data", str(tmp_path / "company")])


def test_load_prints_the_report_as_json(tmp_path: Path, roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "load", str(roster), "--json") == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["load_id"] == 1
    assert report["tables"]["employees"] == {
        "rows_read": 2,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "left_out": 0,
    }
    assert report["mapping"]["roster_2026-09-30.csv"]["fields"]["hire_date"] == "Hire Date"


def test_a_refused_load_exits_1_with_every_problem_and_changes_nothing(
    tmp_path: Path, roster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster.write_text(PEOPLE + "009,not a date,,ic\n", encoding="utf-8")
    assert run(tmp_path, "load", str(roster), "--json") == 1
    told = capsys.readouterr()
    problem = json.loads(told.out)["problems"][0]
    assert (problem["row"], problem["column"], problem["cell"], problem["severity"]) == (4, "Hire Date", "B4", "error")
    assert "Nothing was changed" in told.err
    assert run(tmp_path, "load", str(roster), "--accept-problems") == 0


def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "load", str(tmp_path / "none.csv")) == 1
    assert "none.csv" in capsys.readouterr().err


def test_a_heading_nobody_knows_can_be_named(tmp_path: Path, roster: Path) -> None:
    roster.write_text(PEOPLE.replace("Hire Date", "Zorn"), encoding="utf-8")
    assert run(tmp_path, "load", str(roster)) == 1
    assert run(tmp_path, "load", str(roster), "--table", "employees", "--map", "hire_date=Zorn") == 0


def test_history_and_undo(tmp_path: Path, roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "load", str(roster))
    capsys.readouterr()
    assert run(tmp_path, "history", "--json") == 0
    entry = json.loads(capsys.readouterr().out)[0]
    assert (entry["load_id"], entry["files"], entry["undone_at"]) == (1, ["roster_2026-09-30.csv"], None)
    assert run(tmp_path, "undo") == 0
    assert run(tmp_path, "undo") == 1
    assert run(tmp_path, "history") == 0
    assert "undone" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["polish"], ["load"], ["load", "x.csv", "--map", "nonsense"]])
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04torn", b"%PDF-1.7", b"<html><p>No table.</p></html>"])
def test_a_file_name_with_a_stop_in_it_is_said_whole(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "Roster Jan. 2026.xlsx"
    file.write_bytes(content)
    assert run(tmp_path, "load", str(file), "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["problem"].startswith("Roster Jan. 2026.xlsx is ")
    assert problem["problem"].endswith(".")
    assert problem["remedy"]
    assert "2026" not in problem["remedy"]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(
    tmp_path: Path, roster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = roster.rename(tmp_path / "Roster Sept. 30.csv")
    assert run(tmp_path, "load", str(file), "--sheet", "No. 1", "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["problem"], problem["remedy"]) == ("Roster Sept. 30.csv has no sheet No. 1.", "It has: .")


@pytest.mark.parametrize("heading", ["Hire Date", "Zorn"], ids=["recognised", "not recognised"])
def test_an_assumed_encoding_is_said_on_the_command_line(
    tmp_path: Path, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "roster_2026-09-30.csv"
    file.write_bytes(f"Employee ID,{heading},Track,Name\n1,2018-01-01,ic,Łukasz\n".encode("cp1250"))
    run(tmp_path, "load", str(file), "--dry-run")
    told = capsys.readouterr().err
    assert told.count("Central European (Windows-1250) was assumed. Check a few names") == 1
