"""People by name or e-mail, roles by title, ids without their zeros: the ids, or a clear list of what is unclear."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from company import rows
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

ROSTER = (
    "Employee ID,Hire Date,Full Name,Work Email,Manager ID\n"
    "007,2018-01-01,Ana Ruiz,ana@firm.example,\n"
    "042,2020-03-01,Bo Li,bo@firm.example,7\n"
    "101,2020-03-01,Cy Day,cy@firm.example,7\n"
    "102,2021-03-01,Cy Day,cyd@firm.example,42\n"
)
ROLES = "Role ID,Title,Incumbent Name\nR1,Chief Financial Officer,Ana Ruiz\nR2,Plant Head,\nR3,Plant Head,Vacant\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "company")


def load(store: Store, folder: Path, said: dict[str, Any] | None = None, **files: str) -> LoadReport:
    paths = []
    for name, text in files.items():
        path = folder / f"{name.replace('roster', 'roster_2026-09-30')}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return load_files(store, LoadRequest(paths, datetime(2026, 10, 1, 9, 0), "ana", **(said or {})))


TABLES = {
    "successors": (
        "Role ID,Successor,Readiness\nR1,{},Ready Now\n",
        "select employee_id from successors",
    ),
    "promotion_offers": (
        "Employee Name,Offer Date,Outcome\n{},2026-05-01,declined\n",
        "select employee_id from promotion_offers",
    ),
    "growth_activities": (
        "Employee,Activity Date,Activity Type\n{},2026-05-01,mentor\n",
        "select employee_id from growth_activities",
    ),
    "critical_roles": (
        "Role ID,Title,Incumbent\nR9,CTO,{}\n",
        "select incumbent_id from critical_roles where role_id = 'R9'",
    ),
}


@pytest.mark.parametrize(("text", "query"), TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("said", ["Bo Li", '"Li, Bo"', "bo@firm.example", "42", "042", "Bo Li (042)"])
def test_a_person_said_in_any_way_is_found(store: Store, tmp_path: Path, text: str, query: str, said: str) -> None:
    load(store, tmp_path, roster=ROSTER, roles=ROLES, other=text.format(said))
    assert rows(store, query) == [("042",)]


def test_people_known_from_an_earlier_load_are_found(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, roster=ROSTER, roles=ROLES)
    report = load(store, tmp_path, plan="Role ID,Successor,Readiness\nR1,Bo Li,Ready Now\n")
    assert rows(store, "select employee_id from successors") == [("042",)]
    assert "by name; 1 of 1 were found" in report.problems[0].problem


def test_the_incumbent_is_found_by_name_and_vacant_stays_vacant(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, roster=ROSTER, roles=ROLES)
    assert rows(store, "select role_id, incumbent_id from critical_roles order by 1") == [
        ("R1", "007"),
        ("R2", None),
        ("R3", None),
    ]


def test_namesakes_and_strangers_are_listed_row_by_row_and_nothing_is_guessed(store: Store, tmp_path: Path) -> None:
    plan = "Role ID,Successor,Readiness\nR1,Cy Day,Ready Now\nR1,Di May,Ready Now\nR1,Bo Li,Ready Now\n"
    with pytest.raises(LoadRefused) as refused:
        load(store, tmp_path, roster=ROSTER, roles=ROLES, plan=plan)
    told = [(p.row, p.cell, p.value, p.problem) for p in refused.value.problems if p.severity == "error"]
    assert told == [
        (2, "B2", "Cy Day", "Cy Day is the name of 2 people: 101, 102."),
        (3, "B3", "Di May", "Di May is the name of nobody loaded."),
    ]
    load(store, tmp_path, {"accept_problems": True}, roster=ROSTER, roles=ROLES, plan=plan)
    assert rows(store, "select employee_id from successors") == [("042",)]


def test_names_without_any_people_to_find_them_among_are_one_problem(store: Store, tmp_path: Path) -> None:
    with pytest.raises(LoadRefused) as refused:
        load(store, tmp_path, plan="Role ID,Successor,Readiness\nR1,Cy Day,Ready Now\nR1,Di May,Ready Now\n")
    [problem] = [p for p in refused.value.problems if p.severity == "error"]
    assert problem.row is None
    assert "no people are loaded" in problem.problem


def test_a_role_is_found_by_its_title_unless_several_are_called_so(store: Store, tmp_path: Path) -> None:
    plan = "Role Title,Successor ID,Readiness\nchief financial officer,042,Ready Now\nPlant Head,101,Ready Now\n"
    report = load(store, tmp_path, {"accept_problems": True}, roster=ROSTER, roles=ROLES, plan=plan)
    assert rows(store, "select role_id, employee_id from successors") == [("R1", "042")]
    assert [p.problem for p in report.problems if p.severity == "error"] == [
        "Plant Head is the title of 2 roles: R2, R3."
    ]


def test_lost_zeros_are_told_once_a_column(store: Store, tmp_path: Path) -> None:
    report = load(store, tmp_path, roster=ROSTER)
    assert rows(store, "select employee_id, manager_id from employees order by 1") == [
        ("007", None),
        ("042", "007"),
        ("101", "007"),
        ("102", "042"),
    ]
    assert [(p.column, p.problem) for p in report.problems if "zeros" in p.problem] == [
        ("Manager ID", "The ids had lost their leading zeros; padded to 3 digits, 2 of 2 match.")
    ]


def test_a_later_roster_that_lost_its_zeros_is_of_the_same_people(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, roster=ROSTER)
    shorn = "Employee ID,Hire Date\n7,2018-01-01\n42,2020-03-01\n101,2020-03-01\n8,2026-10-01\n"
    (tmp_path / "roster_2026-10-31.csv").write_text(shorn)
    report = load_files(store, LoadRequest([tmp_path / "roster_2026-10-31.csv"], datetime(2026, 11, 1), "ana"))
    assert report.tables["employees"].added == 1
    assert rows(store, "select employee_id from employees order by 1") == [
        ("007",),
        ("008",),
        ("042",),
        ("101",),
        ("102",),
    ]


def test_a_manager_given_by_email_is_found_in_the_roster(store: Store, tmp_path: Path) -> None:
    text = (
        "Employee ID,Hire Date,Full Name,Work Email,Manager Email\n1,2018-01-01,Ana Ruiz,ana@firm.example,\n"
        "2,2018-01-01,Bo Li,bo@firm.example,Ana@firm.example\n3,2018-01-01,Cy Day,,gone@firm.example\n"
    )
    report = load(store, tmp_path, roster=text)
    assert rows(store, "select employee_id, manager_id from employees order by 1") == [
        ("1", None),
        ("2", "1"),
        ("3", None),
    ]
    assert [p.row for p in report.problems if p.row] == [4]


def test_what_holds_a_digit_and_is_nobodys_name_may_be_an_id_not_known_yet(store: Store, tmp_path: Path) -> None:
    plan = "Role ID,Successor,Readiness\nR1,EXT HR 12,Ready Now\n"
    report = load(store, tmp_path, roster=ROSTER, roles=ROLES, plan=plan)
    assert rows(store, "select employee_id from successors") == [("EXT HR 12",)]
    assert any(p.problem == "Successor EXT HR 12 is not among the people loaded." for p in report.problems)


def test_a_stranger_among_numbered_successors_is_told_with_the_cell_they_stand_in(store: Store, tmp_path: Path) -> None:
    plan = "Role ID,Successor 1,Successor 1 Readiness,Successor 2,Successor 2 Readiness\nR1,Bo Li,Now,Di May,Now\n"
    with pytest.raises(LoadRefused) as refused:
        load(store, tmp_path, roster=ROSTER, roles=ROLES, plan=plan)
    told = [(p.row, p.cell, p.value) for p in refused.value.problems if p.severity == "error"]
    assert told == [(2, "D2", "Di May")]
