from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
HIRED = date(2018, 1, 1)
OFFERED, DECIDED = date(2026, 2, 1), date(2026, 3, 1)
Company = Callable[..., duckdb.DuckDBPyConnection]


def person(employee: str, **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "hire_date": HIRED, "job_level": 4, "location": "Bonn", **fields}


def team(manager: str, size: int, **fields: Any) -> list[dict[str, Any]]:
    return [person(manager), *(person(f"{manager}-{n}", manager_id=manager, **fields) for n in range(size))]


def offer(employee: str, outcome: str = "declined", **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "outcome": outcome, "offered_on": OFFERED, "decided_on": DECIDED, **fields}


def role(role_id: str, incumbent: str | None = None, since: date = HIRED, **fields: Any) -> dict[str, Any]:
    return {"role_id": role_id, "incumbent_id": incumbent, "incumbent_since": since, **fields}


def repulsion(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **scope: Any) -> pd.DataFrame:
    return compute(con, "role_repulsion", Scope(D, by=by, **scope))


def values(frame: pd.DataFrame) -> dict[str, str]:
    """The value of each aspect of the only offer there is."""
    return dict(zip(frame["aspect"], frame["value"], strict=True))


def test_wide_roles_far_away_are_told_apart_from_others(company: Company) -> None:
    con = company(
        employees=[*team("near", 3), *team("far", 12), *(person(name) for name in "ABCE")],
        critical_roles=[
            role("R1", "near", business_unit="Sales", location="Bonn", job_level=5),
            role("R2", "far", business_unit="Labs", location="Graz", job_level=5),
        ],
        promotion_offers=[
            offer("A", "accepted", role_id="R1"),
            offer("B", "accepted", role_id="R1"),
            offer("C", "declined", role_id="R1"),
            offer("stranger", "declined", role_id="R2"),
            offer("E", "declined", role_id="R2", offered_level=6),
        ],
    )
    frame = repulsion(con)
    assert frame[["aspect", "value", "accepted", "declined"]].to_numpy().tolist() == [
        ["level_step", "1 up", 2, 1],
        ["level_step", "2 or more up", 0, 1],
        ["level_step", "unknown", 0, 1],
        ["relocation", "no", 2, 1],
        ["relocation", "yes", 0, 1],
        ["relocation", "unknown", 0, 1],
        ["span", "1 to 5", 2, 1],
        ["span", "over 10", 0, 2],
        ["unit", "Labs", 0, 2],
        ["unit", "Sales", 2, 1],
    ]
    near = frame.set_index(["aspect", "value"]).loc[("unit", "Sales")]
    assert near.refusal_rate == pytest.approx(1 / 3)
    assert (near.low, near.high) == (pytest.approx(0.0615, abs=1e-4), pytest.approx(0.7923, abs=1e-4))
    assert frame.groupby("aspect")[["accepted", "declined"]].sum().to_numpy().tolist() == [[2, 3]] * 4


@pytest.mark.parametrize(
    ("offered", "step"),
    [
        ({"offered_level": 3}, "lower"),
        ({"offered_level": 4}, "same"),
        ({"offered_level": 5}, "1 up"),
        ({"offered_level": 7}, "2 or more up"),
        ({"role_id": "R"}, "2 or more up"),
        ({"role_id": "R", "offered_level": 5}, "1 up"),  # the offer itself speaks first
        ({"role_id": "no such role"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_step_is_from_the_own_level_to_the_one_offered(
    company: Company, offered: dict[str, Any], step: str
) -> None:
    con = company(
        employees=[person("A")],
        critical_roles=[role("R", job_level=6)],
        promotion_offers=[offer("A", "accepted", **offered)],
    )
    assert values(repulsion(con))["level_step"] == step


@pytest.mark.parametrize("promoted_on", [OFFERED, OFFERED + timedelta(1), DECIDED])
def test_own_level_and_place_are_those_from_before_the_offer(company: Company, promoted_on: date) -> None:
    con = company(
        rosters_on={
            HIRED: [person("A")],
            promoted_on: [person("A", job_level=5, location="Graz")],
        },
        critical_roles=[role("R", location="Graz")],
        promotion_offers=[offer("A", "accepted", offered_level=5, role_id="R")],
    )
    got = values(repulsion(con))
    assert (got["level_step"], got["relocation"]) == ("1 up", "yes")


def test_somebody_hired_on_the_day_of_the_offer_has_that_days_level(company: Company) -> None:
    con = company(
        employees=[person("A", hire_date=OFFERED)], promotion_offers=[offer("A", "accepted", offered_level=5)]
    )
    assert values(repulsion(con))["level_step"] == "1 up"


@pytest.mark.parametrize(
    ("incumbents", "span"),
    [
        ([("six", HIRED)], "6 to 10"),
        ([("two", HIRED), ("six", OFFERED)], "6 to 10"),
        ([("two", HIRED), ("six", OFFERED + timedelta(1))], "1 to 5"),
        ([("six", HIRED), (None, date(2026, 1, 1))], "6 to 10"),  # vacant at the offer: as the last incumbent left it
        ([(None, HIRED), ("six", date(2026, 4, 1)), ("two", date(2026, 5, 1))], "6 to 10"),  # known only later
        ([("six", date(2026, 4, 1))], "6 to 10"),
        ([("six", D + timedelta(1))], "unknown"),  # not known yet
        ([(None, HIRED), ("A", DECIDED)], "unknown"),  # the person offered is not what the role was like
        ([("alone", HIRED)], "nobody"),
        ([], "unknown"),
    ],
)
def test_the_span_is_that_of_the_incumbent_when_the_offer_was_made(
    company: Company, incumbents: list[tuple[str | None, date]], span: str
) -> None:
    con = company(
        employees=[*team("two", 2), *team("six", 6), person("alone"), *team("A", 1)],
        critical_roles=[role("R")],
        promotion_offers=[offer("A", "accepted", role_id="R")],
    )
    con.execute("delete from role_incumbents")
    for number, (incumbent, day) in enumerate(incumbents):
        con.execute("insert into role_incumbents values ('R', ?, null, ?, ?)", [incumbent, day, number])
    assert values(repulsion(con))["span"] == span


@pytest.mark.parametrize(
    ("lines", "span"),
    [
        pytest.param({}, "unknown", id="no column"),
        pytest.param({"manager_id": None}, "unknown", id="an empty column"),
        pytest.param({"manager_id": "991"}, "unknown", id="ids of another system"),
        pytest.param({"manager_id": "own"}, "unknown", id="everybody their own"),
        pytest.param({"manager_id": "boss"}, "nobody", id="lines to somebody else"),
    ],
)
def test_the_span_is_unknown_where_nobody_is_said_to_report_to_anybody(
    company: Company, lines: dict[str, Any], span: str
) -> None:
    def under(name: str) -> dict[str, Any]:
        return {field: name if manager == "own" else manager for field, manager in lines.items()}

    con = company(
        employees=[person(name, **under(name)) for name in ("A", "holder", "boss")],
        critical_roles=[role("R", "holder")],
        promotion_offers=[offer("A", "accepted", role_id="R")],
    )
    assert values(repulsion(con))["span"] == span


def test_only_answers_decided_in_the_window_count_each_once(company: Company) -> None:
    con = company(
        employees=[person("A")],
        promotion_offers=[
            offer("A", "declined", offered_level=5),
            offer("A", "declined", offered_level=5, offered_on=date(2025, 6, 1), decided_on=date(2025, 9, 30)),
            offer("A", "pending", offered_level=5, decided_on=None),
            offer("A", "withdrawn", offered_level=5),
            offer("A", "accepted", offered_level=5, decided_on=None),
        ],
    )
    frame = repulsion(con)
    assert frame[["accepted", "declined"]].to_numpy().tolist() == [[1, 1]] * 4
    assert "no decision date, the day of the offer stands in (1 of 2 offers)" in frame["note"][0]


def test_no_to_managing_is_told_apart_from_no_to_the_role(company: Company) -> None:
    con = company(
        employees=[person(name) for name in "ABC"],
        promotion_offers=[
            offer("A", "declined", offered_level=5, offered_track="manager"),
            offer("B", "accepted", offered_level=5, offered_track="ic"),
            offer("C", "declined", offered_level=5, offered_track="manager"),
        ],
    )
    frame = repulsion(con, by=("offered_track",))
    steps = frame[frame["aspect"] == "level_step"]
    assert steps[["offered_track", "value", "refusal_rate"]].to_numpy().tolist() == [
        ["ic", "1 up", 0],
        ["manager", "1 up", 1],
    ]
    whole = compute(con, "promotion_refusals", Scope(D))
    assert frame.groupby("aspect")["declined"].sum().unique().tolist() == [whole["declined"][0]]
