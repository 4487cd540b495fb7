"""Mending one nomination or offer: a load of its own, refused where it makes no sense, and undoable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from company import company, publish, rows
from data_loaders.edits.corrections import Correction, Value, correct
from data_loaders.problems import LoadRefused
from data_loaders.store import load_history
from data_loaders.store.generations import Store

NOW = datetime(2026, 7, 1, 12, 0)
NOMINATION = {"role_id": "R1", "employee_id": "007", "nominated_on": None}
DATED = {"role_id": "R1", "employee_id": "008", "nominated_on": date(2026, 1, 1)}
OFFER = {"offer_id": "O1"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    con = company(
        employees=[{"employee_id": name, "hire_date": date(2020, 1, 1)} for name in ("007", "008")],
        critical_roles=[{"role_id": "R1"}],
        successors=[
            {"role_id": "R1", "employee_id": "007", "readiness": "ready_1_2_years"},
            {"role_id": "R1", "employee_id": "008", "nominated_on": date(2026, 1, 1), "willing": "yes"},
        ],
        promotion_offers=[{"employee_id": "007", "offered_on": date(2026, 1, 5), "outcome": "pending"}],
    )
    publish(con, tmp_path)
    return Store(tmp_path)


def mend(store: Store, table: str, row: Mapping[str, Value], **says: Value) -> int:
    return correct(store, Correction(table, row, says), loaded_at=NOW, loaded_by="hr")


NOMINATIONS = "select employee_id, readiness, willing, removed_on, load_id from successors order by 1"


def test_one_nomination_changes_and_no_other(store: Store) -> None:
    number = mend(store, "successors", NOMINATION, readiness="ready_now", willing="no")
    assert rows(store, NOMINATIONS) == [
        ("007", "ready_now", "no", None, number),
        ("008", "ready_now", "yes", None, 1),
    ]


def test_a_nomination_ends_on_a_day(store: Store) -> None:
    number = mend(store, "successors", DATED, removed_on=date(2026, 6, 1))
    assert rows(store, NOMINATIONS)[1] == ("008", "ready_now", "yes", date(2026, 6, 1), number)


def test_an_offer_gets_its_answer(store: Store) -> None:
    mend(store, "promotion_offers", OFFER, outcome="declined", decided_on=date(2026, 2, 1), decline_reason="pay")
    query = "select outcome, decided_on, decline_reason from promotion_offers"
    assert rows(store, query) == [("declined", date(2026, 2, 1), "pay")]


def test_it_is_in_the_history_with_what_was_and_what_is(store: Store) -> None:
    mend(store, "successors", NOMINATION, willing="no")
    con = store.open()
    entry = load_history.history(con)[-1]
    said = con.execute("select mapping from loads order by load_id desc").fetchone()
    con.close()
    assert (entry["loaded_by"], entry["files"], entry["what"]) == ("hr", [], "Correction of one nomination")
    assert entry["tables"]["successors"]["changed"] == 1
    assert said is not None
    assert '"was": {"willing": null}, "is": {"willing": "no"}' in said[0]


def test_it_is_undone_like_any_load(store: Store) -> None:
    before = rows(store, NOMINATIONS)
    number = mend(store, "successors", NOMINATION, willing="no")
    assert load_history.undo(store, NOW) == number
    assert rows(store, NOMINATIONS) == before
    assert rows(store, "select undone_at is not null from loads order by load_id desc limit 1") == [(True,)]


@pytest.mark.parametrize(
    ("table", "row", "says", "why"),
    [
        ("successors", {**NOMINATION, "employee_id": "999"}, {"willing": "no"}, "no such nomination"),
        ("successors", NOMINATION, {"willing": "maybe"}, "one of yes, no"),
        ("successors", NOMINATION, {"readiness": None}, "cannot be empty"),
        ("successors", NOMINATION, {"employee_id": "008"}, "cannot be corrected on screen"),
        ("successors", DATED, {"willing": "yes"}, "says so already"),
        ("successors", DATED, {"removed_on": date(2025, 12, 31)}, "lies before"),
        ("successors", DATED, {"removed_on": "2026-06-01"}, "is a day"),
        ("promotion_offers", {"offer_id": "O9"}, {"outcome": "declined"}, "no such offer"),
        ("promotion_offers", OFFER, {"decided_on": date(2026, 2, 1)}, "still pending"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    store: Store, table: str, row: Mapping[str, Value], says: Mapping[str, Value], why: str
) -> None:
    with pytest.raises(LoadRefused, match=why):
        mend(store, table, row, **says)
    assert store.current() == "000001"
