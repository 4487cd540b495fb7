"""Settings: chosen on screen, seen in the figures, and undoable."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.edits import company_settings
from data_loaders.edits.company_settings import Event
from data_loaders.store.generations import Store
from metrics.disclosure_control import mask

Opened = Callable[[str], AppTest]


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def test_each_choice_stands_beside_what_it_changes(opened: Opened) -> None:
    app = opened("settings")
    assert not app.exception
    said = " ".join(one.value for one in app.caption).replace("\u202f", "")
    assert "As it stands 1 of 3 critical roles have someone ready, free and willing." in said
    assert re.search(r"As it stands [0-3]\.\d critical roles end empty on average within a year\.", said)
    assert "As it stands 4 of 4 lines of retention by unit and track are hidden." in said


def test_a_choice_is_kept_as_a_load(own: Path, opened: Opened) -> None:
    app = opened("settings")
    app.number_input(key="choice min_group").set_value(3)
    press(app, "Use these")
    assert not app.exception
    assert app.success[0].value.startswith("Done, as load 2.")
    con = Store(own).open()
    assert company_settings.chosen(con) == {
        "answer_months": 24,
        "ready_enough": 1,
        "min_group": 3,
        "min_group_sensitive": 10,
    }
    con.close()


def test_more_people_can_be_asked_of_pay_refusals_and_nominations(own: Path, opened: Opened) -> None:
    app = opened("settings")
    asked = app.number_input(key="choice min_group_sensitive")
    assert (asked.label, asked.min) == ("Hide pay, refusals and nominations on fewer people than", 10)
    asked.set_value(12)
    press(app, "Use these")
    assert not app.exception
    con = Store(own).open()
    assert company_settings.chosen(con)["min_group_sensitive"] == 12
    assert mask.build(con).sensitive == 12
    con.close()


def test_fewer_people_than_for_other_figures_are_refused_in_words(own: Path, opened: Opened) -> None:
    app = opened("settings")
    app.number_input(key="choice min_group").set_value(11)
    press(app, "Use these")
    assert "would be shown on 10 people, other figures on no fewer than 11" in app.error[0].value
    assert Store(own).current() == "000001"


def test_what_stands_so_already_is_said(own: Path, opened: Opened) -> None:
    app = press(opened("settings"), "Use these")
    assert [one.value for one in app.error] == ["Nothing was changed: it stands so already."]


def test_an_event_is_put_on_record_and_forgotten(own: Path, opened: Opened) -> None:
    app = opened("settings")
    next(one for one in app.date_input if one.label == "Day").set_value(date(2026, 1, 1))
    next(one for one in app.text_input if one.label == "What happened").set_value("New ladder")
    press(app, "Put it on record")
    con = Store(own).open()
    assert company_settings.events(con) == [Event(date(2026, 1, 1), "New ladder")]
    con.close()
    press(app, "Forget")
    con = Store(own).open()
    assert company_settings.events(con) == []
    con.close()


@pytest.fixture
def graded(tables: dict[str, object]) -> dict[str, object]:
    """The ten people with the words of their levels: L2, L3 and L4."""
    for person in tables["employees"]:
        person["level_as_written"] = f"L{person['job_level']}"
    return tables


def levels(app: AppTest) -> list[list[object]]:
    grid = next(one for one in app.data_editor if "In your files" in one.value.columns).value
    return grid[["In your files", "Level", "Rows"]].to_numpy().tolist()


def say(app: AppTest, row: int, level: int | None) -> AppTest:
    """Type a level into the list."""
    grid = next(one for one in app.data_editor if "In your files" in one.value.columns)
    app.session_state[grid.key] = {"edited_rows": {row: {"Level": level}}}
    return press(app.run(), "Read them so")


# Of the persons 1 to 10, levels are 2 + number % 3; 2 and 9 have left, 8, 9 and 10 lead people.
def test_levels_stand_beside_the_people_on_them(
    graded: dict[str, object], opened: Opened, text: Callable[[AppTest], str]
) -> None:
    app = opened("settings")
    assert levels(app) == [["L2", 2, 3], ["L3", 3, 4], ["L4", 4, 3]]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", text(app))
    assert cells == ["2", "0", "2", "3", "1", "3", "4", "1", "1"]


def test_a_level_is_read_otherwise_as_a_load(
    graded: dict[str, object], own: Path, opened: Opened, text: Callable[[AppTest], str]
) -> None:
    app = say(opened("settings"), 2, 7)
    assert not app.exception
    assert app.success[0].value.startswith("Done, as load 2.")
    assert levels(app) == [["L2", 2, 3], ["L3", 3, 4], ["L4", 7, 3]]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", text(app))[-3:] == ["7", "1", "1"]
    con = Store(own).open()
    assert con.execute("select distinct job_level from employees order by 1").fetchall() == [(2,), (3,), (7,)]
    con.close()


def test_a_scale_that_runs_downward_is_turned_around(graded: dict[str, object], own: Path, opened: Opened) -> None:
    app = press(opened("settings"), "Turn the scale around")
    assert levels(app) == [["L4", 2, 3], ["L3", 3, 4], ["L2", 4, 3]]


def test_without_words_it_says_what_to_bring(opened: Opened, text: Callable[[AppTest], str]) -> None:
    assert "No word for a level is kept yet." in text(opened("settings"))
