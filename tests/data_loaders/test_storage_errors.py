"""A person who is loaded, broken and searched for: no error message and no log line quotes a value of theirs."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import duckdb
import pytest

from data_loaders import storage_errors
from data_loaders.__main__ import main
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

CANARY = ("90017", "Zenobia", "Quillfeather", "173501", "1961-02-03")
ROSTER = (
    "Employee ID,Full Name,Hire Date,Birth Date,Base Salary,Track\n"
    "90017,Zenobia Quillfeather,2018-01-01,1961-02-03,173501.25,ic\n"
)

BREAKS = {
    "a number that is none": "select cast(full_name as integer) from employees",
    "a key that is there already": "insert into promotion_offers (offer_id, employee_id, offered_on, outcome, load_id) "
    "select full_name, employee_id, hire_date, 'pending', 1 from employees cross join range(2)",
    "a day that is none": "select strptime(full_name, '%Y') from employees",
    "an error raised on purpose": "select error(full_name || base_salary) from employees",
    "a number too large": "select cast(base_salary as tinyint) from employees",
    "JSON that is none": "select cast(full_name as json) from employees",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("company")
    file = made / "roster_2026-09-30.csv"
    file.write_text(ROSTER)
    assert main(["load", str(file), "--data", str(made / "company")]) == 0
    return made / "company"


@pytest.mark.parametrize("query", BREAKS.values(), ids=BREAKS.keys())
def test_what_the_database_quotes_goes_no_further(
    folder: Path, query: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    con = Store(folder).open()
    con.close()
    with caplog.at_level(logging.DEBUG), pytest.raises(LoadRefused) as refused:
        Store(folder).publish(lambda writer: writer.execute(query).fetchall())
    told = f"{refused.value}{refused.value.__cause__}{caplog.text}{''.join(capfd.readouterr())}"
    assert "Nothing was changed" in told
    assert refused.value.__suppress_context__
    assert [value for value in CANARY if value in told] == []


def test_the_database_does_quote_values_where_nobody_stops_it(folder: Path) -> None:
    con = Store(folder).open()
    with pytest.raises(duckdb.Error, match="Zenobia"):
        con.execute(BREAKS["a number that is none"]).fetchall()
    con.close()


@pytest.mark.parametrize("command", ["load", "history", "undo", "erase", "backup", "check"])
def test_no_command_quotes_what_a_damaged_state_holds(
    folder: Path, tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise duckdb.ConversionException("Could not convert string 'Zenobia Quillfeather' to INT32")

    monkeypatch.setattr("data_loaders.database.connection.connect", broken)
    file = tmp_path / "roster_2026-10-31.csv"
    file.write_text(ROSTER)
    given = {"load": ["load", str(file)], "erase": ["erase", "90017", "--yes"]}.get(command, [command])
    assert main([*given, "--data", str(folder)]) == 1
    told = "".join(capfd.readouterr())
    assert [value for value in CANARY if value in told] == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (duckdb.IOException('IO Error: Could not write file "/x": No space left on device'), "the disk is full"),
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
        (duckdb.OutOfMemoryException("could not allocate block of size 90017"), "not enough memory"),
        (PermissionError(13, "Permission denied", "/data/Zenobia.csv"), "could not be read or written"),
        (duckdb.FatalException("Zenobia"), "restore a backup"),
    ],
)
def test_a_fault_is_told_with_what_to_do(fault: Exception, words: str) -> None:
    with pytest.raises(LoadRefused, match=words) as refused, storage_errors.as_load_errors():
        raise fault
    assert [value for value in CANARY if value in str(refused.value)] == []
