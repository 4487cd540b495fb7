from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import survdiff

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
HIRED = date(2018, 1, 1)
Company = Callable[..., duckdb.DuckDBPyConnection]
KNOWN = {"observed_from": "2010-01-01"}


def person(employee: str, last: date | None = None, **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "hire_date": HIRED, "termination_date": last, **fields}


def answer(employee: str, outcome: str, decided_on: date | None, **fields: Any) -> dict[str, Any]:
    offered_on = fields.pop("offered_on", None) or (decided_on or D) - timedelta(7)
    return {"employee_id": employee, "outcome": outcome, "offered_on": offered_on, "decided_on": decided_on, **fields}


def after(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **options: Any) -> pd.DataFrame:
    return compute(con, "after_the_answer", Scope(D, by=by), {"min_at_risk": 1, **options})


def test_those_who_declined_leave_by_hand(company: Company) -> None:
    # decided 700 days before the day; of the four who declined one leaves after 100 days, one after 300
    day = D - timedelta(700)
    con = company(
        employees=[
            *(person(name) for name in ("A1", "A2", "D1", "D2")),
            person("D3", day + timedelta(100)),
            person("D4", day + timedelta(300)),
        ],
        promotion_offers=[answer(name, "accepted", day) for name in ("A1", "A2")]
        + [answer(name, "declined", day) for name in ("D1", "D2", "D3", "D4")],
        settings=KNOWN,
    )
    frame = after(con)
    # 24 months are 730.5 days, longer than anybody was watched
    assert frame[["answer", "people", "month", "at_risk"]].to_numpy().tolist() == [
        ["accepted", 2, 6, 2],
        ["accepted", 2, 12, 2],
        ["declined", 4, 6, 3],
        ["declined", 4, 12, 2],
    ]
    assert frame["retained"].tolist() == pytest.approx([1, 1, 0.75, 0.5])
    time, gone = np.array([700, 700, 700, 700, 100, 300]), np.array([0, 0, 0, 0, 1, 1])
    assert frame["p_value"].to_numpy() == pytest.approx(survdiff(time, gone, np.array([0, 0, 1, 1, 1, 1]))[1])
    every = after(con, points="every")
    assert every.loc[every["answer"] == "declined", "retained"].tolist() == pytest.approx(
        [1] * 4 + [0.75] * 6 + [0.5] * 13
    )


def test_ties_and_delayed_entry_in_the_comparison_agree_with_statsmodels(company: Company) -> None:
    random = np.random.default_rng(4)
    since = date(2025, 3, 1)
    staff, offers, entry, last, gone, group = [], [], [], [], [], []
    for number in range(150):
        name, says = f"P{number}", str(random.choice(["accepted", "declined"]))
        day = D - timedelta(int(random.integers(20, 1050)))
        exit_day = day + timedelta(30 * int(random.integers(1, 30)))
        leaves = exit_day <= D and random.random() < 0.7
        staff.append(person(name, exit_day if leaves else None))
        offers.append(answer(name, says, day))
        end = exit_day if leaves else D
        if end >= since:
            entry.append(max((since - timedelta(1) - day).days, 0))
            last.append((end - day).days)
            gone.append(leaves)
            group.append(says)
    frame = after(company(employees=staff, promotion_offers=offers, settings=KNOWN), since=since)
    # entry is exclusive here and in statsmodels
    theirs = survdiff(np.array(last), np.array(gone, int), np.array(group), entry=np.array(entry))
    assert frame["p_value"].to_numpy() == pytest.approx(theirs[1])


def test_two_answers_are_compared_with_one_degree_of_freedom(company: Company) -> None:
    """Worked case 11: day 14, 5 at risk and 1 exit where 1/5 is expected, V = 0.16; later one answer is alone."""
    day, hired = date(2025, 1, 1), date(2024, 1, 1)
    lasts = {"A1": (1, 19), "A2": (2, 6), "A3": (2, 11), "A4": (3, 1), "D1": (1, 15)}
    con = company(
        employees=[
            {"employee_id": name, "hire_date": hired, "termination_date": last and date(2025, *last), "track": "ic"}
            for name, last in {**lasts, "S": None}.items()
        ],
        promotion_offers=[
            answer(name, "accepted" if name[0] == "A" else "declined", day, offered_track="manager") for name in lasts
        ],
        settings=KNOWN,
    )
    frame = after(con, points="every")
    assert frame["p_value"].to_numpy() == pytest.approx(0.0455002639)  # chi-square 4 on one degree of freedom


@pytest.mark.parametrize(
    ("offers", "people"),
    [
        ([answer("A", "declined", date(2023, 9, 30))], {}),  # 36 months before the day
        ([answer("A", "declined", date(2023, 10, 1))], {"declined": 1}),
        ([answer("A", "declined", D + timedelta(1))], {}),  # not decided yet
        ([answer("A", "pending", None), answer("A", "withdrawn", date(2026, 1, 1))], {}),
        ([answer("A", "accepted", date(2025, 1, 1)), answer("A", "declined", date(2024, 1, 1))], {"declined": 1}),
        (
            [
                answer("A", "accepted", date(2024, 1, 1), offered_on=date(2023, 12, 2)),
                answer("A", "declined", date(2024, 1, 1), offered_on=date(2023, 12, 1)),
            ],
            {"declined": 1},
        ),
        (
            [
                answer("A", "accepted", date(2024, 1, 1), offer_id="O2"),
                answer("A", "declined", date(2024, 1, 1), offer_id="O10"),
            ],
            {"declined": 1},
        ),
        ([answer("gone", "declined", date(2024, 6, 1))], {}),  # gone at that day's end
        ([answer("gone", "declined", date(2024, 5, 31))], {"declined": 1}),
        ([answer("nobody knows", "declined", date(2024, 5, 31))], {}),
    ],
)
def test_the_first_answer_of_each_person_in_service_counts(
    company: Company, offers: list[dict[str, Any]], people: dict[str, int]
) -> None:
    con = company(employees=[person("A"), person("gone", date(2024, 6, 1))], promotion_offers=offers, settings=KNOWN)
    frame = after(con, points="every")
    assert frame.groupby("answer")["people"].max().to_dict() == people


def test_the_day_of_the_offer_stands_in_for_a_missing_decision_day(company: Company) -> None:
    offer = answer("A", "accepted", None, offered_on=date(2025, 1, 1))
    frame = after(company(employees=[person("A")], promotion_offers=[offer], settings=KNOWN))
    assert frame["month"].tolist() == [6, 12]
    assert "no decision date, the day of the offer stands in (1 of 1 people)" in frame["note"][0]
    assert frame["p_value"].isna().all()  # nobody declined


def test_no_to_managing_is_followed_apart_from_no_to_moving_up(company: Company) -> None:
    con = company(
        employees=[person("A"), person("B", D - timedelta(300)), person("C")],
        promotion_offers=[
            answer("A", "declined", D - timedelta(400), offered_track="ic"),
            answer("B", "declined", D - timedelta(400), offered_track="manager"),
            answer("C", "declined", D - timedelta(400)),
        ],
        settings=KNOWN,
    )
    frame = after(con, by=("offered_track",), points="every")
    last = frame.groupby("offered_track")["retained"].last()
    assert last.to_dict() == {"ic": 1, "manager": 1, "unknown": 1}  # B's curve stops when nobody is left to watch
    assert frame.groupby("offered_track")["month"].max().to_dict() == {"ic": 13, "manager": 3, "unknown": 13}


def test_groups_are_those_of_the_day_of_the_decision(company: Company) -> None:
    moved = {"action": "transfer", "business_unit": "Labs", "effective_date": date(2025, 6, 1)}
    con = company(
        employees=[person("A", business_unit="Labs"), person("B", business_unit="Labs")],
        job_history=[{"employee_id": name, "effective_date": HIRED, "business_unit": "Sales"} for name in ("A", "B")]
        + [{"employee_id": name, **moved} for name in ("A", "B")],
        promotion_offers=[answer("A", "accepted", date(2025, 5, 31)), answer("B", "accepted", date(2025, 6, 1))],
        settings=KNOWN,
    )
    frame = after(con, by=("business_unit",), points="every")
    assert frame.groupby("business_unit")["people"].max().to_dict() == {"Labs": 1, "Sales": 1}


def test_an_answer_too_few_gave_is_named(company: Company) -> None:
    names = [f"P{number}" for number in range(13)]
    con = company(
        employees=[person(name) for name in names],
        promotion_offers=[
            answer(name, "declined" if number < 3 else "accepted", D - timedelta(400))
            for number, name in enumerate(names)
        ],
        settings=KNOWN,
    )
    frame = compute(con, "after_the_answer", Scope(D))
    assert frame["answer"].unique().tolist() == ["accepted"]
    assert frame["note"][0] == "too few people at risk to draw: declined"


def test_whoever_answered_on_the_day_itself_is_counted_and_not_yet_watched(company: Company) -> None:
    con = company(
        employees=[person("A"), person("B")],
        promotion_offers=[answer("A", "accepted", D - timedelta(400)), answer("B", "accepted", D)],
        settings=KNOWN,
    )
    row = after(con).iloc[0]
    assert (row.people, row.month, row.at_risk) == (2, 6, 1)


def test_a_curve_stops_at_a_month_with_too_few_that_is_not_shown(company: Company) -> None:
    """Two are watched from day 100 to day 250, month 8, two from day 350 to day 500: nobody at month 9, two at 12."""
    con = company(
        employees=[person(name) for name in "ABCE"],
        promotion_offers=[answer(name, "accepted", D - timedelta(250)) for name in "AB"]
        + [answer(name, "accepted", D - timedelta(500)) for name in "CE"],
        settings=KNOWN,
    )
    since = D - timedelta(149)
    assert after(con, min_at_risk=2, since=since)["month"].tolist() == [6]
    assert after(con, min_at_risk=2, since=since, points="every")["month"].tolist() == [4, 5, 6, 7, 8]
