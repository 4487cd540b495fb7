"""What a company chooses: kept as a load, within limits, and undone like any other."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from company import company, publish
from data_loaders.edits import company_settings
from data_loaders.edits.company_settings import Event
from data_loaders.problems import LoadRefused
from data_loaders.store import load_history
from data_loaders.store.generations import Store

NOW = datetime(2026, 7, 1, 12, 0)
BY = {"loaded_at": NOW, "loaded_by": "hr"}
DEFAULTS = {"answer_months": 24, "ready_enough": 1, "min_group": 5, "min_group_sensitive": 10}
LADDER, MERGER = Event(date(2026, 1, 1), "New expert ladder"), Event(date(2025, 3, 1), "Merger, “Süd”")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    publish(company(employees=[{"employee_id": "1", "hire_date": date(2020, 1, 1)}]), tmp_path)
    return Store(tmp_path)


def stands(store: Store) -> tuple[dict[str, int], list[Event]]:
    con = store.open()
    try:
        return company_settings.chosen(con), company_settings.events(con)
    finally:
        con.close()


def test_without_a_choice_the_defaults_hold(store: Store) -> None:
    assert stands(store) == (DEFAULTS, [])


def test_a_choice_holds_is_in_the_history_and_can_be_undone(store: Store) -> None:
    number = company_settings.choose(store, {"min_group": 8, "answer_months": 24}, **BY)
    assert stands(store)[0] == DEFAULTS | {"min_group": 8}
    con = store.open()
    assert con.execute("select mapping from loads order by load_id desc").fetchone() == (
        '{"settings": {"min_group": {"was": "5", "is": "8"}}}',
    )
    con.close()
    assert load_history.undo(store, NOW) == number
    assert stands(store)[0]["min_group"] == 5


@pytest.mark.parametrize(
    "wanted",
    [
        {"min_group": 0},
        {"answer_months": 121},
        {"ready_enough": 3},
        {"min_group": 5},
        {"min_group_sensitive": 9},
        {"min_group_sensitive": 101},
    ],
)
def test_what_is_beyond_its_limits_or_stands_so_already_changes_nothing(store: Store, wanted: dict[str, int]) -> None:
    with pytest.raises(LoadRefused):
        company_settings.choose(store, wanted, **BY)
    assert store.current() == "000001"


def test_sensitive_figures_never_rest_on_fewer_people_than_others(store: Store) -> None:
    with pytest.raises(LoadRefused, match="shown on 10 people, other figures on no fewer than 12"):
        company_settings.choose(store, {"min_group": 12}, **BY)
    company_settings.choose(store, {"min_group": 12, "min_group_sensitive": 12}, **BY)
    with pytest.raises(LoadRefused, match="shown on 11 people"):
        company_settings.choose(store, {"min_group_sensitive": 11}, **BY)
    assert stands(store)[0] == DEFAULTS | {"min_group": 12, "min_group_sensitive": 12}


def test_events_are_kept_in_order_and_forgotten_one_by_one(store: Store) -> None:
    company_settings.note(store, LADDER, **BY)
    company_settings.note(store, MERGER, **BY)
    assert stands(store)[1] == [MERGER, LADDER]
    company_settings.forget(store, LADDER, **BY)
    assert stands(store)[1] == [MERGER]


def test_an_event_is_noted_once_and_in_a_few_words(store: Store) -> None:
    company_settings.note(store, LADDER, **BY)
    for event in (LADDER, Event(LADDER.day, " "), Event(LADDER.day, "x" * 81)):
        with pytest.raises(LoadRefused):
            company_settings.note(store, event, **BY)
