"""Which table a sheet is, where its header stands, which column is which field."""

from __future__ import annotations

import pytest

from data_loaders.contract.headings import plain
from data_loaders.contract.match_reasons import MatchReason
from data_loaders.reading import sheet
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import Layout
from data_loaders.recognition.table_detection import recognise


def _recognised(*rows: list[str], file: str = "export.csv", **said: object) -> Layout:
    return recognise(Sheet(file, None, sheet.from_rows(rows)), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", ["Employee ID", "employee_id", " EMPLOYEE-ID ", "Employee #", "EmployeeID"])
def test_headings_are_the_same_whatever_their_case_spaces_and_punctuation(spelling: str) -> None:
    layout = _recognised([spelling, "Hire Date", "Gender"], ["1", "2020-01-01", "F"])
    assert layout.columns == {"employee_id": 0, "hire_date": 1, "gender": 2}


def test_a_number_sign_is_a_number() -> None:
    assert plain("Employee #") == plain("Employee Number")


TABLES = {
    "employees": ["Employee ID", "Hire Date", "Department", "Job Title"],
    "job_history": ["EMPLID", "EFFDT", "ACTION", "TITLE"],
    "promotion_offers": ["Employee ID", "Offer Date", "Decision", "Decline Reason"],
    "critical_roles": ["Role ID", "Title", "Incumbent ID", "Criticality"],
    "successors": ["Role ID", "Successor ID", "Readiness", "Willing"],
    "growth_activities": ["Employee ID", "Activity Date", "Activity Type", "Detail"],
}


@pytest.mark.parametrize(("table", "header"), TABLES.items(), ids=TABLES)
def test_each_table_is_known_by_its_headings(table: str, header: list[str]) -> None:
    layout = _recognised(header, ["1", "2", "3", "4"])
    assert (layout.table, layout.lacking) == (table, ())


def test_an_ambiguous_heading_takes_its_meaning_from_the_table() -> None:
    offers = _recognised(["Employee ID", "Offer Date", "Status"], ["1", "2020-01-01", "Accepted"])
    roster = _recognised(["Employee ID", "Hire Date", "Status"], ["1", "2020-01-01", "Active"])
    assert (offers.columns["outcome"], roster.columns["employment_status"]) == (2, 2)


def test_the_header_is_found_under_titles_and_prompts() -> None:
    layout = _recognised(
        ["Headcount report", "", ""],
        ["As of", "2026-09-30", ""],
        ["", "", ""],
        ["Worker ID", "Hire Date", "Location"],
        ["1", "", ""],
    )
    assert layout.header == 3


def test_columns_nobody_asked_for_are_ignored_by_name() -> None:
    layout = _recognised(["Employee ID", "Hire Date", "Shoe Size"], ["1", "2020-01-01", "42"])
    assert [(m.heading, m.field, m.column, m.how) for m in layout.matches][2] == (
        "Shoe Size",
        None,
        "C",
        MatchReason.IGNORED,
    )


def test_of_two_columns_for_one_field_the_surer_is_taken_and_the_other_named() -> None:
    layout = _recognised(["PositionID", "EmpID", "Hire Date"], ["19", "10026", "2020-01-01"])
    assert layout.columns["employee_id"] == 1


def test_what_hr_says_wins() -> None:
    layout = _recognised(["Employee ID", "Hire Date", "Box"], ["1", "2020-01-01", "IC"], mapping={"track": "box"})
    (box,) = [match for match in layout.matches if match.heading == "Box"]
    assert (box.field, box.how, box.in_words()) == ("track", MatchReason.SAID, "said by you")
    assert box.is_confirmed


def test_people_who_stand_there_often_with_dates_only_are_no_roster() -> None:
    rows = [[str(i % 5), "2020-01-01", "2020-02-01"] for i in range(20)]
    assert _recognised(["BusinessEntityID", "StartDate", "EndDate"], *rows).table != "employees"


def test_labels_under_system_keys_are_header_too() -> None:
    layout = _recognised(
        ["USERID", "HIREDATE", "DIVISION", "custom01"],
        ["User ID", "Hire Date", "Division", "Career Track"],
        ["1", "2020-01-01", "A", "IC"],
    )
    assert (layout.header, layout.columns["track"]) == (1, 3)


DATA_LIKE_HEADINGS = {
    "a day, and words of headings": (["employee_id", "hire_date", "track"], ["BOSS", "2020-01-01", "manager"]),
    "a day, and a heading in every other cell": (
        ["employee_id", "hire_date", "track", "full_name", "job_title", "department"],
        ["id", "2020-01-01", "track", "Name", "Title", "Department"],
    ),
    "a day in words": (
        ["employee_id", "hire_date", "full_name", "job_title", "department"],
        ["id", "3 March 2020", "Name", "Title", "Department"],
    ),
    "a German day": (
        ["Personalnummer", "Eintrittsdatum", "Name", "Abteilung", "Standort"],
        ["ID", "01.03.2020", "Name", "Abteilung", "Standort"],
    ),
    "a number": (
        ["employee_id", "hire_date", "full_name", "job_title", "base_salary"],
        ["id", "", "Name", "Title", "52.000,00 €"],
    ),
    "two words of headings": (["role_id", "title", "business_unit", "location"], ["R-A", "Title", "", "Location"]),
    "words that are headings of other columns": (
        ["employee_id", "hire_date", "track", "job_title", "job_family"],
        ["BOSS", "", "manager", "Supervisor", "Department"],
    ),
    "words of headings in columns nobody knows": (
        ["employee_id", "hire_date", "Klasse", "Kreis", "Gruppe"],
        ["BOSS", "", "Manager", "Team", "Department"],
    ),
}


@pytest.mark.parametrize(("header", "row"), DATA_LIKE_HEADINGS.values(), ids=DATA_LIKE_HEADINGS)
def test_a_person_whose_values_read_like_headings_is_no_second_header(header: list[str], row: list[str]) -> None:
    layout = _recognised(header, row, ["B", "2021-01-01", *row[2:]])
    assert layout.header == 0


@pytest.mark.parametrize(
    ("keys", "labels"),
    [
        (["USERID", "HIREDATE", "DIVISION"], ["User ID", "Hire Date", "Division"]),
        (
            ["USERID", "HIREDATE", "DIVISION", "TITLE"],
            ["Personalnummer", "Eintrittsdatum", "Bereich", "Stelle"],
        ),
        (["USERID", "HIREDATE", "DIVISION", "TITLE"], ["Matricule", "Date d'embauche", "Division", "Emploi"]),
        (["USERID", "HIREDATE", "DIVISION", "TITLE"], ["ID de empleado", "Fecha de ingreso", "División", "Puesto"]),
    ],
)
def test_labels_that_name_three_columns_anew_are_header(keys: list[str], labels: list[str]) -> None:
    assert _recognised(keys, labels, ["1", "2020-01-01", "A", "Dev"][: len(keys)]).header == 1


def test_merged_headings_are_read_with_the_row_below() -> None:
    layout = _recognised(
        ["Employee", "", "Job", ""], ["ID", "Name", "Title", "Level"], ["1", "Ana", "Dev", "3"], table="employees"
    )
    assert {"employee_id": 0, "full_name": 1, "job_title": 2, "job_level": 3}.items() <= layout.columns.items()


def test_a_close_heading_is_taken_and_said() -> None:
    layout = _recognised(["Employee ID", "Hire Dte", "Gender"], ["1", "2020-01-01", "F"])
    assert layout.columns["hire_date"] == 1
    assert layout.guessed == ("hire_date",)


def test_headings_that_could_mean_anything_make_no_table_unasked() -> None:
    assert _recognised(["Id", "Name", "Category", "Date"], ["1", "a", "blue", "2020-01-01"]).doubtful


BARE = ["Employee ID", "Hire Date", "", ""], ["0042", "2020-01-01", "Sales", ""], ["0043", "2020-01-01", "", ""]


def test_a_column_without_a_heading_is_listed_by_its_letter_if_it_holds_anything() -> None:
    assert [(m.heading, m.column, m.field) for m in _recognised(*BARE).matches][2:] == [
        ("Column C (no heading)", "C", None)
    ]


@pytest.mark.parametrize("said", ["Column C", "column c", "Column C (no heading)"])
def test_a_column_without_a_heading_is_said_by_its_letter(said: str) -> None:
    layout = _recognised(*BARE, mapping={"department": said})
    assert layout.columns["department"] == 2
    assert ("Column C (no heading)", "department") in [(m.heading, m.field) for m in layout.matches]


def test_a_heading_that_reads_like_a_letter_goes_before_the_letter() -> None:
    misled = ["Employee ID", "Hire Date", "x", "Column C"], ["0042", "2020-01-01", "Sales", "IT"]
    assert _recognised(*misled, mapping={"department": "Column C"}).columns["department"] == 3


def test_a_sheet_without_any_heading_is_said_by_letters_and_loses_no_row() -> None:
    letters = {"employee_id": "Column A", "hire_date": "Column B"}
    layout = _recognised(["0042", "2020-01-01"], ["0043", "2020-01-01"], table="employees", mapping=letters)
    assert (layout.header, layout.columns) == (-1, {"employee_id": 0, "hire_date": 1})
