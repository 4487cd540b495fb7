"""Many month ends read at once say what each says by itself."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest

from company import company
from metrics import catalogue, engine
from metrics.scope import Scope, last_month_ends

DAY = date(2026, 6, 30)
COURSES = ("promotion_refusals", "retention_rate", "turnover_rate")
SALES = (("business_unit", ("Sales", "unknown")),)
# days on which a month, a year or a leap day is easily got wrong
EDGES = [date(2024, 2, 28), date(2024, 2, 29), date(2025, 1, 31), date(2025, 2, 28), date(2026, 5, 31), DAY]
METRICS = [
    ("promotion_refusals", (), (), {}),
    ("promotion_refusals", ("offered_track", "business_unit"), (), {}),
    ("promotion_refusals", ("track",), SALES, {}),
    ("retention_rate", (), (), {}),
    ("retention_rate", ("track",), SALES, {"exits": "voluntary"}),
    ("retention_rate", ("job_level", "business_unit"), (), {"exits": "unknown"}),
    ("turnover_rate", (), (), {}),
    ("turnover_rate", ("track",), SALES, {"exits": "voluntary"}),
    ("turnover_rate", ("gender", "job_level"), (), {"exits": "retirement"}),
]


def _some_day(random: Random) -> date:
    return random.choice(EDGES) if random.random() < 0.3 else DAY - timedelta(days=random.randrange(-60, 1200))


def _person(random: Random, number: int) -> dict[str, Any]:
    hired = _some_day(random) - timedelta(days=random.choice((0, 0, 400, 2000)))
    gone = {"termination_date": max(hired, _some_day(random)), "termination_type": random.choice(("voluntary", None))}
    return {
        "employee_id": f"{number % 260:03d}",  # some come back
        "hire_date": hired if number < 260 else hired + timedelta(days=3000),
        "business_unit": random.choice(("Sales", "Care", None)),
        "job_level": random.choice((2, 3, None)),
        "track": random.choice(("ic", "manager", None)),
        "gender": random.choice(("f", "m")),
        **(gone if number < 260 and random.random() < 0.5 else {}),
    }


def _offer(random: Random, number: int) -> dict[str, Any]:
    offered = _some_day(random)
    return {
        "offer_id": f"O{number}",
        "employee_id": f"{random.randrange(260):03d}",
        "offered_on": offered,
        "decided_on": None if random.random() < 0.3 else offered + timedelta(days=random.randrange(120)),
        "outcome": random.choice(("accepted", "declined", "pending", "withdrawn")),
        "offered_track": random.choice(("ic", "manager", None)),
    }


@pytest.fixture(scope="module")
def many():
    random = Random(5)
    return company(
        employees=[_person(random, number) for number in range(280)],
        job_history=[
            {"employee_id": f"{n:03d}", "effective_date": _some_day(random), "action": "promotion", "job_level": 4}
            for n in range(0, 260, 3)
        ],
        promotion_offers=[_offer(random, number) for number in range(400)],
        settings={"observed_from": "2022-07-01"},
        as_of=DAY,
    )


@pytest.mark.parametrize("months", [0, 1, 12])
@pytest.mark.parametrize(("name", "by", "where", "options"), METRICS)
def test_many_month_ends_at_once_say_what_each_says_by_itself(many, name, by, where, options, months):
    scope = Scope(DAY, months, by, where)
    course = engine.compute(many, name, scope, options, trend=30, min_group=3)
    days = last_month_ends(DAY, 30)
    alone = [
        engine.compute(many, name, Scope(day, months, by, where), options, min_group=3).assign(as_of=day)
        for day in days
    ]
    assert course["as_of"].tolist() == [day for frame in alone for day in frame["as_of"]]
    expected = pd.concat(alone, ignore_index=True)[list(course)]
    pd.testing.assert_frame_equal(course, expected, check_dtype=False)


def test_before_leavers_are_known_a_course_is_withheld(many):
    course = engine.compute(many, "retention_rate", Scope(DAY), trend=48)
    withheld = course["headcount_start"].isna()
    assert withheld.tolist() == [day < date(2023, 6, 30) for day in course["as_of"]]
    assert course["note"][withheld].str.contains("before leavers are known").all()


def test_a_filter_nobody_passes_gives_a_row_of_nothing_at_each_month_end(many):
    course = engine.compute(many, "turnover_rate", Scope(DAY, where=(("business_unit", ("None",)),)), trend=3)
    assert course["as_of"].tolist() == last_month_ends(DAY, 3)
    assert course["exits"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", COURSES)
def test_metrics_drawn_as_a_course_are_read_at_once(name):
    assert catalogue.trend_query(name)
