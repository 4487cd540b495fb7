"""A sheet that is none of the tables is told what it resembles, what it lacks, and what to do."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store

CASES = {
    "a history without events": (
        "BusinessEntityID,JobTitle,EffectiveStartDate,Grade\n1,Clerk,2009-01-14,2\n4,Clerk,2007-12-05,3\n",
        "This looks most like job_history, but lacks action (what happened); "
        "BusinessEntityID is taken for employee_id; "
        "EffectiveStartDate is taken for effective_date; "
        "Grade is taken for job_level.",
    ),
    "pay rates": (
        "BusinessEntityID,RateChangeDate,Rate,PayFrequency\n1,00:00.0,125.5,2\n",
        "This looks most like employees, but lacks hire_date (first day employed); BusinessEntityID is taken for "
        "employee_id.",
    ),
    "a list of departments": (
        "DepartmentID,Name,GroupName,ModifiedDate\n1,Engineering,Research,00:00.0\n",
        "This is none of the six tables: none has the headings DepartmentID, Name, GroupName, ModifiedDate.",
    ),
    "people without a first day": (
        "id,gender,date_of_birth,employee_id\n1,F,1990-01-01,7\n",
        "This looks most like employees, but lacks hire_date (first day employed); "
        "date_of_birth is taken for birth_date.",
    ),
    "people by their e-mail": (
        "Email,First Name,Last Name,Hire Date,Department\na@x.com,Ana,Ruiz,2020-01-01,Sales\n",
        "This looks most like employees, but lacks employee_id (the HRIS id).",
    ),
    "people with nothing that is required": (
        "Full Name,Department,Job Title\nAna Ruiz,Sales,Clerk\n",
        "This looks most like employees, but lacks employee_id (the HRIS id) and hire_date (first day employed).",
    ),
    "jobs, whose id is nobody's": (
        "id,critical_job,description,effective_date,job_profile_code,management_level,title\n"
        "7a,false,Clerks,2023-10-30,CL,5,Clerk\n",
        "This looks most like critical_roles, but lacks role_id (the id of the position, not of the job); "
        "management_level is taken for job_level.",
    ),
    "a history of persons": (
        "id,type,_fivetran_start,_fivetran_end,nationality\n7,a,2020-01-01,2021-01-01,DE\n7,a,2021-01-01,,DE\n",
        "This is a history, but says nothing of people's jobs: no title, level, unit or manager.",
    ),
    "a pivot table": (
        "Row Labels,Count of Employee ID\nEngineering,2\nGrand Total,2\n",
        "This is a pivot table, which counts people and does not list them.",
    ),
    "names with nothing that is required": (
        "Name,Department,Job Title,Start Date\nAna Ruiz,Ops,Clerk,2018-02-01\n",
        "This looks most like employees, but lacks employee_id (the HRIS id) and hire_date (first day employed); "
        "Name is taken for full_name.",
    ),
    "numbers alone": ("1,2,3\n4,5,6\n", "No header was recognised: this is none of the six tables."),
}


@pytest.mark.parametrize(("text", "sentence"), CASES.values(), ids=CASES)
def test_one_sentence_says_what_is_missing(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "export.csv").write_text(text)
    [intake] = extract_tables(tmp_path / "export.csv", loaded_on=date(2026, 11, 23))
    assert [(p.problem, p.severity, p.row) for p in intake.problems] == [(sentence, "error", None)]
    assert intake.table is None


def test_a_table_below_another_is_named_by_its_first_row(tmp_path: Path) -> None:
    (tmp_path / "roster_2026-09-30.csv").write_text(
        "Employee ID,Hire Date,Gender,Department\n1,2020-01-01,F,Ops\n,,,\n"
        "Employee ID,Date of Birth,Location,Full Name\n1,1990-01-01,Bonn,Ana Ruiz\n"
    )
    roster, other = extract_tables(tmp_path / "roster_2026-09-30.csv", loaded_on=date(2026, 11, 23))
    assert (roster.table, len(roster.frame)) == ("employees", 1)
    assert other.problems[0].problem.startswith("What begins in row 4 looks most like employees, but lacks hire_date")


ROSTER = """Full Name,Work Email,Hire Date,Manager Email
Ana Ruiz,Ana.Ruiz@x.org,2018-02-01,
Ben Okafor,ben@x.org,2019-03-04,ana.ruiz@x.org
"""


def taken(folder: Path, text: str, said: UploadAnswers | None = None) -> ExtractedTable:
    path = folder / "roster_2026-09-30.csv"
    path.write_text(text)
    [intake] = extract_tables(path, loaded_on=date(2026, 11, 23), said=said)
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
    intake = taken(tmp_path, ROSTER, UploadAnswers(mapping={"employee_id": "Work Email"}))
    assert intake.table == "employees"
    assert intake.frame["employee_id"].tolist() == ["ana.ruiz@x.org", "ben@x.org"]
    store = Store(tmp_path / "company")
    files = [tmp_path / "roster_2026-09-30.csv"]
    said = UploadAnswers(mapping={"employee_id": "Work Email"})
    load.load_files(store, LoadRequest(files, datetime(2026, 11, 23, 9), "ana", said))
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
