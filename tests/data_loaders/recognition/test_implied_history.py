"""A list of who left ends their employments, keeps what it says of how and why, and makes nobody else disappear."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

TODAY = date(2026, 11, 23)
ROSTER = """Employee ID,Employee Name,Hire Date,Department,Work Email
1001,Ana Ruiz,2018-02-01,Design,ana@x.org
1002,Ben Okafor,2019-03-04,Design,ben@x.org
1003,Cleo Lang,2020-05-06,Sales,cleo@x.org
"""
HEADINGS = ("Employee ID", "Employee Name", "Last Day Worked", "Separation Type", "Leaving reason")
LEFT = (("1002", "Ben Okafor", date(2025, 6, 30), "Resignation", "Better pay"),)
STAYED = [("1001", None, "open"), ("1003", None, "open")]


def workbook(path: Path, headings: tuple[str, ...] = HEADINGS, rows: tuple[tuple[object, ...], ...] = LEFT) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["Terminations 2025"])
    book.active.append([])
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def roster(folder: Path, day: str = "2025-01-31", text: str = ROSTER) -> Path:
    path = folder / f"roster_{day}.csv"
    path.write_text(text)
    return path


def load(folder: Path, *files: Path, **what: object) -> LoadReport:
    return load_files(Store(folder / "company"), LoadRequest(files, datetime(2026, 11, 23, 9), "ana", **what))


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    con = Store(folder / "company").open()
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def ends(folder: Path) -> list[tuple[object, ...]]:
    query = "select employee_id, spell_end, end_reason from employment_spells where end_reason <> 'change' order by all"
    return asked(folder, query)


def taken(path: Path) -> ExtractedTable:
    [intake] = extract_tables(path, loaded_on=TODAY)
    return intake


def test_it_is_read_as_terminations_on_the_last_day(tmp_path: Path) -> None:
    intake = taken(workbook(tmp_path / "Terminations 2025.xlsx"))
    assert intake.table == "job_history"
    row = intake.frame.iloc[0]
    assert (row["employee_id"], row["action"], row["termination_type"]) == ("1002", "termination", "voluntary")
    assert (row["effective_date"].date(), row["termination_reason"]) == (date(2025, 6, 30), "Better pay")


@pytest.mark.parametrize(
    ("headings", "said", "meant"),
    [
        (("Employee ID", "Termination Date", "Voluntary/Involuntary"), "Involuntary", "involuntary"),
        (("Emp ID", "Exit Date", "Exit Type"), "Retired", "retirement"),
        (("EE ID", "Date of Leaving", "Reason for Leaving"), "Voluntary - relocation", "voluntary"),
        (("Personalnummer", "Austrittsdatum", "Austrittsart"), "Eigenkündigung", "voluntary"),
        (("Matricule", "Date de départ", "Motif de départ"), "Départ à la retraite", "retirement"),
    ],
)
def test_headings_and_words_are_those_of_real_exports(
    tmp_path: Path, headings: tuple[str, ...], said: str, meant: str
) -> None:
    intake = taken(workbook(tmp_path / "leavers.xlsx", headings, (("1002", date(2025, 6, 30), said),)))
    assert (intake.table, intake.frame["termination_type"].tolist()) == ("job_history", [meant])


@pytest.mark.parametrize("order", ["roster first", "leavers first", "together"])
def test_known_people_end_and_nobody_else_disappears(tmp_path: Path, order: str) -> None:
    people, left = roster(tmp_path), workbook(tmp_path / "Terminations 2025.xlsx")
    uploads = {"roster first": [[people], [left]], "leavers first": [[left], [people]], "together": [[left, people]]}
    for files in uploads[order]:
        assert load(tmp_path, *files).errors == []
    assert ends(tmp_path) == sorted([*STAYED, ("1002", date(2025, 6, 30), "exit_voluntary")])
    assert asked(tmp_path, "select * from disappeared") == []
    assert asked(tmp_path, "select termination_reason from job_history") == [("Better pay",)]


def test_somebody_missing_from_a_later_roster_left_on_the_day_of_the_list(tmp_path: Path) -> None:
    load(tmp_path, roster(tmp_path))
    load(tmp_path, roster(tmp_path, "2025-12-31", "\n".join(ROSTER.splitlines()[i] for i in (0, 1, 3))))
    assert asked(tmp_path, "select employee_id from disappeared") == [("1002",)]
    load(tmp_path, workbook(tmp_path / "Terminations 2025.xlsx"))
    assert ends(tmp_path) == sorted([*STAYED, ("1002", date(2025, 6, 30), "exit_voluntary")])
    assert asked(tmp_path, "select employee_id from disappeared") == []


def test_those_in_no_roster_are_listed_and_count_once_one_holds_them(tmp_path: Path) -> None:
    load(tmp_path, roster(tmp_path))
    rows = (*LEFT, ("0999", "Dana Past", date(2025, 3, 31), "Involuntary", ""))
    report = load(tmp_path, workbook(tmp_path / "Terminations 2025.xlsx", rows=rows))
    assert report.errors == []
    [told] = [p for p in report.problems if p.row == 5]
    assert (told.value, told.cell, told.severity) == ("0999", "A5", "warning")
    assert "a roster from before they left" in told.remedy
    load(tmp_path, roster(tmp_path, "2024-12-31", f"{ROSTER}0999,Dana Past,2015-01-01,Sales,dana@x.org\n"))
    assert ("0999", date(2025, 3, 31), "exit_involuntary") in ends(tmp_path)


@pytest.mark.parametrize(("heading", "who"), [("Employee Name", "Okafor, Ben"), ("Work Email", "Ben@x.org")])
def test_people_may_be_named_otherwise(tmp_path: Path, heading: str, who: str) -> None:
    left = workbook(tmp_path / "leavers.xlsx", (heading, "Termination Date"), ((who, date(2025, 6, 30)),))
    report = load(tmp_path, roster(tmp_path), left)
    assert report.errors == []
    assert ("1002", date(2025, 6, 30), "exit_unknown") in ends(tmp_path)


def test_a_corrected_list_moves_the_last_day(tmp_path: Path) -> None:
    load(tmp_path, roster(tmp_path), workbook(tmp_path / "leavers.xlsx"))
    later = (("1002", "Ben Okafor", date(2025, 7, 31), "Involuntary", ""),)
    load(tmp_path, workbook(tmp_path / "leavers corrected.xlsx", rows=later))
    assert ("1002", date(2025, 7, 31), "exit_involuntary") in ends(tmp_path)


def test_it_adds_the_type_that_a_roster_does_not_say(tmp_path: Path) -> None:
    rows = ROSTER.splitlines()
    text = "\n".join([f"{rows[0]},Termination Date", f"{rows[1]},", f"{rows[2]},2025-06-30", f"{rows[3]},"])
    load(tmp_path, roster(tmp_path, "2025-09-30", text), workbook(tmp_path / "leavers.xlsx"))
    assert ("1002", date(2025, 6, 30), "exit_voluntary") in ends(tmp_path)


def test_a_list_with_hire_dates_adds_employments_and_makes_nobody_disappear(tmp_path: Path) -> None:
    load(tmp_path, roster(tmp_path), disappeared_are_leavers=True)
    headings = ("Employee ID", "Hire Date", "Termination Date", "Termination Type")
    rows = (
        ("1002", date(2019, 3, 4), date(2025, 6, 30), "Voluntary"),
        ("0999", date(2015, 1, 1), date(2025, 3, 31), "Involuntary"),
    )
    report = load(tmp_path, workbook(tmp_path / "Terminations 2025-12-31.xlsx", headings, rows))
    assert [p.problem for p in report.problems if "list of leavers" in p.problem]
    expected = [("0999", date(2025, 3, 31), "exit_involuntary"), ("1002", date(2025, 6, 30), "exit_voluntary")]
    assert ends(tmp_path) == sorted([*STAYED, *expected])


def test_a_roster_whose_first_day_has_a_strange_heading_is_no_list_of_leavers(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Employee ID,Ingreso Fecha,Termination Date\n1,2019-01-01,\n2,2020-01-01,2025-01-31\n")
    intake = taken(path)
    assert intake.table is None
    assert "lacks hire_date" in intake.problems[0].problem


EVENTS = "1002;{};2025-03-01\n1003;{};2025-04-01\n"
WHAT = {
    "mapped, with its day": ("Personalnummer;Was;Wann", {"action": "Was", "effective_date": "Wann"}),
    "mapped, beside a last day": ("Personalnummer;Was;Austritt am", {"action": "Was"}),
    "mapped, beside an end": ("Employee ID;Was;End Date", {"action": "Was"}),
    "mapped in French": ("Matricule;Quoi;Date départ", {"action": "Quoi"}),
    "mapped in Spanish": ("ID de empleado;Qué;Fecha de baja", {"action": "Qué"}),
    "recognised": ("Personalnummer;Action;Effective Date", {}),
    "recognised, beside a last day": ("Employee ID;Action;Termination Date", {}),
    "recognised as an event": ("Employee ID;Event;Last Day", {}),
    "recognised, beside an end": ("Matricule;Event Type;End Date", {}),
}


@pytest.mark.parametrize(("header", "said"), WHAT.values(), ids=WHAT)
@pytest.mark.parametrize("words", [("Promotion", "Transfer"), ("Beförderung", "Changement de poste")])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_where_a_column_says_what_happened_nobody_is_made_a_leaver_by_another(
    tmp_path: Path, header: str, said: dict[str, str], kind: str, words: tuple[str, str]
) -> None:
    load(tmp_path, roster(tmp_path))
    path = tmp_path / f"events.{kind}"
    text = f"{header}\n{EVENTS.format(*words)}"
    if kind == "csv":
        path.write_text(text)
    else:
        book = openpyxl.Workbook()
        for line in text.splitlines():
            book.active.append(line.split(";"))
        book.save(path)
    try:
        load(tmp_path, path, said=UploadAnswers(mapping=said))
    except LoadRefused as refusal:
        told = refusal.problems[0].problem
        assert ", but lacks " in told or "was not understood as action" in told
    assert ends(tmp_path) == [("1001", None, "open"), ("1002", None, "open"), ("1003", None, "open")]
    assert asked(tmp_path, "select count(*) from job_history where action = 'termination'") == [(0,)]


def test_a_history_said_with_its_day_and_its_action_holds_what_the_action_says(tmp_path: Path) -> None:
    load(tmp_path, roster(tmp_path))
    path = tmp_path / "events.csv"
    path.write_text("Personalnummer;Wann;Was\n1002;2025-03-01;Promotion\n1003;2025-06-30;Termination\n")
    load(tmp_path, path, said=UploadAnswers(mapping={"action": "Was", "effective_date": "Wann"}))
    assert asked(tmp_path, "select employee_id, action from job_history order by 1") == [
        ("1002", "promotion"),
        ("1003", "termination"),
    ]


@pytest.mark.parametrize("header", ["Personalnummer;Wann", "Employee ID;Wann;Bemerkung", "Matricule;Wann;Poste"])
def test_a_day_of_which_nothing_is_said_is_no_last_day(tmp_path: Path, header: str) -> None:
    load(tmp_path, roster(tmp_path))
    path = tmp_path / "events.csv"
    path.write_text(f"{header}\n1002;2025-03-01{';x' * (header.count(';') - 1)}\n")
    with pytest.raises(LoadRefused):
        load(tmp_path, path, said=UploadAnswers(mapping={"effective_date": "Wann"}))


@pytest.mark.parametrize("heading", ["Termination Date", "Austrittsdatum", "Date de départ", "Fecha de baja"])
def test_a_last_day_that_was_confirmed_as_the_day_of_the_change_stays_one(tmp_path: Path, heading: str) -> None:
    load(tmp_path, roster(tmp_path))
    left = workbook(tmp_path / "leavers.xlsx", ("Employee ID", heading), (("1002", date(2025, 6, 30)),))
    load(tmp_path, left, said=UploadAnswers(mapping={"effective_date": heading}))
    assert ("1002", date(2025, 6, 30), "exit_unknown") in ends(tmp_path)


def test_a_column_that_names_terminations_alone_leaves_a_list_of_leavers_what_it_is(tmp_path: Path) -> None:
    rows = (("1002", date(2025, 6, 30), "Resignation"), ("1003", date(2025, 7, 31), "Left"))
    left = workbook(tmp_path / "leavers.xlsx", ("Employee ID", "Termination Date", "Event"), rows)
    assert taken(left).frame["action"].tolist() == ["termination"] * 2
