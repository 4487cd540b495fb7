from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.errors import UnknownGroup
from metrics.scope import Scope

D = date(2026, 9, 30)
O = date(2025, 9, 30)  # noqa: E741
Company = Callable[..., duckdb.DuckDBPyConnection]


def people(*ids: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"employee_id": person, "hire_date": date(2018, 1, 1), **fields} for person in ids]


def offer(person: str, outcome: str, offered_on: date, decided_on: date | None = None, **fields: Any) -> dict[str, Any]:
    return {"employee_id": person, "outcome": outcome, "offered_on": offered_on, "decided_on": decided_on, **fields}


def answered(person: str, outcome: str, decided_on: date = date(2026, 3, 1), **fields: Any) -> dict[str, Any]:
    return offer(person, outcome, decided_on - timedelta(days=7), decided_on, **fields)


def event(person: str, day: date, track: str, level: int, unit: str) -> dict[str, Any]:
    return {"employee_id": person, "effective_date": day, "track": track, "job_level": level, "business_unit": unit}


def refusals(con: duckdb.DuckDBPyConnection, **scope: Any) -> pd.DataFrame:
    return compute(con, "promotion_refusals", Scope(D, **scope))


def test_offers_without_an_answer_are_in_no_rate(company: Company) -> None:
    outcomes = ["accepted"] * 10 + ["declined"] * 4 + ["pending"] * 6
    ids = [f"P{number:02}" for number in range(20)]
    con = company(
        employees=people(*ids),
        promotion_offers=[
            offer(person, outcome, date(2026, 2, 1), None if outcome == "pending" else date(2026, 3, 1))
            for person, outcome in zip(ids, outcomes, strict=True)
        ],
    )
    row = refusals(con).iloc[0]
    assert (row.offers, row.accepted, row.declined, row.pending, row.stale) == (20, 10, 4, 6, 0)
    assert row.refusal_rate == pytest.approx(4 / 14)
    assert (row.low, row.high) == (pytest.approx(0.1172, abs=1e-4), pytest.approx(0.5465, abs=1e-4))
    assert (row.people_offered, row.people_declined, row.note) == (20, 4, "")


@pytest.mark.parametrize(
    ("offered", "state"),
    [
        (offer("A", "declined", date(2025, 6, 1), O), None),
        (offer("A", "declined", date(2025, 6, 1), O + timedelta(days=1)), "declined"),
        (offer("A", "declined", date(2026, 6, 1), D), "declined"),
        (offer("A", "declined", date(2026, 6, 1), D + timedelta(days=1)), "pending"),
        (offer("A", "accepted", date(2025, 6, 1), D + timedelta(days=1)), "stale"),
        (offer("A", "withdrawn", date(2026, 6, 1), date(2026, 6, 9)), "withdrawn"),
        (offer("A", "accepted", date(2026, 6, 1)), "accepted"),
        (offer("A", "accepted", date(2025, 6, 1)), None),
        (offer("A", "pending", O + timedelta(days=1)), "pending"),
        (offer("A", "pending", O), "stale"),
        (offer("A", "pending", D + timedelta(days=1)), None),
        (offer("gone", "pending", date(2026, 6, 1)), "stale"),
        (offer("gone", "declined", date(2026, 1, 1), date(2026, 1, 9)), "declined"),
        (offer("nobody knows", "pending", date(2026, 6, 1)), "stale"),
    ],
)
def test_an_offer_counts_in_the_window_in_which_it_was_decided(
    company: Company, offered: dict[str, Any], state: str | None
) -> None:
    gone = {"employee_id": "gone", "hire_date": date(2018, 1, 1), "termination_date": D}
    row = refusals(company(employees=[*people("A"), gone], promotion_offers=[offered])).iloc[0]
    states = ["accepted", "declined", "pending", "withdrawn", "stale"]
    assert {name: row[name] for name in states} == {name: int(name == state) for name in states}
    assert row.offers == int(state not in {None, "stale"})


def test_without_an_answer_there_is_no_rate(company: Company) -> None:
    row = refusals(company(employees=people("A"))).iloc[0]
    assert row.offers == 0
    assert row[["refusal_rate", "low", "high"]].isna().all()


def test_a_person_asked_twice_is_one_person_and_two_offers(company: Company) -> None:
    con = company(employees=people("A"), promotion_offers=[answered("A", "declined"), answered("A", "declined", D)])
    row = refusals(con).iloc[0]
    assert (row.offers, row.declined, row.people_offered, row.people_declined) == (2, 2, 1, 1)


def test_the_note_says_where_the_day_of_the_offer_stands_in(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        promotion_offers=[offer("A", "accepted", date(2026, 6, 1)), answered("B", "declined")],
    )
    assert "no decision date, the day of the offer stands in (1 of 2 offers)" in refusals(con).note[0]


def test_no_to_managing_is_told_apart_from_no_to_moving_up(company: Company) -> None:
    con = company(
        employees=people("A", "B", "C", "E"),
        promotion_offers=[
            answered("A", "declined", offered_track="manager"),
            answered("B", "accepted", offered_track="manager"),
            answered("C", "accepted", offered_track="ic"),
            answered("E", "declined"),
        ],
    )
    frame = refusals(con, by=("offered_track",))
    assert frame[["offered_track", "offers", "refusal_rate"]].to_numpy().tolist() == [
        ["ic", 1, 0.0],
        ["manager", 2, 0.5],
        ["unknown", 1, 1.0],
    ]
    only = refusals(con, where=(("offered_track", ("unknown",)),))
    assert (only.offers[0], only.declined[0]) == (1, 1)


def test_the_groups_are_those_held_on_the_day_of_the_decision(company: Company) -> None:
    con = company(
        employees=people("A", "B", track="manager", business_unit="Sales", job_level=5),
        job_history=[event("A", date(2018, 1, 1), "ic", 3, "Ops"), event("A", date(2026, 5, 1), "manager", 5, "Sales")],
        promotion_offers=[
            answered("A", "declined", date(2026, 4, 30)),
            answered("A", "accepted", date(2026, 5, 1)),
            answered("stranger", "declined"),
        ],
    )
    frame = refusals(con, by=("track", "business_unit", "job_level"))
    groups = frame[["track", "business_unit", "accepted", "declined"]].to_numpy().tolist()
    assert groups == [["ic", "Ops", 0, 1], ["manager", "Sales", 1, 0], ["unknown", "unknown", 0, 1]]
    assert frame.job_level.tolist()[:2] == [3, 5]
    assert frame.job_level.isna().tolist() == [False, False, True]
    filtered = refusals(con, where=(("job_level", ("3", "unknown")),))
    assert (filtered.accepted[0], filtered.declined[0]) == (0, 2)


def test_a_rehire_is_asked_in_the_later_employment(company: Company) -> None:
    twice = [
        {"employee_id": "A", "hire_date": date(2018, 1, 1), "termination_date": date(2020, 1, 1), "location": "Rome"},
        {"employee_id": "A", "hire_date": date(2024, 1, 1), "location": "Oslo"},
    ]
    frame = refusals(company(employees=twice, promotion_offers=[answered("A", "declined")]), by=("location",))
    assert frame[["location", "declined"]].to_numpy().tolist() == [["Oslo", 1]]


def test_role_columns_are_no_groups_of_offers(company: Company) -> None:
    with pytest.raises(UnknownGroup):
        refusals(company(), by=("criticality",))


def test_reasons_not_recorded_are_shown_last(company: Company) -> None:
    given = ["craft", None, "craft", None, None, "pay"]
    con = company(
        employees=people(*"ABCDEF"),
        promotion_offers=[
            answered(person, "declined", decline_reason=reason) for person, reason in zip("ABCDEF", given, strict=True)
        ]
        + [answered("A", "accepted", decline_reason="family"), answered("B", "declined", O, decline_reason="timing")],
    )
    frame = compute(con, "refusal_reasons", Scope(D))
    assert frame[["reason", "declined"]].to_numpy().tolist() == [["craft", 2], ["pay", 1], ["not_recorded", 3]]
    assert frame.share.tolist() == pytest.approx([2 / 6, 1 / 6, 3 / 6])


def test_shares_of_reasons_are_of_the_group(company: Company) -> None:
    con = company(
        employees=people("A", "B", "C"),
        promotion_offers=[
            answered("A", "declined", decline_reason="craft", offered_track="manager"),
            answered("B", "declined", decline_reason="workload", offered_track="manager"),
            answered("C", "declined", decline_reason="craft", offered_track="ic"),
        ],
    )
    frame = compute(con, "refusal_reasons", Scope(D, by=("offered_track",)))
    assert frame[["offered_track", "reason", "share"]].to_numpy().tolist() == [
        ["ic", "craft", 1.0],
        ["manager", "craft", 0.5],
        ["manager", "workload", 0.5],
    ]
    assert compute(con, "refusal_reasons", Scope(date(2020, 1, 1))).empty


def test_small_groups_of_decliners_are_hidden_whatever_the_reason(company: Company) -> None:
    con = company(
        employees=people(*"ABCDE"),
        promotion_offers=[
            answered(person, "declined", decline_reason="pay", offered_track="ic" if person < "E" else "manager")
            for person in "ABCDE"
        ],
    )
    frame = compute(con, "refusal_reasons", Scope(D, by=("offered_track",)), min_group=4)
    assert frame.note.tolist() == ["fewer than 10 people", "hidden, small group"]
    assert frame.declined.isna().tolist() == [False, True]


def test_the_preference_is_the_one_known_on_the_day(company: Company) -> None:
    def asked(**wishes: str | None) -> list[dict[str, Any]]:
        return [
            {"employee_id": person, "hire_date": date(2018, 1, 1), "career_preference": wish}
            for person, wish in wishes.items()
        ]

    con = company(
        rosters_on={
            date(2025, 12, 31): asked(A="people_manager", B="specialist"),
            date(2026, 6, 30): asked(A="specialist", B="specialist", C=None),
            date(2026, 8, 31): people("A", "B", "C", "E"),
            date(2026, 12, 31): asked(A="innovator", B="innovator", C="innovator", E="undecided"),
        }
    )

    def shown(day: date) -> dict[str, int]:
        frame = compute(con, "career_preferences", Scope(day))
        assert frame.share.sum() == pytest.approx(1)
        return dict(zip(frame.preference, frame.people, strict=True))

    assert shown(D) == {"specialist": 2, "undecided": 1, "unknown": 1}
    assert shown(date(2026, 3, 1)) == {"people_manager": 1, "specialist": 1, "undecided": 1, "unknown": 1}
    assert shown(date(2027, 1, 1)) == {"innovator": 3, "undecided": 1}


def test_preferences_have_their_interval_and_groups(company: Company) -> None:
    con = company(
        employees=people("A", gender="f", career_preference="specialist")
        + people("B", "C", "E", gender="m", career_preference="people_manager")
    )
    frame = compute(con, "career_preferences", Scope(D, by=("gender",)))
    assert frame[["gender", "preference", "people", "share"]].to_numpy().tolist() == [
        ["f", "specialist", 1, 1.0],
        ["m", "people_manager", 3, 1.0],
    ]
    whole = compute(con, "career_preferences", Scope(D)).set_index("preference")
    assert whole.loc["specialist", "share"] == 0.25
    assert whole.loc["specialist", "low"] == pytest.approx(0.0456, abs=1e-4)
    assert whole.loc["specialist", "high"] == pytest.approx(0.6994, abs=1e-4)


HIRED = date(2018, 1, 1)
OFFERED, DECIDED = date(2026, 2, 1), date(2026, 3, 1)


def person(employee: str, **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "hire_date": HIRED, "job_level": 4, "location": "Bonn", **fields}


def team(manager: str, size: int, **fields: Any) -> list[dict[str, Any]]:
    return [person(manager), *(person(f"{manager}-{n}", manager_id=manager, **fields) for n in range(size))]


def offer_of_role(employee: str, outcome: str = "declined", **fields: Any) -> dict[str, Any]:
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
            offer_of_role("A", "accepted", role_id="R1"),
            offer_of_role("B", "accepted", role_id="R1"),
            offer_of_role("C", "declined", role_id="R1"),
            offer_of_role("stranger", "declined", role_id="R2"),
            offer_of_role("E", "declined", role_id="R2", offered_level=6),
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
        promotion_offers=[offer_of_role("A", "accepted", **offered)],
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
        promotion_offers=[offer_of_role("A", "accepted", offered_level=5, role_id="R")],
    )
    got = values(repulsion(con))
    assert (got["level_step"], got["relocation"]) == ("1 up", "yes")


def test_somebody_hired_on_the_day_of_the_offer_has_that_days_level(company: Company) -> None:
    con = company(
        employees=[person("A", hire_date=OFFERED)], promotion_offers=[offer_of_role("A", "accepted", offered_level=5)]
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
        promotion_offers=[offer_of_role("A", "accepted", role_id="R")],
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
        promotion_offers=[offer_of_role("A", "accepted", role_id="R")],
    )
    assert values(repulsion(con))["span"] == span


def test_only_answers_decided_in_the_window_count_each_once(company: Company) -> None:
    con = company(
        employees=[person("A")],
        promotion_offers=[
            offer_of_role("A", "declined", offered_level=5),
            offer_of_role("A", "declined", offered_level=5, offered_on=date(2025, 6, 1), decided_on=date(2025, 9, 30)),
            offer_of_role("A", "pending", offered_level=5, decided_on=None),
            offer_of_role("A", "withdrawn", offered_level=5),
            offer_of_role("A", "accepted", offered_level=5, decided_on=None),
        ],
    )
    frame = repulsion(con)
    assert frame[["accepted", "declined"]].to_numpy().tolist() == [[1, 1]] * 4
    assert "no decision date, the day of the offer stands in (1 of 2 offers)" in frame["note"][0]


def test_no_to_managing_is_told_apart_from_no_to_the_role(company: Company) -> None:
    con = company(
        employees=[person(name) for name in "ABC"],
        promotion_offers=[
            offer_of_role("A", "declined", offered_level=5, offered_track="manager"),
            offer_of_role("B", "accepted", offered_level=5, offered_track="ic"),
            offer_of_role("C", "declined", offered_level=5, offered_track="manager"),
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
