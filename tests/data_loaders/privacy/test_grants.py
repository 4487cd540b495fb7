"""Who was granted what, and what is refused."""

from __future__ import annotations

import json
import stat
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from data_loaders.__main__ import main
from data_loaders.privacy import grants
from data_loaders.privacy.grants import Grant
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

NOW = datetime(2026, 11, 23, 9)


def people(con: duckdb.DuckDBPyConnection) -> None:
    for number, unit in enumerate(("Sales", "R&D, Basel"), 1):
        con.execute(
            "insert into employees (employee_id, hire_date, business_unit) values (?, '2020-01-01', ?)", [number, unit]
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Store(tmp_path / "company").publish(people)
    return tmp_path / "company"


def give(folder: Path, given: Grant) -> None:
    grants.grant(folder, given, by="owner@example.com", at=NOW)


def test_a_grant_is_found_however_the_name_is_cased(folder: Path) -> None:
    give(folder, Grant(" Ana.Ruiz@Example.com", "hr", ("Sales",), None, "007"))
    assert grants.of(folder, "ana.ruiz@example.COM ") == Grant("ana.ruiz@example.com", "hr", ("Sales",), None, "007")
    assert grants.of(folder, "someone@example.com") is None


def test_a_later_grant_replaces_the_earlier_one(folder: Path) -> None:
    give(folder, Grant("ana@example.com", "owner"))
    give(folder, Grant("ANA@example.com", "executive", ("Sales",), ()))
    assert grants.grants(folder) == [Grant("ana@example.com", "executive", ("Sales",), ())]


def test_all_units_none_and_every_person_are_three_things(folder: Path) -> None:
    for name, units, persons in (("a", None, None), ("b", (), ()), ("c", ("Sales",), ("Sales",))):
        give(folder, Grant(name, "analyst", units, persons))
    assert [(one.units, one.persons) for one in grants.grants(folder)] == [
        (None, None),
        ((), ()),
        (("Sales",), ("Sales",)),
    ]


def test_a_revoked_grant_is_gone(folder: Path) -> None:
    give(folder, Grant("ana@example.com", "hr"))
    assert grants.revoke(folder, "Ana@example.com", by="owner", at=NOW)
    assert not grants.revoke(folder, "ana@example.com", by="owner", at=NOW)
    assert grants.of(folder, "ana@example.com") is None


def test_nobody_has_a_grant_in_a_folder_without_data(tmp_path: Path) -> None:
    assert grants.of(tmp_path / "none", "ana@example.com") is None
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Grant("ana", "king"), "no role 'king'"),
        (Grant(" ", "hr"), "to whom"),
        (Grant("ana", "hr", ("Marketing",)), "no unit Marketing. It has: R&D, Basel, Sales"),
        (Grant("ana", "hr", None, ("Marketing",)), "no unit Marketing"),
        (Grant("ana", "hr", ("Sales",), ("R&D, Basel",)), "beyond the units in scope"),
    ],
)
def test_what_cannot_be_granted_is_refused_in_words(folder: Path, given: Grant, words: str) -> None:
    with pytest.raises(LoadRefused, match=words):
        give(folder, given)
    assert grants.grants(folder) == []


def test_the_ledger_is_nobody_elses_to_read(folder: Path) -> None:
    give(folder, Grant("ana", "hr"))
    assert stat.S_IMODE((folder / "ledger.sqlite").stat().st_mode) == 0o600


def test_the_command_grants_lists_and_revokes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(folder)]
    assert main(["access", "grant", "Ana@x.com", "hr", "--units", 'Sales,"R&D, Basel"', "--persons", "all", *data]) == 0
    assert "ana@x.com: hr; units: Sales, R&D, Basel; persons: all in scope." in capsys.readouterr().out
    assert main(["access", "list", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"who": "ana@x.com", "role": "hr", "units": ["Sales", "R&D, Basel"], "persons": None, "employee_id": None}
    ]
    assert main(["access", "grant", "bo@x.com", "hr", "--units", "Marketing", *data]) == 1
    assert main(["access", "revoke", "ana@x.com", *data]) == 0
    assert main(["access", "revoke", "ana@x.com", *data]) == 1


def test_a_role_there_is_not_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["access", "grant", "ana", "king"])
    assert stop.value.code == 2
