from __future__ import annotations

from datetime import date

import pytest

from benchmarks import by_pandas
from company import company
from metrics.scope import Scope

D = date(2026, 6, 30)
COUNTS = (
    *("growth_coverage", "promotion_refusals", "refusal_reasons", "retention_rate", "span_of_control", "turnover_rate"),
    *("career_preferences", "expertise_lost"),
)


def test_pandas_says_the_same_of_each_figure():
    people = [
        {"employee_id": f"P{n}", "hire_date": date(2020, 1, 1), "track": "manager" if n % 4 == 0 else "ic"}
        for n in range(20)
    ]
    for n in (3, 4, 7):
        people[n] |= {"termination_date": date(2026, 2, n), "termination_type": "voluntary"}
    for n in range(5, 20):
        people[n]["manager_id"] = f"P{n % 3}"
    offers = [
        {"employee_id": f"P{n}", "offered_on": date(2026, 1, 5), "outcome": "declined" if n % 3 else "accepted"}
        for n in range(20)
    ]
    acts = [{"employee_id": f"P{n}", "occurred_on": date(2026, 3, 1), "kind": "skill"} for n in range(0, 20, 3)]
    cur = company(
        employees=people, promotion_offers=offers, growth_activities=acts, settings={"observed_from": "2020-01-01"}
    )
    held = by_pandas.frames(cur)
    for metric in COUNTS:
        assert by_pandas.contest(cur, metric, Scope(D, by=("track",)), held).same, metric


def test_another_figure_never_holds():
    assert not by_pandas.Contest("retention_rate", 0.01, 1.0, same=False).holds
    assert not by_pandas.Contest("retention_rate", 0.3, 1.0, same=True).holds
    assert by_pandas.Contest("retention_rate", 0.1, 1.0, same=True).times_faster == pytest.approx(10)
