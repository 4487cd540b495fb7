"""How levels are read: kept word by word, changed for what is loaded and for what comes, and undone."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from company import company, publish, rows
from data_loaders.database import schema
from data_loaders.edits import level_mapping
from data_loaders.edits.level_mapping import LevelWord
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.records.ledger import Ledger
from data_loaders.store import load_history
from data_loaders.store.generations import Store

NOW = datetime(2026, 10, 1, 9, 0)
BY = {"loaded_at": NOW, "loaded_by": "ana"}
PEOPLE = (
    "Employee ID,Hire Date,Job Level,Track\n1,2018-01-01,1,manager\n2,2019-01-01,2,manager\n"
    "3,2020-01-01,3,ic\n4,2020-01-01,3,ic\n5,2020-01-01,Exec,manager\n"
)
EVENTS = "Employee ID,Effective Date,Action,Job Level\n4,2020-01-01,hire,3\n4,2022-01-01,promotion,2\n"
ROLES = "Role ID,Title,Job Level\nR1,Head of Sales,1\n"
OFFERS = "Employee ID,Offered On,Outcome,Offered Level\n3,2026-03-01,declined,2\n"
WANTED = {("job_level", "1"): 3, ("job_level", "3"): 1}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "company")


@pytest.fixture(scope="module")
def as_loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose level 1 is the top: five people, one of them without a level; events, a role and an offer."""
    folder = tmp_path_factory.mktemp("levels")
    made = Store(folder / "company")
    load(made, folder, roster_20260930=PEOPLE, history=EVENTS, roles=ROLES, offers=OFFERS)
    return made.folder


@pytest.fixture
def loaded(as_loaded: Path, store: Store) -> Store:
    """A copy of it that one test may change."""
    shutil.copytree(as_loaded, store.folder)
    return store


def load(store: Store, folder: Path, **files: str) -> LoadReport:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return load_files(store, LoadRequest(paths, NOW, "ana"))


def read(store: Store) -> list[LevelWord]:
    con = store.open()
    try:
        return level_mapping.readings(con)
    finally:
        con.close()


def levels(store: Store) -> list[int | None]:
    return [level for (level,) in rows(store, "select job_level from employees order by employee_id")]


def test_every_word_is_listed_with_its_level_and_rows(loaded: Store) -> None:
    assert read(loaded) == [
        LevelWord("job_level", "1", 1, 2),  # a person and a role
        LevelWord("job_level", "2", 2, 2),  # a person and an event
        LevelWord("job_level", "3", 3, 3),  # two persons and an event
        LevelWord("job_level", "Exec", None, 1),
        LevelWord("offered_level", "2", 2, 1),
    ]


def test_a_change_holds_for_everything_loaded(loaded: Store) -> None:
    assert level_mapping.regrade(loaded, WANTED, **BY) == 2
    assert levels(loaded) == [3, 2, 1, 1, None]
    assert rows(loaded, "select job_level from job_history order by effective_date") == [(1,), (2,)]
    assert rows(loaded, "select job_level from critical_roles") == [(3,)]
    spells = "select spell_start, job_level from employment_spells where employee_id = '4' order by 1"
    assert rows(loaded, spells)[:2] == [(date(2020, 1, 1), 1), (date(2022, 1, 1), 2)]
    told = "select table_name, changed from load_tables where load_id = 2 order by 1"
    assert rows(loaded, told) == [("critical_roles", 1), ("employees", 3), ("job_history", 1)]


def test_a_word_without_a_level_gets_one_and_another_loses_it(loaded: Store) -> None:
    level_mapping.regrade(loaded, {("job_level", "Exec"): 9, ("job_level", "2"): None}, **BY)
    assert levels(loaded) == [1, None, 3, 3, 9]


def test_a_change_holds_for_every_later_file(loaded: Store, tmp_path: Path) -> None:
    level_mapping.regrade(loaded, WANTED, **BY)
    newer = load(loaded, tmp_path, roster_20261031=PEOPLE)
    assert levels(loaded) == [3, 2, 1, 1, None]
    assert newer.tables["employees"].changed == 0
    assert load(loaded, tmp_path, roster_20260930=PEOPLE).load_id is None


def test_undo_takes_back_what_is_loaded_and_what_is_remembered(loaded: Store, tmp_path: Path) -> None:
    level_mapping.regrade(loaded, {("job_level", "1"): 7}, **BY)
    level_mapping.regrade(loaded, WANTED, **BY)
    assert load_history.undo(loaded, NOW) == 3
    assert (levels(loaded), Ledger(loaded.folder).words()) == ([7, 2, 3, 3, None], {("job_level", "1"): "7"})
    assert load_history.undo(loaded, NOW) == 2
    assert (levels(loaded), Ledger(loaded.folder).words()) == ([1, 2, 3, 3, None], {})
    load(loaded, tmp_path, roster_20261031=PEOPLE)
    assert levels(loaded) == [1, 2, 3, 3, None]


def test_undo_leaves_what_was_said_of_a_word_since(loaded: Store) -> None:
    level_mapping.regrade(loaded, WANTED, **BY)
    Ledger(loaded.folder).remember_words({("job_level", "3"): "5"})
    load_history.undo(loaded, NOW)
    assert Ledger(loaded.folder).words() == {("job_level", "3"): "5"}


def test_the_history_names_the_words(loaded: Store) -> None:
    level_mapping.regrade(loaded, {("job_level", "2"): 4}, **BY)
    con = loaded.open()
    assert load_history.history(con)[-1]["what"] == "Levels read otherwise"
    assert con.execute("select mapping from loads where load_id = 2").fetchone() == (
        '{"levels read otherwise": [{"field": "job_level", "word": "2", "was": 2, "is": 4, "remembered": null}]}',
    )
    con.close()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({("job_level", "1"): 0}, "from 1 to 99"),
        ({("job_level", "1"): 100}, "from 1 to 99"),
        ({("job_level", "1"): 1, ("job_level", "Exec"): None}, "stands so already"),
        ({("job_level", "Boss"): 1}, "no file used Boss"),
        ({}, "stands so already"),
    ],
)
def test_what_cannot_be_changes_nothing(loaded: Store, wanted: dict[tuple[str, str], int | None], said: str) -> None:
    before = loaded.current()
    with pytest.raises(LoadRefused, match=said):
        level_mapping.regrade(loaded, wanted, **BY)
    assert (loaded.current(), Ledger(loaded.folder).words()) == (before, {})


def test_a_load_that_cannot_be_published_leaves_nothing_remembered(
    loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(loaded, "_make_current", full)
    with pytest.raises(LoadRefused):
        level_mapping.regrade(loaded, WANTED, **BY)
    assert (levels(loaded), Ledger(loaded.folder).words()) == ([1, 2, 3, 3, None], {})


def test_a_scale_turned_around_keeps_its_ends(loaded: Store) -> None:
    wanted = level_mapping.turned(read(loaded))
    assert wanted == {
        ("job_level", "1"): 3,
        ("job_level", "2"): 2,
        ("job_level", "3"): 1,
        ("offered_level", "2"): 2,
    }


def test_levels_turned_by_their_heading_follow_what_is_said_of_a_word(store: Store, tmp_path: Path) -> None:
    text = (
        "Employee ID,Hire Date,Management Level\n1,2018-01-01,2 Senior Officer\n2,2018-01-01,7 Director\n"
        "3,2018-01-01,11 Individual Contributor\n"
    )
    load(store, tmp_path, roster_20260930=text)
    assert levels(store) == [10, 5, 1]
    level_mapping.regrade(store, {("job_level", "11 Individual Contributor"): 2}, **BY)
    assert levels(store) == [10, 5, 2]
    load(store, tmp_path, roster_20261031=text)
    assert levels(store) == [10, 5, 2]


def test_one_word_read_in_two_ways_is_told_and_can_be_made_one(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, roster_20260831="Employee ID,Hire Date,Job Level\n1,2018-01-01,L3\n2,2018-01-01,l3\n")
    Ledger(store.folder).remember_words({("job_level", "L3"): "8"})
    load(store, tmp_path, roster_20260930="Employee ID,Hire Date,Job Level\n1,2018-01-01,L3\n")
    assert read(store) == [LevelWord("job_level", "L3", 3, 3, (8,))]
    level_mapping.regrade(store, {("job_level", "L3"): 3}, **BY)
    assert read(store) == [LevelWord("job_level", "L3", 3, 3)]


def test_files_loaded_before_words_were_kept_get_them_when_they_come_again(store: Store, tmp_path: Path) -> None:
    people = [{"employee_id": "1", "hire_date": date(2018, 1, 1), "job_level": 5, "track": "ic"}]
    store.folder.mkdir()
    con = company(employees=people, as_of=date(2026, 9, 30))
    for table in ("roster_rows", "job_history", "critical_roles", "promotion_offers"):
        con.execute(f"alter table {table} drop column level_as_written")
    schema.set_setting(con, "schema_version", "3")
    publish(con, store.folder)
    con = store.open()
    assert (level_mapping.readings(con), level_mapping.without_words(con)) == ([], 1)
    con.close()
    text = "Employee ID,Hire Date,Job Level,Track\n1,2018-01-01,L5,ic\n"
    again = load(store, tmp_path, roster_20260930=text)
    assert (again.changes, again.tables["employees"].unchanged) == (True, 1)
    assert read(store) == [LevelWord("job_level", "L5", 5, 1)]
    assert load(store, tmp_path, roster_20260930=text).changes is False


def test_people_are_counted_by_level_and_whom_they_lead(loaded: Store) -> None:
    con = loaded.open()
    # Person 4 stands on level 2 since the promotion of 2022, for events go before rosters.
    assert level_mapping.people(con, date(2026, 9, 30)) == [(1, 1, 0), (2, 1, 1), (3, 0, 1), (None, 1, 0)]
    assert level_mapping.people(con, date(2018, 6, 1)) == [(1, 1, 0)]
    con.close()
