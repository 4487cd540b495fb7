"""The workforce on the first day, and hires and rehires month by month."""

from __future__ import annotations

import numpy as np

from sample_data import world
from sample_data.drawing import days_in, pick, pick_by
from sample_data.names import FIRST_NAMES, LAST_NAMES
from sample_data.reporting_lines import give_managers
from sample_data.workforce import HIRE, OTHER, PROMOTION, REHIRE, SUPERVISOR, TERMINATION, TRANSFER, Events, Workforce
from sample_data.world import IC, MANAGER, Ints

YEAR = 365.25


def settle(workforce: Workforce, events: Events, rng: np.random.Generator, people: int) -> None:
    """Fill the company on the evening before FIRST_DAY, with the earlier careers of its people."""
    start = world.day_number(world.FIRST_DAY)
    rows = workforce.add(people)
    track = (rng.random(people) < world.MANAGER_SHARE).astype(np.int8)
    level = np.where(
        track == MANAGER,
        pick(rng, world.MANAGER_LEVELS_AT_START, people),
        pick(rng, world.IC_LEVELS_AT_START, people),
    )
    unit = pick(rng, world.UNIT_SHARES, people)
    track[0], level[0], unit[0] = MANAGER, 9, world.CORPORATE
    tenure = np.minimum(rng.exponential(7.0, people) + 0.1, 34)
    steps = np.minimum(level - 1, (tenure / 2.4 * rng.random(people)).astype(np.int64))
    workforce.hired[rows] = start - (tenure * YEAR).astype(np.int64)
    _draw_attributes(workforce, rng, rows, unit, level - steps)
    workforce.birth[rows] = np.maximum(workforce.birth[rows], start - int(64 * YEAR))
    _earlier_career(workforce, events, rows, track, level, steps)
    _review(workforce, rng, rows)
    give_managers(workforce, rng, rows, start)
    events.record(workforce, rows[1:], start - 1, SUPERVISOR)


def _earlier_career(workforce: Workforce, events: Events, rows: Ints, track: Ints, level: Ints, steps: Ints) -> None:
    """Record the hire and the promotions that led to today's level, evenly spaced; the last makes managers."""
    start = world.day_number(world.FIRST_DAY)
    served = start - workforce.hired[rows]
    workforce.on_track_since[rows] = workforce.moved[rows] = workforce.hired[rows]
    for step in range(int(steps.max()) + 1):
        on = np.flatnonzero(steps >= step)
        last = steps[on] == step
        day = workforce.hired[rows[on]] + served[on] * step // (steps[on] + 1)
        workforce.level[rows[on]] = level[on] - steps[on] + step
        workforce.track[rows[on]] = np.where(last, track[on], IC)
        begins = on[last & (track[on] == MANAGER)]
        workforce.on_track_since[rows[begins]] = day[last & (track[on] == MANAGER)]
        workforce.moved[rows[on]] = day
        events.record(workforce, rows[on], day, HIRE if step == 0 else PROMOTION)


def _draw_attributes(workforce: Workforce, rng: np.random.Generator, rows: Ints, unit: Ints, level: Ints) -> None:
    """Draw the attributes of new persons. Their day of hire must be set."""
    count = len(rows)
    workforce.person[rows] = np.arange(workforce.persons, workforce.persons + count)
    workforce.persons += count
    workforce.first_name[rows] = rng.integers(0, len(FIRST_NAMES), count)
    workforce.last_name[rows] = rng.integers(0, len(LAST_NAMES), count)
    workforce.gender[rows] = pick(rng, world.GENDER_SHARES, count)
    age = np.minimum(20.5 + 1.9 * (level - 1) + rng.gamma(2.0, 4.8, count), 59)
    workforce.birth[rows] = workforce.hired[rows] - (age * YEAR).astype(np.int64)
    workforce.unit[rows] = unit
    workforce.department[rows] = world.DEPARTMENT_FIRST[unit] + rng.integers(0, world.DEPARTMENT_COUNT[unit])
    workforce.family[rows] = world.FAMILY_FIRST[unit] + rng.integers(0, world.FAMILY_COUNT[unit])
    workforce.place[rows] = pick(rng, world.LOCATION_SHARES, count)
    workforce.quality[rows] = rng.normal(size=count)
    workforce.potential[rows] = 1 + (workforce.quality[rows] + rng.normal(size=count) > 0.2)
    workforce.potential[rows] += workforce.quality[rows] + rng.normal(size=count) > 1.8
    workforce.pay[rows] = np.exp(rng.normal(0, 0.08, count))
    workforce.fte[rows] = np.array([1.0, 0.8, 0.6, 0.5])[pick(rng, np.array([0.9, 0.05, 0.02, 0.03]), count)]
    born = 1970 + workforce.birth[rows] // YEAR
    generation = np.searchsorted(world.WISH_BORN_FROM, born, side="right") - 1
    workforce.wish[rows] = pick_by(rng, world.WISHES_BY_GENERATION, generation)
    workforce.wish_said[rows] = rng.random(count) < 0.6


def _review(workforce: Workforce, rng: np.random.Generator, rows: Ints) -> None:
    score = 3.3 + 0.75 * workforce.quality[rows] + 0.5 * rng.normal(size=len(rows))
    workforce.rating[rows] = np.clip(np.rint(score), 1, 5)
    managing = rows[workforce.track[rows] == MANAGER]
    # Those who manage were, mostly, those who wanted to.
    content = managing[rng.random(len(managing)) < 0.5]
    new = content[workforce.rating[content] >= 3]
    workforce.wish[new] = np.where(workforce.wish[new] == world.SPECIALIST, world.PEOPLE_MANAGER, workforce.wish[new])


def review(workforce: Workforce, rng: np.random.Generator, month: int, rows: Ints) -> None:
    """Rate everyone each March."""
    if month % 12 == 5:
        _review(workforce, rng, rows)


def recruit(workforce: Workforce, events: Events, rng: np.random.Generator, first: int, last: int, target: int) -> None:
    """Hire as many as bring the company to `target` people at the end of `last`, mostly in units that lack people."""
    serving = workforce.in_service(last)
    hires = max(target - len(serving), 0)
    lack = world.UNIT_SHARES * target - np.bincount(workforce.unit[serving], minlength=len(world.UNITS))
    returning = _former_employees(workforce, rng, first, round(0.03 * hires))
    rows = workforce.add(hires)
    back, fresh = rows[: len(returning)], rows[len(returning) :]
    workforce.hired[rows] = days_in(rng, first, last, hires)
    unit = pick(rng, np.maximum(lack, 0.01), len(fresh))
    managing = rng.random(len(fresh)) < 0.03
    level = np.where(
        managing,
        pick(rng, world.MANAGER_LEVELS_AT_HIRE, len(fresh)),
        pick(rng, world.IC_LEVELS_AT_HIRE, len(fresh)),
    )
    _draw_attributes(workforce, rng, fresh, unit, level)
    workforce.level[fresh], workforce.track[fresh] = level, managing
    _welcome_back(workforce, returning, back)
    workforce.on_track_since[rows] = workforce.moved[rows] = workforce.hired[rows]
    give_managers(workforce, rng, rows, last)
    events.record(workforce, back, workforce.hired[back], REHIRE)
    events.record(workforce, fresh, workforce.hired[fresh], HIRE)
    _transfer_on_first_day(workforce, events, rng, fresh)
    _leave_on_first_day(workforce, events, rng, fresh)


def _former_employees(workforce: Workforce, rng: np.random.Generator, today: int, count: int) -> Ints:
    """Rows of people who resigned half a year to four years ago and have not come back."""
    days_since_exit = today - workforce.exit[: workforce.rows]
    resigned = (days_since_exit > 183) & (days_since_exit < 1461) & (workforce.cause[: workforce.rows] == 1)
    pool = np.flatnonzero(resigned & ~workforce.came_back[: workforce.rows])
    chosen = rng.choice(pool, min(count, len(pool)), replace=False)
    workforce.came_back[chosen] = True
    return chosen


def _welcome_back(workforce: Workforce, before: Ints, rows: Ints) -> None:
    for name in (
        *("person", "birth", "gender", "first_name", "last_name", "quality", "potential", "pay", "fte", "wish"),
        *("wish_said", "unit", "department", "family", "place", "level", "track"),
    ):
        column = getattr(workforce, name)
        column[rows] = column[before]


def _transfer_on_first_day(workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints) -> None:
    """A few are transferred on the day they join."""
    transferred = rows[(rng.random(len(rows)) < 0.006) & (workforce.track[rows] == IC)]
    workforce.unit[transferred] = (workforce.unit[transferred] + 1) % len(world.UNITS)
    workforce.department[transferred] = world.DEPARTMENT_FIRST[workforce.unit[transferred]]
    workforce.family[transferred] = world.FAMILY_FIRST[workforce.unit[transferred]]
    events.record(workforce, transferred, workforce.hired[transferred], TRANSFER)


def _leave_on_first_day(workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints) -> None:
    """A few more are hired who leave on the same day: employments of zero length."""
    models = rows[(rng.random(len(rows)) < 0.0006) & (workforce.track[rows] == IC)]
    extra = workforce.add(len(models))
    workforce.hired[extra] = workforce.hired[models]
    _draw_attributes(workforce, rng, extra, workforce.unit[models], workforce.level[models])
    workforce.level[extra], workforce.manager[extra] = workforce.level[models], workforce.manager[models]
    workforce.on_track_since[extra] = workforce.moved[extra] = workforce.hired[extra]
    events.record(workforce, extra, workforce.hired[extra], HIRE)
    workforce.exit[extra], workforce.cause[extra] = workforce.hired[extra], OTHER
    workforce.cause_said[extra] = True
    events.record(workforce, extra, workforce.exit[extra], TERMINATION)
