"""Names that stand under their readiness become one nomination each."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading import load
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store


def successors(folder: Path, text: str) -> ExtractedTable:
    (folder / "plan.csv").write_text(text)
    return extract_tables(folder / "plan.csv", loaded_on=date(2026, 11, 23))[-1]


@pytest.mark.parametrize(
    "headings",
    [
        "Ready Now,Ready 1-2 Years,Ready 3-5 Years",
        "Successors Ready Now,Successors 1-2 Years,Successors 3-5 Years",
        "Ready Now Candidates,Ready in 1-2 Years,Future Potential",
    ],
)
def test_each_name_is_a_nomination_with_the_readiness_it_stands_under(tmp_path: Path, headings: str) -> None:
    rows = "R1,CFO,0042,0043,\nR2,CTO,,0042; 0043,0044\nR3,COO,,,\n"
    plan = successors(tmp_path, f"Role ID,Role Title,{headings}\n{rows}")
    assert plan.table == "successors"
    assert plan.frame[["role_id", "employee_id", "readiness"]].to_numpy().tolist() == [
        ["R1", "0042", "ready_now"],
        ["R1", "0043", "ready_1_2_years"],
        ["R2", "0042", "ready_1_2_years"],
        ["R2", "0043", "ready_1_2_years"],
        ["R2", "0044", "ready_3_5_years"],
    ]
    seats = [plan.seats[number] for number in plan.frame["row_number"]]
    assert [(seat.row, seat.cells["employee_id"]) for seat in seats] == [
        (2, "C2"),
        (2, "D2"),
        (3, "D3"),
        (3, "D3"),
        (3, "E3"),
    ]


def test_one_column_of_readiness_is_no_such_plan(tmp_path: Path) -> None:
    plan = successors(tmp_path, "Role ID,Successor ID,Readiness\nR1,0042,Ready Now\n")
    assert (plan.seats, plan.frame["readiness"].tolist()) == ({}, ["ready_now"])


def test_a_plan_that_names_no_role_ids_brings_nominations_alone(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Critical Position,Ready Now,Ready 1-2 Years\nCFO,Bo Li,Di May\n")
    [plan] = extract_tables(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
    assert (plan.table, plan.frame["role_id"].tolist()) == ("successors", ["CFO", "CFO"])


READY = {"ready_now": "Ready Now", "ready_1_2_years": "Ready 1-2 Years", "ready_3_5_years": "Ready 3-5 Years"}
PLANS = st.lists(
    st.fixed_dictionaries({ready: st.lists(st.integers(1, 9999), max_size=3, unique=True) for ready in READY}),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=PLANS, order=st.permutations(list(READY)))
def test_any_plan_comes_back_nomination_by_nomination(
    tmp_path: Path, plans: list[dict[str, list[int]]], order: list[str]
) -> None:
    lines = ["Role ID,Role Title," + ",".join(READY[ready] for ready in order)]
    lines += [
        f"R{number},Role {number}," + ",".join("; ".join(f"E{who}" for who in plan[ready]) for ready in order)
        for number, plan in enumerate(plans)
    ]
    expected = [
        [f"R{number}", f"E{who}", ready] for number, plan in enumerate(plans) for ready in order for who in plan[ready]
    ]
    plan = successors(tmp_path, "\n".join(lines) + "\n")
    if expected:
        assert plan.frame[["role_id", "employee_id", "readiness"]].to_numpy().tolist() == expected
    else:
        assert not len(plan.frame) or plan.table == "critical_roles"


LAYOUTS = {
    "numbers in the middle": "Role ID,Title,Successor 1 ID,Successor 1 Readiness,Successor 2 ID,Successor 2 Readiness",
    "numbers at the end": "Role ID,Title,Successor_ID_1,Readiness_1,Successor_ID_2,Readiness_2",
    "numbers attached": "Role ID,Title,Successor1 ID,Successor1 Readiness,Successor2 ID,Successor2 Readiness",
}


@pytest.mark.parametrize("header", LAYOUTS.values(), ids=LAYOUTS)
def test_each_numbered_successor_becomes_a_row(tmp_path: Path, header: str) -> None:
    rows = "R1,CFO,0042,Ready Now,0043,1-2 Years\nR2,CTO,,,,\nR3,COO,,,0044,soonish\n"
    (tmp_path / "plan.csv").write_text(f"{header}\n{rows}")
    roles, intake = extract_tables(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
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
    roles, intake = extract_tables(tmp_path / "plan.csv", loaded_on=date(2026, 11, 23))
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
    return load.load_files(store, LoadRequest(files, now, "ana", UploadAnswers(**said), accept_problems=True)), store


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


def take_in_text(folder: Path, text: str) -> list[ExtractedTable]:
    (folder / "plan.csv").write_text(WIDE + text)
    return extract_tables(folder / "plan.csv", loaded_on=date(2026, 11, 23))
