"""A roster without ids is told what may tell people apart; nothing is taken for an id unasked."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from data_loaders import loads
from data_loaders.intake import Intake
from data_loaders.loads import Request
from data_loaders.said import Said
from data_loaders.store import Store
from data_loaders.taking import take_in

ROSTER = """Full Name,Work Email,Hire Date,Manager Email
Ana Ruiz,Ana.Ruiz@x.org,2018-02-01,
Ben Okafor,ben@x.org,2019-03-04,ana.ruiz@x.org
"""


def taken(folder: Path, text: str, said: Said | None = None) -> Intake:
    path = folder / "roster_2026-09-30.csv"
    path.write_text(text)
    [intake] = take_in(path, loaded_on=date(2026, 11, 23), said=said)
    return intake


def test_addresses_that_differ_in_every_row_are_proposed_and_not_taken(tmp_path: Path) -> None:
    intake = taken(tmp_path, ROSTER)
    assert (intake.table, intake.likely, intake.proposed) == (None, "employees", {"employee_id": "Work Email"})
    [problem] = intake.problems
    assert "lacks employee_id" in problem.problem
    assert problem.remedy.startswith(
        "Add a column employee_id. The addresses under Work Email are different in every row, so they may serve as "
        "ids: employee_id=Work Email."
    )


def test_once_said_they_are_the_ids_however_they_are_capitalised(tmp_path: Path) -> None:
    intake = taken(tmp_path, ROSTER, Said(mapping={"employee_id": "Work Email"}))
    assert intake.table == "employees"
    assert intake.frame["employee_id"].tolist() == ["ana.ruiz@x.org", "ben@x.org"]
    store = Store(tmp_path / "company")
    files = [tmp_path / "roster_2026-09-30.csv"]
    said = Said(mapping={"employee_id": "Work Email"})
    loads.load(store, Request(files, datetime(2026, 11, 23, 9), "ana", said))
    con = store.open()
    try:
        rows = con.execute("select employee_id, manager_id, track from employees order by all").fetchall()
    finally:
        con.close()
    assert rows == [("ana.ruiz@x.org", None, "manager"), ("ben@x.org", "ana.ruiz@x.org", "ic")]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (
            "Full Name,Hire Date\nAna Ruiz,2018-02-01\nBen Okafor,2019-03-04\n",
            "Add a column employee_id. While nobody shares a name or changes it, names may serve as ids: "
            "employee_id=Full Name.",
        ),
        (
            "Full Name,Hire Date\nAna Ruiz,2018-02-01\nAna Ruiz,2019-03-04\n",
            "Add a column employee_id: 1 rows repeat a name under Full Name, so names cannot serve as ids.",
        ),
        (
            "First Name,Work Email,Hire Date\nAna,team@x.org,2018-02-01\nBen,team@x.org,2019-03-04\n",
            "Add a column employee_id, or say which heading holds it: employee_id=HEADING.",
        ),
    ],
    ids=["names", "namesakes", "a shared address"],
)
def test_what_cannot_serve_is_not_proposed(tmp_path: Path, text: str, remedy: str) -> None:
    intake = taken(tmp_path, text)
    assert (intake.table, intake.proposed) == (None, {})
    assert intake.problems[0].remedy == f"{remedy} Leave it out if it is something else."
