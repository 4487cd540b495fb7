"""Several successors in one row become one row each."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from data_loaders import loads
from data_loaders.intake import Intake
from data_loaders.loads import LoadReport, Request, Said
from data_loaders.store import Store
from data_loaders.taking import take_in

LAYOUTS = {
    "numbers in the middle": "Role ID,Title,Successor 1 ID,Successor 1 Readiness,Successor 2 ID,Successor 2 Readiness",
    "numbers at the end": "Role ID,Title,Successor_ID_1,Readiness_1,Successor_ID_2,Readiness_2",
    "numbers attached": "Role ID,Title,Successor1 ID,Successor1 Readiness,Successor2 ID,Successor2 Readiness",
}


@pytest.mark.parametrize("header", LAYOUTS.values(), ids=LAYOUTS)
def test_each_numbered_successor_becomes_a_row(tmp_path: Path, header: str) -> None:
    rows = "R1,CFO,0042,Ready Now,0043,1-2 Years\nR2,CTO,,,,\nR3,COO,,,0044,soonish\n"
    (tmp_path / "plan.csv").write_text(f"{header}\n{rows}")
    roles, intake = take_in(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
    assert roles.table == "critical_roles"
    assert intake.table == "successors"
    assert intake.frame[["role_id", "employee_id"]].values.tolist() == [["R1", "0042"], ["R1", "0043"], ["R3", "0044"]]
    numbers = intake.frame["row_number"].tolist()
    assert [intake.seats[number].row for number in numbers] == [2, 2, 4]
    assert len(set(numbers)) == 3
    assert [(p.row, p.cell, p.value) for p in intake.problems if p.row] == [(4, "F4", "soonish")]
    assert any("1 rows name no successor" in p.problem for p in intake.problems)


def test_successors_named_with_their_ids_are_taken_by_id(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(
        "Position ID,Position Title,Successor 1,Successor 1 Readiness,Successor 2,Successor 2 Readiness\n"
        "R1,CFO,Ana Ruiz (0042),Ready Now,Bo Li (0043),3-5 Years\n"
    )
    roles, intake = take_in(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
    assert roles.table == "critical_roles"
    assert intake.frame["employee_id"].tolist() == ["0042", "0043"]
    assert intake.frame["readiness"].tolist() == ["ready_now", "ready_3_5_years"]


WIDE = "Role ID,Title,Successor 1 ID,Successor 1 Readiness,Successor 2 ID,Successor 2 Readiness\n"


def loaded(folder: Path, text: str, **said: Any) -> tuple[LoadReport, Store]:
    (folder / "plan.csv").write_text(WIDE + text)
    (folder / "staff_2026-09-30.csv").write_text("Employee ID,Hire Date\n0042,2020-01-01\n0043,2020-01-01\n")
    files = [folder / "staff_2026-09-30.csv", folder / "plan.csv"]
    store = Store(folder / "company")
    now = datetime(2026, 11, 23, 9, 0)
    return loads.load(store, Request(files, now, "ana", Said(**said), accept_problems=True)), store


def nominations(store: Store) -> list[tuple[Any, ...]]:
    con = store.open()
    try:
        return con.execute("select role_id, employee_id, readiness from successors order by all").fetchall()
    finally:
        con.close()


@pytest.mark.parametrize(
    ("row", "place", "kept"),
    [
        pytest.param("R1,CFO,0042,soonish,0043,Ready Now", (2, "D2", "soonish"), "0043", id="a word nobody knows"),
        pytest.param("R1,CFO,0042,Ready Now,0043,", (2, "F2", None), "0042", id="an empty cell that is needed"),
        pytest.param("R1,CFO,0042,Ready Now,Zed Zorro,Ready Now", (2, "E2", "Zed Zorro"), "0042", id="nobody's name"),
        pytest.param("R1,CFO,#REF!,Ready Now,0043,Ready Now", (2, "C2", "#REF!"), "0043", id="a failed formula"),
    ],
)
def test_one_bad_nomination_leaves_out_only_that_nomination(
    tmp_path: Path, row: str, place: tuple[Any, ...], kept: str
) -> None:
    report, store = loaded(tmp_path, row + "\n")
    assert [(p.row, p.cell, p.value) for p in report.errors] == [place]
    assert nominations(store) == [("R1", kept, "ready_now")]
    assert report.tables["critical_roles"].added == 1
    assert (report.tables["successors"].added, report.tables["successors"].left_out) == (1, 1)


def test_emptying_the_cells_of_a_nomination_leaves_out_that_one(tmp_path: Path) -> None:
    _, intake = take_in_text(tmp_path, "R1,CFO,0042,soonish,0043,Ready Now\n")
    [seat] = [seat for seat in intake.seats.values() if "D2" in seat.own]
    assert seat.own == {"C2", "D2"}
    report, store = loaded(
        tmp_path, "R1,CFO,0042,soonish,0043,Ready Now\n", mends={(None, cell): "" for cell in seat.own}
    )
    assert (report.errors, nominations(store)) == ([], [("R1", "0043", "ready_now")])


def take_in_text(folder: Path, text: str) -> list[Intake]:
    (folder / "plan.csv").write_text(WIDE + text)
    return take_in(folder / "plan.csv", loaded_on=date(2026, 11, 23))
