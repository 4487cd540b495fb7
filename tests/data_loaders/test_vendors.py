"""Each vendor's layout goes in without a question: the small files of `vendors/`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable

VENDORS = Path(__file__).with_name("vendors")

EVERY = {"employee_id", "full_name", "hire_date"}
# file → the other fields that must be found in it
ROSTERS = {
    "Workday Workers.csv": "department job_level termination_date termination_type",
    "SuccessFactors users 2026-09-30.csv": "business_unit department gender job_title manager_id",
    "BambooHR bamboo_2026-09-30.csv": "job_title manager_id termination_date termination_type",
    "ADP_2026-09-30.csv": "department job_title manager_id termination_date",
    "ukg_2026-09-30.csv": "department job_title manager_id termination_date",
    "hibob_2026-09-30.csv": "department job_title location manager_id termination_date",
    "personio_2026-09-30.csv": "department gender location manager_id termination_date",
    "dayforce_2026-09-30.csv": "base_salary department job_title location termination_date",
    "orangehrm_2026-09-30.csv": "birth_date department gender job_title location",
    "Odoo hr.employee 2026-09-30.csv": "department job_title location manager_id termination_date",
    "Frappe Employee 2026-09-30.csv": "job_level manager_id termination_date termination_type",
}


def _taken(name: str) -> list[ExtractedTable]:
    return extract_tables(VENDORS / name, loaded_on=date(2026, 11, 23))


@pytest.mark.parametrize("name", ROSTERS)
def test_a_roster_in_the_vendors_layout_goes_in_without_a_question(name: str) -> None:
    (taken,) = _taken(name)
    assert taken.table == "employees"
    assert EVERY | set(ROSTERS[name].split()) <= set(taken.fields)
    assert (taken.as_of, taken.as_of_assumed) == (date(2026, 9, 30), False)
    assert [p.sentence() for p in taken.problems if p.severity == "error"] == []
    assert taken.frame["hire_date"].dt.date.tolist() == [date(2020, 1, 15), date(2021, 6, 30)]
    if "manager_id" in taken.fields:
        assert taken.frame["manager_id"].fillna("").tolist() == ["", taken.frame["employee_id"].iloc[0]]


def test_oracle_files_hold_one_table_per_object() -> None:
    taken = {intake.sheet: intake for intake in _taken("Worker.dat")}
    assert set(taken) == {"Worker", "WorkRelationship"}
    assert taken["Worker"].table == "employees"
    assert taken["Worker"].frame[["row_number", "employee_id"]].values.tolist() == [[3, "1001"], [4, "1002"]]


@pytest.mark.parametrize("vendor", ["SuccessFactors", "Oracle", "PeopleSoft"])
def test_a_succession_plan_in_the_vendors_layout_goes_in_without_a_question(vendor: str) -> None:
    (taken,) = _taken(f"{vendor} succession.csv")
    assert taken.table == "successors"
    assert taken.frame["employee_id"].tolist() == ["1001", "1002"]
    assert taken.frame["readiness"].tolist() == ["ready_now", "ready_1_2_years"]
