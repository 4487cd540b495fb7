"""Reporting lines: a manager of the same unit, at most three levels up where there is one."""

from __future__ import annotations

import numpy as np

from sample_data.workforce import SUPERVISOR, Events, Workforce
from sample_data.world import MANAGER, UNITS, Ints

CHIEF = 0
_STEP = 16  # more than there are levels


def give_managers(workforce: Workforce, rng: np.random.Generator, rows: Ints, day: int) -> None:
    """Give each of `rows` a manager among those in service at the end of `day`.

    Experts without a higher manager in their unit report to one of its top managers, such managers to the chief
    executive.
    """
    managers, rank = _by_rank(workforce, day)
    unit = workforce.unit[rows].astype(np.int64) * _STEP
    own = unit + workforce.level[rows]
    first = np.searchsorted(rank, own + 1)
    near = np.searchsorted(rank, own + 4)
    end = np.searchsorted(rank, unit + _STEP)
    top = rank[np.maximum(end - 1, 0)]  # of their unit, if it has a manager at all
    expert = (workforce.track[rows] != MANAGER) & (top >= unit)
    first = np.where((first == end) & expert, np.searchsorted(rank, top), first)
    last = np.where(near > first, near, end)
    position = first + (rng.random(len(rows)) * (last - first)).astype(np.int64)
    chosen = np.where(last > first, managers[np.minimum(position, len(managers) - 1)], CHIEF)
    workforce.manager[rows] = np.where(rows == CHIEF, -1, chosen)


def mend_reporting_lines(workforce: Workforce, events: Events, rng: np.random.Generator, day: int) -> None:
    """Give a new manager, on `day`, to all whose manager left, changed track or unit, or no longer outranks them."""
    serving = workforce.in_service(day)
    serving = serving[serving != CHIEF]
    manager = workforce.manager[serving]
    holds = (workforce.exit[manager] > day) & (workforce.track[manager] == MANAGER)
    holds &= (workforce.unit[manager] == workforce.unit[serving]) | (manager == CHIEF)
    _, rank = _by_rank(workforce, day)
    tops = np.zeros(len(UNITS), dtype=np.int64)
    np.maximum.at(tops, rank // _STEP, rank % _STEP)
    expert_on_top = (workforce.track[serving] != MANAGER) & (workforce.level[serving] >= tops[workforce.unit[serving]])
    expert_on_top &= workforce.level[manager] == tops[workforce.unit[serving]]
    holds &= (workforce.level[manager] > workforce.level[serving]) | expert_on_top
    orphans = serving[~holds]
    give_managers(workforce, rng, orphans, day)
    events.record(workforce, orphans, day, SUPERVISOR)


def _by_rank(workforce: Workforce, day: int) -> tuple[Ints, Ints]:
    """The managers in service at the end of `day` ordered by unit and level, and their ranks."""
    serving = workforce.in_service(day)
    managers = serving[(workforce.track[serving] == MANAGER) & (serving != CHIEF)]
    rank = workforce.unit[managers].astype(np.int64) * _STEP + workforce.level[managers]
    order = np.argsort(rank, kind="stable")
    return managers[order], rank[order]
