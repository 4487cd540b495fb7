"""Histories of what held from when to when are read as changes, each on its first day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading import load
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store

TODAY = date(2026, 11, 23)
HISTORY = """BusinessEntityID,DepartmentID,StartDate,EndDate
4,1,2015-01-05,2018-05-30
4,2,2018-05-31,NULL
5,1,2016-03-01,2020-01-31
"""
DEPARTMENTS = "DepartmentID,Name,GroupName\n1,Engineering,Research\n2,Tool Design,Research\n"
ROSTER = "Employee ID,Hire Date{}\n4,2015-01-05{}\n5,2016-03-01{}\n"


def taken(folder: Path, text: str, name: str = "EmployeeDepartmentHistory.csv") -> ExtractedTable:
    (folder / name).write_text(text)
    [intake] = extract_tables(folder / name, loaded_on=TODAY)
    return intake


def loaded(folder: Path, **texts: str) -> tuple[LoadReport, Store]:
    files = []
    for name, text in texts.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(text)
    store = Store(folder / "company")
    return load.load_files(store, LoadRequest(files, datetime(2026, 11, 23, 9, 0), "ana")), store


def units(store: Store) -> list[tuple[object, ...]]:
    con = store.open()
    try:
        query = (
            "select employee_id, spell_start, spell_end, business_unit, end_reason from employment_spells order by all"
        )
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_each_row_is_a_change_on_its_first_day(tmp_path: Path) -> None:
    history = taken(tmp_path, HISTORY)
    assert history.table == "job_history"
    assert history.frame["action"].tolist() == ["change"] * 3
    assert history.frame["effective_date"].dt.date.tolist() == [date(2015, 1, 5), date(2018, 5, 31), date(2016, 3, 1)]
    [notice] = [p for p in history.problems if p.row is None]
    assert "read as a change on its first day" in notice.problem
    assert "1 people's last row has an end" in notice.problem


def test_codes_are_named_by_a_list_in_the_same_load(tmp_path: Path) -> None:
    report, store = loaded(
        tmp_path, roster=ROSTER.format("", "", ""), EmployeeDepartmentHistory=HISTORY, dept=DEPARTMENTS
    )
    assert report.errors == []
    assert units(store) == [
        ("4", date(2015, 1, 5), date(2018, 5, 31), "Engineering", "change"),
        ("4", date(2018, 5, 31), None, "Tool Design", "open"),
        ("5", date(2016, 3, 1), None, "Engineering", "open"),
    ]


def test_departments_are_no_units_where_the_roster_brings_units(tmp_path: Path) -> None:
    roster = ROSTER.format(",Business Unit", ",Europe", ",Asia")
    report, store = loaded(tmp_path, roster=roster, EmployeeDepartmentHistory=HISTORY)
    assert {row[3] for row in units(store)} == {"Europe", "Asia"}
    assert any("departments of this history are left out" in p.problem for p in report.problems)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        pytest.param(
            "Employee #,Effective Date,Job Title,Level\n1,2020-01-01,Clerk,1\n1,2021-01-01,Lead,2\n",
            "job_history",
            id="effective dated, people repeat",
        ),
        pytest.param(
            "Employee #,Date,Division,Job Title,Reports To\n1,2020-01-01,EU,Clerk,\n1,2021-01-01,EU,Lead,\n",
            "job_history",
            id="dated, with several things said",
        ),
        pytest.param(
            "Employee #,Start Date,End Date,Job Title,Full Name\n1,2020-01-01,,Clerk,Ana\n2,2021-01-01,,Lead,Bo\n",
            "employees",
            id="a roster with first and last days",
        ),
        pytest.param(
            "Employee #,Effective Date,End Date,Gender,Religion\n1,2020-01-01,,F,x\n1,2021-01-01,,F,y\n",
            None,
            id="nothing of jobs",
        ),
    ],
)
def test_what_is_such_a_history_and_what_is_not(tmp_path: Path, text: str, table: str | None) -> None:
    assert taken(tmp_path, text, "export.csv").table == table


def test_a_history_that_says_nothing_of_jobs_is_told_so(tmp_path: Path) -> None:
    found = taken(tmp_path, "worker_id,effective_date,end_date,gender\n1,2020-01-01,,F\n1,2021-01-01,,M\n", "a.csv")
    assert "says nothing of people's jobs" in found.problems[0].problem


def test_management_levels_of_a_history_run_upward_as_well(tmp_path: Path) -> None:
    rows = "1,2020-01-01,,8_Individual_Contributor\n1,2021-01-01,,6_Manager\n"
    text = f"worker_id,effective_date,end_date,management_level_code\n{rows}"
    assert taken(tmp_path, text).frame["job_level"].tolist() == [4, 6]


CAREERS = st.lists(
    st.lists(st.tuples(st.integers(30, 900), st.sampled_from(["Ops", "Sales", "Design"])), min_size=2, max_size=4),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(careers=CAREERS, data=st.data())
def test_any_history_of_intervals_comes_back_change_by_change(
    tmp_path: Path, careers: list[list[tuple[int, str]]], data: st.DataObject
) -> None:
    rows = []
    for who, career in enumerate(careers, 1):
        day = date(2015, 1, 1)
        for days, unit in career:
            rows.append((f"E{who}", day, day + timedelta(days=days - 1), unit))
            day += timedelta(days=days)
    shuffled = data.draw(st.permutations(rows))
    lines = [f"{who},{unit},{first},{last}" for who, first, last, unit in shuffled]
    history = taken(tmp_path, "Employee ID,Department,Start Date,End Date\n" + "\n".join(lines) + "\n")
    frame = history.frame
    found = zip(frame["employee_id"], frame["effective_date"].dt.date, frame["business_unit"], strict=True)
    assert list(found) == [(who, first, unit) for who, first, _, unit in shuffled]
    assert set(frame["action"]) == {"change"}
