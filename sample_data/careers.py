"""Eight years of careers, month by month: leaving, moving up, sideways and down, and joining."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sample_data import world
from sample_data.drawing import days_in, happens, pick
from sample_data.offers import Offers, offer_promotions, offer_teams
from sample_data.recruiting import recruit, review, settle
from sample_data.reporting_lines import CHIEF, mend_reporting_lines
from sample_data.workforce import (
    DEMOTION,
    LATERAL,
    OTHER,
    PROMOTION,
    RETIREMENT,
    TERMINATION,
    TRACK_CHANGE,
    TRANSFER,
    VOLUNTARY,
    Events,
    Workforce,
    became_expert,
)
from sample_data.world import IC, MANAGER, Floats, Ints

REASON_COUNT = 6
_SNAPSHOT = (
    *("unit", "department", "place", "family", "level", "track", "manager", "rating", "exit", "cause", "reason"),
    "cause_said",
)


@dataclass
class Company:
    """The simulation's result: the workforce, its events and offers, and each roster as of its day."""

    workforce: Workforce = field(default_factory=lambda: Workforce(0))
    events: Events = field(default_factory=Events)
    offers: Offers = field(default_factory=Offers)
    rosters: dict[int, dict[str, Ints]] = field(default_factory=dict)


def live(rng: np.random.Generator, people: int, roster_days: list[int]) -> Company:
    """A company with `people` in service at the end of AS_OF, with a roster for each of `roster_days` (month ends)."""
    company = Company(Workforce(int(people * 2.4) + 100))
    workforce, events = company.workforce, company.events
    settle(workforce, events, rng, int(people * 0.82))
    first = world.day_number(world.FIRST_DAY)
    for month, last in enumerate(world.month_ends().tolist()):
        _one_month(company, rng, month, first, last)
        target = round(people * (0.82 + 0.18 * (month + 1) / world.MONTHS))
        recruit(workforce, events, rng, first, last, target)
        mend_reporting_lines(workforce, events, rng, last)
        if last == roster_days[-1]:
            _give_notice(workforce, rng, last)
        if last in roster_days:
            company.rosters[last] = _roster(workforce, last, everyone=last == roster_days[-1])
        first = last + 1
    return company


def _one_month(company: Company, rng: np.random.Generator, month: int, first: int, last: int) -> None:
    """One month, in which everybody in service at its beginning leaves or has at most one move."""
    workforce, events = company.workforce, company.events
    rows = workforce.in_service(first - 1)
    rows = rows[rows != CHIEF]
    review(workforce, rng, month, rows)
    rows = _leave(workforce, events, rng, rows, first, last)
    rows = _step_down(workforce, events, rng, rows, first, last)
    rows = offer_teams(workforce, events, company.offers, rng, rows, first, last)
    rows = offer_promotions(workforce, events, company.offers, rng, rows, first, last)
    rows = _rise(workforce, events, rng, rows, first, last)
    _move_sideways(workforce, events, rng, rows, first, last)


def resignations_a_year(workforce: Workforce, rows: Ints, day: int) -> Floats:
    """The yearly resignation rate of each of `rows` on `day`."""
    unit, managing = workforce.unit[rows], workforce.track[rows] == MANAGER
    rate = world.RESIGN_A_YEAR[workforce.level[rows]].copy()
    rate *= np.where(managing, world.MANAGERS_RESIGN[unit], world.EXPERTS_RESIGN[unit])
    rate *= np.where(day - workforce.hired[rows] < 500, 1.15, 0.95)
    declined = day - workforce.declined_on[rows]
    rate[(unit == world.RESEARCH) & (declined < world.NEVER)] *= 0.2
    return np.where((unit == world.OPERATIONS) & (declined < 365), 1.5, rate)


def _leave(workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints, first: int, last: int) -> Ints:
    age = (first - workforce.birth[rows]) / 365.25
    rates = np.stack(
        [
            resignations_a_year(workforce, rows, first),
            np.where(workforce.rating[rows] == 1, 0.16, np.where(workforce.rating[rows] == 2, 0.06, 0.012)),
            np.select([age >= 66, age >= 63, age >= 60], [1.5, 0.35, 0.08], 0.0),
            np.full(len(rows), 0.0025),
        ],
        axis=1,
    )
    leaves = happens(rng, rates.sum(axis=1))
    leavers, shares = rows[leaves], np.cumsum(rates[leaves], axis=1)
    cause = 1 + (rng.random(len(leavers))[:, None] * shares[:, -1:] >= shares).sum(axis=1)
    workforce.exit[leavers] = days_in(rng, first, last, len(leavers))
    _record_cause(workforce, rng, leavers, cause)
    events.record(workforce, leavers, workforce.exit[leavers], TERMINATION)
    return rows[~leaves]


def _record_cause(workforce: Workforce, rng: np.random.Generator, rows: Ints, cause: Ints) -> None:
    workforce.cause[rows] = np.clip(cause, VOLUNTARY, OTHER)
    workforce.cause_said[rows] = rng.random(len(rows)) > 0.025
    workforce.reason[rows] = rng.integers(0, REASON_COUNT, len(rows))


def _give_notice(workforce: Workforce, rng: np.random.Generator, today: int) -> None:
    """Sets exits within the next three months for some of those in service."""
    rows = workforce.in_service(today)
    rows = rows[(rng.random(len(rows)) < 0.006) & (rows != CHIEF)]
    workforce.exit[rows] = today + rng.integers(5, 92, len(rows))
    old = (today - workforce.birth[rows]) / 365.25 >= 60
    _record_cause(workforce, rng, rows, np.where(old, RETIREMENT, pick(rng, np.array([0, 0.85, 0.15]), len(rows))))


def _step_down(
    workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints, first: int, last: int
) -> Ints:
    """Moves some managers back to expert work: rarely, but often new managers in Customer Care."""
    managing = workforce.track[rows] == MANAGER
    new = workforce.new_manager[rows] & (first - workforce.on_track_since[rows] < 540)
    hard = np.where(workforce.prepared[rows], 0.25, 0.75)
    usual = np.where(workforce.prepared[rows], 0.02, 0.05)
    rate = np.where(new, np.where(workforce.unit[rows] == world.CARE, hard, usual), 0.01) * managing
    steps = happens(rng, rate)
    down = rows[steps]
    days = days_in(rng, first, last, len(down))
    demoted = (rng.random(len(down)) < 0.6) & (workforce.level[down] > 3)
    workforce.level[down] -= demoted
    workforce.moved[down] = days
    became_expert(workforce, down, days)
    events.record(workforce, down, days, np.where(demoted, DEMOTION, TRACK_CHANGE))
    return rows[~steps]


def _rise(workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints, first: int, last: int) -> Ints:
    """Promotes on the lowest levels, which need no offer; a few change family on the same day."""
    rate = world.PROMOTED_A_YEAR[workforce.level[rows]] * (workforce.track[rows] == IC)
    rate = rate * (workforce.level[rows] < 3) * (first - workforce.moved[rows] > 300) * 1.5
    rises = happens(rng, rate * np.where(workforce.rating[rows] >= 4, 1.4, 0.8))
    up = rows[rises]
    days = days_in(rng, first, last, len(up))
    workforce.level[up] += 1
    workforce.moved[up] = days
    events.record(workforce, up, days, PROMOTION)
    also = rng.random(len(up)) < 0.04
    _change_family(workforce, events, rng, up[also], days[also])
    return rows[~rises]


def _move_sideways(
    workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints, first: int, last: int
) -> None:
    """Transfers to another unit, and lateral moves to another family or department within the unit."""
    chance = rng.random(len(rows)) * 12
    elsewhere, nearby = rows[chance < 0.015], rows[(chance >= 0.015) & (chance < 0.045)]
    days = days_in(rng, first, last, len(elsewhere))
    step = rng.integers(1, len(world.UNITS), len(elsewhere))
    workforce.unit[elsewhere] = (workforce.unit[elsewhere] + step) % len(world.UNITS)
    unit = workforce.unit[elsewhere]
    workforce.department[elsewhere] = world.DEPARTMENT_FIRST[unit] + rng.integers(0, world.DEPARTMENT_COUNT[unit])
    workforce.family[elsewhere] = world.FAMILY_FIRST[unit] + rng.integers(0, world.FAMILY_COUNT[unit])
    workforce.moved[elsewhere] = days
    events.record(workforce, elsewhere, days, TRANSFER)
    _change_family(workforce, events, rng, nearby, days_in(rng, first, last, len(nearby)))


def _change_family(workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints, days: Ints) -> None:
    unit = workforce.unit[rows]
    place = workforce.family[rows] - world.FAMILY_FIRST[unit]
    workforce.family[rows] = world.FAMILY_FIRST[unit] + (place + 1) % world.FAMILY_COUNT[unit]
    workforce.department[rows] = world.DEPARTMENT_FIRST[unit] + rng.integers(0, world.DEPARTMENT_COUNT[unit])
    workforce.moved[rows] = days
    events.record(workforce, rows, days, LATERAL)


def _roster(workforce: Workforce, day: int, *, everyone: bool) -> dict[str, Ints]:
    """The rows in service at the end of `day` and the leavers of the year before it, or all leavers if `everyone`."""
    rows = np.flatnonzero(workforce.exit[: workforce.rows] > (0 if everyone else day - 365))
    return {"row": rows} | {name: getattr(workforce, name)[rows] for name in _SNAPSHOT}
