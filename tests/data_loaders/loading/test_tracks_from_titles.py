"""Who leads people by their title: off unless HR says so, whole words, with the titles that only sound like it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_loaders.database import schema
from data_loaders.loading import rosters, tracks_from_titles
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store

TITLES = {
    "Engineering Manager": True,
    "Manager, Claims": True,
    "Vice President of Engineering": True,
    "Head of Sales": True,
    "Chief Executive Officer": True,
    "Production Supervisor - WC60": True,
    "Team Lead": True,
    "Director, Product Manager Community": True,
    "Account Manager": False,
    "Senior Key-Account Manager": False,
    "Product Manager II": False,
    "Project Manager": False,
    "Area Sales Manager": False,
    "Assistant to the Chief Financial Officer": False,
    "Chief of Staff": False,
    "Management Accountant": False,
    "Lead Engineer": False,
    "Headhunter": False,
    "10 Individual Contributor": False,
    "8 Manager": True,
}


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    schema.create(made)
    return made


@pytest.mark.parametrize(("title", "leads"), TITLES.items())
def test_a_title_says_who_leads_people(con: duckdb.DuckDBPyConnection, title: str, leads: bool) -> None:
    assert tracks_from_titles.leading([title], tracks_from_titles.title_words(con)) == ({title} if leads else set())


def test_the_words_are_the_companys_own_once_it_changed_them(con: duckdb.DuckDBPyConnection) -> None:
    mine = tracks_from_titles.TitleWords(("lead",), ("lead engineer",))
    schema.set_setting(con, tracks_from_titles.WORDS, mine.as_text())
    assert tracks_from_titles.title_words(con) == mine
    assert tracks_from_titles.leading(["Lead", "Lead Engineer", "Manager"], tracks_from_titles.title_words(con)) == {
        "Lead"
    }


ROSTER = "Employee ID,Hire Date,Job Title\n1,2018-01-01,Plant Manager\n2,2018-01-01,Fitter\n3,2018-01-01,\n"


def load(folder: Path, text: str = ROSTER, **said: Any) -> LoadReport:
    (folder / "roster_2026-09-30.csv").write_text(text)
    request = LoadRequest([folder / "roster_2026-09-30.csv"], datetime(2026, 10, 1), "ana", **said)
    return load_files(Store(folder / "company"), request)


def tracks(folder: Path) -> list[tuple[str, str | None, bool]]:
    con = Store(folder / "company").open()
    return con.execute("select employee_id, track, track_derived from employees order by 1").fetchall()


def test_without_a_word_from_hr_nobodys_track_is_guessed_and_the_remedy_is_named(tmp_path: Path) -> None:
    report = load(tmp_path)
    assert tracks(tmp_path) == [("1", None, False), ("2", None, False), ("3", None, False)]
    assert any("Nobody's track is known" in p.problem and "job titles" in p.remedy for p in report.problems)


def test_where_hr_says_so_titles_give_the_track_marked_derived(tmp_path: Path) -> None:
    report = load(tmp_path, tracks_from_titles=True)
    assert tracks(tmp_path) == [("1", "manager", True), ("2", "ic", True), ("3", None, False)]
    assert any("of 2 people were taken from their job titles or levels: 1 lead" in p.problem for p in report.problems)


def test_hr_can_say_so_later_and_take_it_back(tmp_path: Path) -> None:
    load(tmp_path)
    assert load(tmp_path, tracks_from_titles=True).changes
    assert [track for _, track, _ in tracks(tmp_path)] == ["manager", "ic", None]
    assert not load(tmp_path).changes
    load(tmp_path, tracks_from_titles=False)
    assert [track for _, track, _ in tracks(tmp_path)] == [None, None, None]


def test_reporting_lines_go_before_titles(tmp_path: Path) -> None:
    text = "Employee ID,Hire Date,Job Title,Manager ID\n1,2018-01-01,Plant Manager,2\n2,2018-01-01,Fitter,\n"
    load(tmp_path, text, tracks_from_titles=True)
    assert tracks(tmp_path) == [("1", "ic", True), ("2", "manager", True)]


def test_the_words_of_a_level_go_before_titles(tmp_path: Path) -> None:
    text = (
        "Employee ID,Hire Date,Job Title,Management Level\n1,2018-01-01,Product Manager,8 Manager\n"
        "2,2018-01-01,Office Manager,11 Individual Contributor\n"
    )
    load(tmp_path, text, tracks_from_titles=True)
    assert tracks(tmp_path) == [("1", "manager", True), ("2", "ic", True)]


def test_other_words_count_when_the_tracks_are_derived_anew(con: duckdb.DuckDBPyConnection) -> None:
    schema.set_setting(con, tracks_from_titles.SETTING, "yes")
    con.execute(
        "insert into roster_rows (load_id, as_of, employee_id, hire_date, job_title) "
        "values (1, '2026-09-30', '1', '2020-01-01', 'Meister')"
    )
    rosters.rederive_tracks(con)
    assert con.execute("select track from employees").fetchall() == [("ic",)]
    schema.set_setting(con, tracks_from_titles.WORDS, tracks_from_titles.TitleWords(("meister",), ()).as_text())
    rosters.rederive_tracks(con)
    assert con.execute("select track, track_derived from employees").fetchall() == [("manager", True)]
