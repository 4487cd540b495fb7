from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import peopleanalyticsdata
import pytest
from numpy.typing import ArrayLike
from scipy.stats import chi2
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from metrics.statistics import survival
from metrics.statistics.survival import Floats


@dataclass(frozen=True)
class EventTimes:
    """One row per time at which somebody leaves, in order; where causes are told apart, `events` has a column each."""

    time: Floats
    at_risk: Floats
    events: Floats


def event_times(exits: ArrayLike, gone: ArrayLike, entries: ArrayLike | None = None) -> EventTimes:
    """Count the event times of records that are watched from `entries` (exclusive; default the start) to `exits`.

    `gone` says who left at the end, and was not merely lost from sight. The risk set at t is entry < t <= exit.
    """
    last, left = np.asarray(exits, dtype=np.float64), np.asarray(gone, dtype=bool)
    first = np.full_like(last, -np.inf) if entries is None else np.asarray(entries, dtype=np.float64)
    watched = last > first
    first, last, left = np.sort(first[watched]), last[watched], left[watched]
    time, events = np.unique(last[left], return_counts=True)
    entered = np.searchsorted(first, time, side="left")
    ended = np.searchsorted(np.sort(last), time, side="left")
    return EventTimes(time, (entered - ended).astype(np.float64), events.astype(np.float64))


def cause_times(
    exits: ArrayLike, causes: ArrayLike, kinds: Sequence[int], entries: ArrayLike | None = None
) -> EventTimes:
    """As event_times, with the events of each of the causes `kinds`; any other cause was lost from sight."""
    last, cause = np.asarray(exits, dtype=np.float64), np.asarray(causes)
    first = np.full_like(last, -np.inf) if entries is None else np.asarray(entries, dtype=np.float64)
    table = event_times(last, np.isin(cause, kinds), first)
    seen = last > first
    events = [[np.sum((last == time) & (cause == kind) & seen) for kind in kinds] for time in table.time]
    return EventTimes(table.time, table.at_risk, np.array(events, dtype=np.float64).reshape(-1, len(kinds)))


def value_at(time: ArrayLike, values: ArrayLike, when: float, before: float = 1.0) -> float:
    """A step function's value at `when`, a step on that very time included; `before` the first step."""
    position = int(np.searchsorted(np.asarray(time), when, side="right"))
    return float(np.asarray(values)[position - 1]) if position else before


@pytest.fixture(scope="module")
def job_retention():
    data = peopleanalyticsdata.job_retention()
    return data["month"].to_numpy(float), data["left"].to_numpy(bool), (data["sentiment"] >= 7).to_numpy()


@pytest.mark.parametrize(("happy", "retained"), [(True, 0.633631), (False, 0.517440)])
def test_job_retention_at_month_12_is_as_published(job_retention, happy, retained):
    month, left, positive = job_retention
    chosen = positive == happy
    table = event_times(month[chosen], left[chosen])
    curve, _ = survival.kaplan_meier(table.at_risk, table.events)
    assert value_at(table.time, curve, 12) == pytest.approx(retained, abs=5e-7)


def test_job_retention_log_rank_is_as_published(job_retention):
    month, left, positive = job_retention
    at_risk, events = _side_by_side(month, left, positive)
    assert survival.log_rank(at_risk, events)[1] == pytest.approx(1.117e-8, rel=5e-4)


def test_delayed_entry_agrees_with_statsmodels():
    random = np.random.default_rng(5)
    entry = random.integers(0, 40, 400).astype(float)
    last, gone = entry + random.integers(1, 60, 400), random.random(400) < 0.6
    table = event_times(last, gone, entry)
    curve, greenwood = survival.kaplan_meier(table.at_risk, table.events)
    theirs = SurvfuncRight(last, gone.astype(int), entry=entry)
    assert table.time == pytest.approx(theirs.surv_times)
    assert table.at_risk == pytest.approx(theirs.n_risk)
    assert curve == pytest.approx(theirs.surv_prob, abs=1e-12)
    inside = curve > 0
    assert curve[inside] * np.sqrt(greenwood[inside]) == pytest.approx(theirs.surv_prob_se[inside], rel=1e-9)


def test_log_rank_of_three_groups_agrees_with_statsmodels():
    random = np.random.default_rng(6)
    group = random.integers(0, 3, 300)
    last, gone = random.integers(1, 50, 300) + 10.0 * group, random.random(300) < 0.7
    at_risk, events = _side_by_side(last, gone, group)
    chi_square, p_value = survival.log_rank(at_risk, events)
    assert (chi_square, p_value) == pytest.approx(survdiff(last, gone.astype(int), group), rel=1e-9)


def test_log_rank_by_hand():
    # A leaves at 1 and 3, B at 2 and is lost at 4. Risk sets (2,2), (1,2), (1,1):
    # expected in A 1/2 + 1/3 + 1/2 = 4/3, observed 2; variance 1/4 + 2/9 + 1/4 = 13/18
    chi_square, _ = survival.log_rank([[2, 2], [1, 2], [1, 1]], [[1, 0], [0, 1], [1, 0]])
    assert chi_square == pytest.approx((2 / 3) ** 2 / (13 / 18))


def test_every_log_rank_has_the_chi_square_and_the_degrees_of_freedom_of_statsmodels():
    """1,000 random tables of 2 to 6 groups, with ties and delayed entry, some groups never at risk together."""
    random = np.random.default_rng(10)
    seen = set()
    for _ in range(1000):
        groups = int(random.integers(2, 7))
        group = random.integers(0, groups, int(random.integers(2, 80)))
        later = random.choice([0, 0, 40], groups)[group]  # whoever is later is watched after all others have gone
        entry = random.integers(0, 12, len(group)) * random.integers(0, 2) + later
        stays = random.choice([3, 25, 200], groups)[group]  # some are soon all gone, and leave another group alone
        last = entry + random.integers(1, 1 + stays)
        gone = random.random(len(group)) < random.choice([0.2, 0.6, 1])
        expected, freedom = _statsmodels(entry, last, gone, group)
        at_risk, events = _side_by_side(last, gone, group, entry)
        chi_square, p_value = survival.log_rank(at_risk, events)
        seen.add((groups, freedom))
        if freedom:
            assert chi_square == pytest.approx(expected, rel=1e-8, abs=1e-10)
            assert p_value == pytest.approx(chi2.sf(expected, freedom), rel=1e-7)
        else:
            assert math.isnan(chi_square)
            assert math.isnan(p_value)
    assert {(groups, groups - 1) for groups in range(2, 7)} < seen  # full comparisons, and less than that
    assert {(2, 0), (4, 2), (6, 4)} < seen


def test_exits_while_a_group_is_alone_change_nothing():
    # 4 and 1 at risk, the 1 leaves: (1 - 1/5)^2 / (4/25) = 4; from then on nobody is there to compare with
    alone = range(4, 1, -1)
    chi_square, p_value = survival.log_rank([[4, 1], *([n, 0] for n in alone)], [[0, 1], *([1, 0] for _ in alone)])
    assert chi_square == pytest.approx(4, rel=1e-12)
    assert p_value == pytest.approx(0.0455002639, rel=1e-8)


def test_groups_never_at_risk_together_are_compared_only_with_those_they_met():
    # A and B meet in the first rows, C and D in the last: two comparisons, two degrees of freedom, not three
    first, second = [[3, 2], [2, 2], [1, 1]], [[1, 0], [1, 1], [0, 1]]
    alone, _ = survival.log_rank(first, second)
    nobody = np.zeros((3, 2))
    at_risk, events = (np.vstack([np.hstack([one, nobody]), np.hstack([nobody, one])]) for one in (first, second))
    chi_square, p_value = survival.log_rank(at_risk, events)
    assert chi_square == pytest.approx(2 * alone)
    assert p_value == pytest.approx(chi2.sf(2 * alone, 2))


def test_an_exit_of_all_who_are_at_risk_compares_nobody():
    assert math.isnan(survival.log_rank([[2, 1]], [[2, 1]])[1])
    # the third group meets another only where both are gone: that says nothing about it, and is no second comparison
    chi_square, p_value = survival.log_rank([[3, 3, 0], [1, 0, 1]], [[1, 0, 0], [1, 0, 1]])
    assert chi_square == pytest.approx(1)
    assert p_value == pytest.approx(chi2.sf(chi_square, 1))


def test_somebody_entering_at_a_time_is_not_yet_at_risk_then():
    table = event_times([5, 8, 9], [True, True, False], [0, 5, 2])
    assert table.time.tolist() == [5, 8]
    assert table.at_risk.tolist() == [2, 2]  # at 5: the first and the third; at 8: the second and the third


def test_records_without_time_are_never_at_risk():
    table = event_times([0, 3], [True, True], [0, 0])
    assert (table.time.tolist(), table.at_risk.tolist()) == ([3], [1])


def test_a_comparison_without_events_or_without_a_second_group_has_no_p_value():
    assert math.isnan(survival.log_rank(np.empty((0, 2)), np.empty((0, 2)))[1])
    assert math.isnan(survival.log_rank([[3, 0], [2, 0]], [[1, 0], [1, 0]])[1])


def _side_by_side(last, gone, group, entry=None):
    """Risk sets and events of each group at every time with an event, counted the slow way."""
    times = np.unique(last[gone])
    names = np.unique(group)
    entered = np.full(len(last), -np.inf) if entry is None else entry
    shape = len(times), len(names)
    at_risk = [[np.sum((group == name) & (entered < time) & (last >= time)) for name in names] for time in times]
    events = [[np.sum((group == name) & (last == time) & gone) for name in names] for time in times]
    return np.reshape(at_risk, shape), np.reshape(events, shape)


def _statsmodels(entry, last, gone, group):
    """Chi-square and degrees of freedom, added up over the groups that hang together by exits they were at risk at."""
    together = {name: {name} for name in np.unique(group)}
    for time in np.unique(last[gone]):
        there = (entry < time) & (last >= time)
        if 0 < np.sum(gone & (last == time)) < np.sum(there):
            met = set[int]().union(*(together[name] for name in np.unique(group[there])))
            together.update(dict.fromkeys(met, met))
    sets = {frozenset(names) for names in together.values() if len(names) > 1}
    chi_squares = [
        survdiff(last[chosen], gone[chosen].astype(int), group[chosen], entry=entry[chosen])[0]
        for names in sets
        for chosen in [np.isin(group, list(names))]
    ]
    return sum(chi_squares), sum(len(names) - 1 for names in sets)


def test_incidence_of_causes_under_delayed_entry_and_ties_is_as_known():
    table = cause_times([4, 10, 6, 9, 12, 7, 3, 12], [1, 2, 1, 0, 1, 2, 1, 0], [1, 2], entries=[0, 0, 2, 3, 5, 0, 1, 6])
    stayed, left = survival.aalen_johansen(table.at_risk, table.events)
    assert left[-1].tolist() == pytest.approx([0.6245333, 0.2389333], abs=5e-8)
    assert stayed + left.sum(axis=1) == pytest.approx(np.ones(len(stayed)))


# Bone marrow transplants of Pintilie (2006), as published in scikit-survival (load_bmt): months, and status per person
BMT_MONTHS = [13, 1, 72, 7, 8, 67, 9, 5, 70, 4, 7, 68, 1, 10, 7, 3, 4, 4, 3, 3, 22, 8, 2, 0, 0, 35, 35, 4, 14, 26, 3]
BMT_MONTHS += [2, 8, 32, 12]
BMT_STATUS = [int(each) for each in "21022022000022211111212210022220001"]


def test_incidence_on_the_bone_marrow_data_is_that_of_scikit_survival():
    entries = np.full(len(BMT_MONTHS), -1.0)  # some die at month 0
    table = cause_times(BMT_MONTHS, BMT_STATUS, [1, 2], entries)
    _, left = survival.aalen_johansen(table.at_risk, table.events)
    at_12 = [value_at(table.time, left[:, cause], 12, before=0.0) for cause in (0, 1)]
    assert at_12 == pytest.approx([0.2728390, 0.3407601], abs=5e-8)
