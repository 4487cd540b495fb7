"""A list that begins and ends within the known employments of its people is none of employments: HR is asked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from company import rows
from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

ROSTER = "Employee ID,Hire Date,Full Name\n" + "".join(f"{n},20{10 + n % 9}-03-01,P{n}\n" for n in range(10, 30))
# Two years each, once each, under plain headings: nothing but what is known of the people tells.
LISTS = {
    "English": ("Employee ID,Hire Date,Termination Date,Client\n", "{},2022-01-10,2023-12-20,Acme\n"),
    "German": ("Personalnummer,Eintritt,Austritt,Kunde\n", "{},10.01.2022,20.12.2023,Acme\n"),
    "French": ("Matricule,Date d'embauche,Date de sortie,Client\n", "{},10/01/2022,20/12/2023,Acme\n"),
    "Spanish": ("ID de empleado,Fecha de alta,Fecha de baja,Cliente\n", "{},10/01/2022,20/12/2023,Acme\n"),
}
EXITS = "select count(*) from employment_spells where end_reason like 'exit%'"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def load(folder: Path, *files: Path, **said: object) -> LoadReport:
    of = {file.name: UploadAnswers(**said) for file in files if "roster" not in file.name}  # type: ignore[arg-type]
    return load_files(Store(folder / "company"), LoadRequest(files, datetime(2026, 11, 23, 9), "ana", said_of=of))


@pytest.mark.parametrize(("header", "row"), LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("name", ["staffing.csv", "staffing_2025-12-31.csv", "staffing_2026-11-01.csv"])
@pytest.mark.parametrize("order", ["roster first", "together"])
def test_nobody_leaves_by_it_unasked(tmp_path: Path, header: str, row: str, name: str, order: str) -> None:
    roster = write(tmp_path, "roster_2026-09-30.csv", ROSTER)
    listed = write(tmp_path, name, header + "".join(row.format(n) for n in range(10, 22)))
    if order == "roster first":
        load(tmp_path, roster)
    files = [listed] if order == "roster first" else [listed, roster]
    with pytest.raises(LoadRefused) as refusal:
        load(tmp_path, *files)
    [told] = [p for p in refusal.value.problems if p.severity == "error"]
    assert (told.file, told.row) == (name, None)
    assert told.problem.startswith("12 of the 12 rows of people known already begin within their employment")
    if order == "roster first":
        assert rows(Store(tmp_path / "company"), EXITS) == [(0,)]


def test_what_hr_says_it_is_holds_and_is_warned_of(tmp_path: Path) -> None:
    header, row = LISTS["English"]
    load(tmp_path, write(tmp_path, "roster_2026-09-30.csv", ROSTER))
    listed = write(tmp_path, "staffing.csv", header + "".join(row.format(n) for n in range(10, 22)))
    report = load(tmp_path, listed, table="employees")
    assert [p.severity for p in report.problems if "within their employment" in p.problem] == ["warning"]


OTHERS = {
    "leavers under their known first day": [f"{n},20{10 + n % 9}-03-01,2025-06-30,x" for n in range(10, 22)],
    "people nobody knows": [f"X{n},2022-01-10,2023-12-20,x" for n in range(10, 22)],
    "earlier employments": [f"{n},2005-01-10,2008-12-20,x" for n in range(10, 22)],
    "a few first days that are others": [
        *(f"{n},20{10 + n % 9}-03-01,2025-06-30,x" for n in range(10, 22)),
        *(f"{n},2022-01-10,2023-12-20,x" for n in range(22, 26)),
    ],
    "first days moved, hardly anybody ended": [f"{n},2022-01-10,{'2023-12-20' * (n < 12)},x" for n in range(10, 30)],
}


@pytest.mark.parametrize("listed", OTHERS.values(), ids=OTHERS)
def test_lists_of_employments_go_in_unasked(tmp_path: Path, listed: list[str]) -> None:
    load(tmp_path, write(tmp_path, "roster_2026-09-30.csv", ROSTER))
    text = "\n".join([LISTS["English"][0].strip(), *listed])
    report = load(tmp_path, write(tmp_path, "people_2026-10-31.csv", text))
    assert [p for p in report.problems if "within their employment" in p.problem] == []


def test_people_who_came_back_after_they_left_go_in_unasked(tmp_path: Path) -> None:
    left = "Employee ID,Hire Date,Termination Date,Full Name\n"
    left += "".join(f"{n},2010-03-01,2015-01-31,P{n}\n" for n in range(10, 30))
    load(tmp_path, write(tmp_path, "roster_2026-09-30.csv", left))
    header, row = LISTS["English"]
    back = write(tmp_path, "people_2026-10-31.csv", header + "".join(row.format(n) for n in range(10, 22)))
    assert [p for p in load(tmp_path, back).problems if "within their employment" in p.problem] == []
