"""Lists of leave, courses and projects are no employments: nobody leaves by them, unless HR says what they are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable

TODAY = date(2026, 11, 23)
FIRST = date(2025, 1, 7)
# file, headings without the days, what stands under them, headings of the days, days a row lasts, rows a person
Listed = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...], int, int]
BOOKINGS: dict[str, Listed] = {
    "leave": ("absences", ("Employee ID", "Leave Type"), (("Annual", "Sick"),), ("Start Date", "End Date"), 5, 3),
    "leave with names": (
        "export",
        ("Employee ID", "Employee Name", "Department", "Absence Reason"),
        (("Ana Ruiz", "Bo Li"), ("Sales", "IT"), ("Vacation", "Illness")),
        ("Start Date", "End Date"),
        5,
        1,
    ),
    "leave with first and last days": (
        "leave_2025",
        ("Employee ID", "Full Name", "Leave Type"),
        (("Ana Ruiz", "Bo Li"), ("Annual", "Sick")),
        ("First Day", "Last Day"),
        5,
        1,
    ),
    "long leave": (
        "export",
        ("Employee ID", "Full Name", "Leave Type"),
        (("Ana Ruiz", "Bo Li"), ("Parental leave", "Sabbatical")),
        ("Start Date", "End Date"),
        300,
        1,
    ),
    "leave, dated as a history": (
        "absence",
        ("EMPLID", "Department", "Leave Type"),
        (("IT", "HR"), ("Annual", "Sick")),
        ("Effective Date", "End Date"),
        5,
        3,
    ),
    "days of leave": ("leave", ("Employee ID", "Leave Type"), (("Annual", "Sick"),), ("Leave Date",), 1, 3),
    "courses": ("course bookings", ("Employee ID", "Course"), (("Excel", "Python"),), ("Start Date", "End Date"), 3, 2),
    "courses under titles": (
        "catalogue",
        ("Employee ID", "Title"),
        (("Excel basics", "Python"),),
        ("Start Date", "End Date"),
        3,
        2,
    ),
    "courses under plain days": (
        "export",
        ("Employee ID", "Course"),
        (("Excel", "Python"),),
        ("Hire Date", "Termination Date"),
        3,
        2,
    ),
    "ends of courses": ("export", ("Employee ID", "Course"), (("Excel", "Python"),), ("End Date",), 1, 2),
    "projects, each person once": (
        "staffing",
        ("Employee ID", "Employee Name", "Project", "Role"),
        (("Ana Ruiz", "Bo Li"), ("Apollo", "Zeus"), ("Lead", "Dev")),
        ("Start Date", "End Date"),
        150,
        1,
    ),
    "projects of a year": (
        "projects",
        ("Employee ID", "Employee Name", "Role"),
        (("Ana Ruiz", "Bo Li"), ("Lead", "Dev")),
        ("Start Date", "End Date"),
        300,
        3,
    ),
    "short intervals of nobody knows what": (
        "export",
        ("Employee ID", "Employee Name"),
        (("Ana Ruiz", "Bo Li"),),
        ("Start Date", "End Date"),
        5,
        1,
    ),
    "German courses": (
        "Seminarbuchungen",
        ("Personalnummer", "Mitarbeitername", "Lehrgang"),
        (("Ana Ruiz", "Bo Li"), ("Excel", "Word")),
        ("Eintritt", "Austritt"),
        3,
        2,
    ),
    "German leave": (
        "Urlaub 2025",
        ("Personalnummer", "Mitarbeitername", "Art"),
        (("Ana Ruiz", "Bo Li"), ("Erholungsurlaub", "Krank")),
        ("Start Date", "End Date"),
        5,
        3,
    ),
    "German absence under a vague name": (
        "Export",
        ("Personalnummer", "Mitarbeitername", "Abwesenheitsart"),
        (("Ana Ruiz", "Bo Li"), ("Elternzeit", "Kur")),
        ("Start Date", "End Date"),
        200,
        1,
    ),
    "French leave": (
        "congés",
        ("Matricule", "Nom Prénom", "Type de congé"),
        (("Ana Ruiz", "Bo Li"), ("Congés payés", "Maladie")),
        ("Start Date", "End Date"),
        5,
        2,
    ),
    "French courses": (
        "export",
        ("Matricule", "Nom Prénom", "Formation"),
        (("Ana Ruiz", "Bo Li"), ("Excel", "Word")),
        ("Start Date", "Date de fin de contrat"),
        2,
        2,
    ),
    "Spanish courses": (
        "cursos",
        ("ID de empleado", "Curso"),
        (("Excel", "Word"),),
        ("Fecha de inicio", "Fecha de baja"),
        3,
        2,
    ),
    "Spanish leave": (
        "export",
        ("ID de empleado", "Nombre y apellidos", "Tipo de permiso"),
        (("Ana Ruiz", "Bo Li"), ("Vacaciones", "Enfermedad")),
        ("Fecha de inicio", "Fecha de baja"),
        5,
        1,
    ),
}


def rows(listed: Listed, people: int = 12) -> list[list[object]]:
    _, headings, cells, days, lasting, each = listed
    table: list[list[object]] = [[*headings, *days]]
    for i in range(people * each):
        begin = FIRST + timedelta(days=37 * (i // people) + 3 * (i % people))
        span = (begin, begin + timedelta(days=lasting - 1 + i % 2))[2 - len(days) :]
        table.append([1001 + i % people, *(words[i % len(words)] for words in cells), *span])
    return table


def write(folder: Path, name: str, table: list[list[object]], kind: str, form: str = "%Y-%m-%d") -> Path:
    path = folder / f"{name}.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row)
        book.save(path)
    else:
        lines = [
            ";".join(cell.strftime(form) if isinstance(cell, date) else str(cell) for cell in row) for row in table
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def taken(path: Path, **said: object) -> ExtractedTable:
    [intake] = extract_tables(path, loaded_on=TODAY, said=UploadAnswers(**said))  # type: ignore[arg-type]
    return intake


@pytest.mark.parametrize(("kind", "form"), [("csv", "%Y-%m-%d"), ("csv", "%d.%m.%Y"), ("xlsx", "")])
@pytest.mark.parametrize("listed", BOOKINGS.values(), ids=BOOKINGS)
def test_bookings_are_asked_about_and_not_taken_for_employments(
    tmp_path: Path, listed: Listed, kind: str, form: str
) -> None:
    intake = taken(write(tmp_path, listed[0], rows(listed), kind, form))
    assert intake.table is None
    assert intake.problems[0].severity == "error"
    assert "Leave it out" in intake.problems[0].remedy


@pytest.mark.parametrize("table", ["employees", None])
def test_what_hr_says_of_a_list_of_bookings_holds_and_is_warned_of_once(tmp_path: Path, table: str | None) -> None:
    path = write(tmp_path, "export", rows(BOOKINGS["long leave"]), "csv")
    intake = taken(path, table=table)
    assert intake.table == table
    told = [problem for problem in intake.problems if "list of leave, courses or projects" in problem.problem]
    assert [problem.severity for problem in told] == ["warning" if table else "error"]
    assert "it has a column Leave Type" in told[0].problem


@pytest.mark.parametrize(
    ("headings", "days"),
    [
        (("Personalnummer", "Art"), ("Von", "Bis")),
        (("Personalnummer", "Abwesenheit"), ("Beginn", "Ende")),
        (("Matricule", "Congé"), ("Du", "Au")),
        (("ID de empleado", "Permiso"), ("Desde", "Hasta")),
    ],
)
def test_days_that_hr_maps_do_not_make_employments_of_leave(
    tmp_path: Path, headings: tuple[str, ...], days: tuple[str, ...]
) -> None:
    path = write(tmp_path, "export", rows(("", headings, (("Reise", "Kind", "3"),), days, 5, 3)), "csv")
    intake = taken(path, mapping={"hire_date": days[0], "termination_date": days[1]})
    assert intake.table is None


def employments(headings: tuple[str, ...], *cells: tuple[str, ...], days: tuple[str, ...]) -> list[list[object]]:
    return rows(("", headings, cells, days, 900, 1))


ROSTERS = {
    "vague headings": (
        "people",
        employments(("Employee #", "Full Name", "Job Title"), ("Ana",), ("Clerk",), days=("Start Date", "End Date")),
    ),
    "a column of courses, and more of persons": (
        "people",
        employments(
            ("Employee #", "Gender", "DOB", "Training Program Name"),
            ("F", "M"),
            ("1980-01-01",),
            ("Excel", "Word"),
            days=("Start Date", "End Date"),
        ),
    ),
    "a column of projects under plain days": (
        "people",
        employments(
            ("Employee ID", "Full Name", "Project"),
            ("Ana",),
            ("Apollo", "Zeus"),
            days=("Hire Date", "Termination Date"),
        ),
    ),
    "balances of leave": (
        "people",
        employments(
            ("Employee ID", "Name", "Leave Balance", "On Leave"),
            ("Ana",),
            ("12", "20"),
            ("yes", "no"),
            days=("Start Date", "End Date"),
        ),
    ),
    "the people of a school": (
        "course centre staff",
        employments(
            ("Employee ID", "Name", "Department", "Job Title"),
            ("Ana",),
            ("Training", "Courses"),
            ("Course leader", "Training officer"),
            days=("Start Date", "End Date"),
        ),
    ),
    "German": (
        "Mitarbeiter",
        employments(
            ("Personalnummer", "Mitarbeitername", "Krankenkasse", "Buchungskreis"),
            ("Ana",),
            ("AOK Nord", "TK West"),
            ("Nord", "West"),
            days=("Eintritt", "Austritt"),
        ),
    ),
    "French": (
        "effectifs",
        employments(
            ("Matricule", "Nom Prénom", "Formation"),
            ("Ana",),
            ("Licence", "Master"),
            days=("Date d'embauche", "Date de sortie"),
        ),
    ),
    "Spanish": (
        "plantilla",
        employments(
            ("ID de empleado", "Nombre y apellidos", "Permiso de trabajo"),
            ("Ana",),
            ("Larga", "Breve"),
            days=("Fecha de alta", "Fecha de baja"),
        ),
    ),
    "short employments under plain days": (
        "harvest",
        rows(("", ("Employee ID", "Full Name"), (("Ana",),), ("Hire Date", "Termination Date"), 14, 1)),
    ),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("name", "table"), ROSTERS.values(), ids=ROSTERS)
def test_a_roster_is_one_whatever_words_stand_in_it(
    tmp_path: Path, name: str, table: list[list[object]], kind: str
) -> None:
    intake = taken(write(tmp_path, name, table, kind))
    assert (intake.table, len(intake.frame)) == ("employees", len(table) - 1)


def test_a_history_of_jobs_is_one_beside_projects_and_training(tmp_path: Path) -> None:
    headings = ("Employee ID", "Job Title", "Level", "Manager ID", "Project")
    cells = (("Clerk", "Trainer"), ("1", "2"), ("1001", "1002"), ("Apollo", "Training"))
    path = write(tmp_path, "export", rows(("", headings, cells, ("Effective Date", "End Date"), 200, 3)), "csv")
    assert taken(path).table == "job_history"


@pytest.mark.parametrize(
    ("name", "headings", "table"),
    [
        ("export", ("Employee ID", "Employee Name"), None),
        ("Leavers 2025", ("Employee ID", "Employee Name"), "job_history"),
        ("Abgänge", ("Personalnummer", "Mitarbeitername"), "job_history"),
        ("sorties", ("Matricule", "Nom Prénom"), "job_history"),
        ("bajas", ("ID de empleado", "Nombre y apellidos"), "job_history"),
        ("export", ("Employee ID", "Reason for Leaving"), "job_history"),
    ],
)
def test_an_end_of_anything_is_a_last_day_where_something_else_says_so(
    tmp_path: Path, name: str, headings: tuple[str, ...], table: str | None
) -> None:
    path = write(tmp_path, name, rows(("", headings, (("Ana", "Bo"),), ("End Date",), 1, 1)), "csv")
    assert taken(path).table == table
