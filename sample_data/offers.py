"""Promotion offers, of a team to lead or of the next level, and how they are answered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sample_data import world
from sample_data.drawing import days_in, happens, pick_by
from sample_data.workforce import PROMOTION, TRACK_CHANGE, Events, Workforce, became_manager
from sample_data.world import IC, MANAGER, NEVER, Flags, Floats, Ints

OUTCOMES = ("Offer Accepted", "Declined", "Awaiting Response", "Rescinded")
ACCEPTED, DECLINED, PENDING, WITHDRAWN = range(len(OUTCOMES))
REASONS = (
    *("People Management", "Workload", "Wellbeing", "Craft", "Relocation", "Pay", "Timing", "Family", "Other", ""),
)
_USUAL = [0.24, 0.16, 0.09, 0.13, 0.06, 0.07, 0.07, 0.05, 0.03, 0.10]
TEAM_REASONS = np.array([_USUAL] * len(world.UNITS))
TEAM_REASONS[world.RESEARCH] = [0.30, 0.06, 0.04, 0.42, 0.02, 0.02, 0.03, 0.02, 0.02, 0.07]
TEAM_REASONS[world.OPERATIONS] = [0.10, 0.28, 0.12, 0.04, 0.07, 0.20, 0.04, 0.03, 0.02, 0.10]
LEVEL_REASONS = np.array([[0.0, 0.25, 0.10, 0.05, 0.15, 0.20, 0.10, 0.05, 0.0, 0.10]])
TAKES_A_TEAM = np.array([0.86, 0.36, 0.52, 0.46, 0.66])  # by wish
TAKES_IN_UNIT = np.array([1.0, 0.45, 1.0, 1.05, 0.38, 1.05, 1.05])


@dataclass
class Offers:
    """The promotion offers: employment row, days, outcome, offered track and level, reason and family."""

    parts: list[dict[str, Ints]] = field(default_factory=list)

    def add(self, row: Ints, **values: Ints | int) -> None:
        """Add one offer per entry of `row`."""
        spread = {name: np.broadcast_to(np.asarray(value), row.shape) for name, value in values.items()}
        self.parts.append({"row": row} | spread)

    def table(self) -> dict[str, Ints]:
        """All offers, ordered by the day they were made."""
        joined = {name: np.concatenate([part[name] for part in self.parts]) for name in self.parts[0]}
        order = np.argsort(joined["offered_on"], kind="stable")
        return {name: values[order] for name, values in joined.items()}


def offer_teams(
    workforce: Workforce, events: Events, offers: Offers, rng: np.random.Generator, rows: Ints, first: int, last: int
) -> Ints:
    """Offer vacant management positions to experts; returns the rows without an offer."""
    free = _candidates(workforce, rows, first)
    seats_offered = _empty_seats(workforce, rows) * 0.5 / TAKES_IN_UNIT
    weight = free * (0.3 + (workforce.rating[rows] >= 4) + 0.5 * (workforce.potential[rows] == 3))
    total = np.bincount(workforce.unit[rows], weight, minlength=len(world.UNITS))
    chance = weight * (seats_offered / np.maximum(total, 1.0))[workforce.unit[rows]]
    offered = rng.random(len(rows)) < chance
    people = rows[offered]
    up = (rng.random(len(people)) < np.where(workforce.level[people] == 3, 0.35, 0.6)) & (workforce.level[people] < 7)
    level = workforce.level[people] + up
    takes = rng.random(len(people)) < TAKES_A_TEAM[workforce.wish[people]] * TAKES_IN_UNIT[workforce.unit[people]]
    reason = pick_by(rng, TEAM_REASONS, workforce.unit[people])
    outcome, days = _answer(workforce, offers, rng, people, takes, reason, MANAGER, level, first, last)
    workforce.declined_on[people[outcome == DECLINED]] = days[outcome == DECLINED]
    yes = outcome == ACCEPTED
    _take_a_team(workforce, events, rng, people[yes], level[yes], days[yes])
    return np.asarray(rows[~offered])


def _candidates(workforce: Workforce, rows: Ints, first: int) -> Floats:
    """1 for experts who may be offered a team: seasoned, not asked recently, in Research only senior ones; else 0."""
    lowest = np.where(workforce.unit[rows] == world.RESEARCH, 4, 3)
    free = (workforce.track[rows] == IC) & (workforce.level[rows] >= lowest) & (workforce.level[rows] <= 7)
    free &= (first - workforce.hired[rows] > 400) & (first - workforce.moved[rows] > 200)
    free &= first - workforce.offered_on[rows] > 500
    return np.asarray(free, dtype=np.float64)


def _empty_seats(workforce: Workforce, rows: Ints) -> Floats:
    """The number of managers missing per unit."""
    heads = np.bincount(workforce.unit[rows], minlength=len(world.UNITS))
    managing = np.bincount(workforce.unit[rows[workforce.track[rows] == MANAGER]], minlength=len(world.UNITS))
    return np.asarray(np.maximum(world.MANAGER_SHARE * heads - managing, 0.0))


def _take_a_team(
    workforce: Workforce, events: Events, rng: np.random.Generator, rows: Ints, level: Ints, days: Ints
) -> None:
    higher = level > workforce.level[rows]
    workforce.level[rows] = level
    workforce.moved[rows] = days
    workforce.new_manager[rows] = True
    workforce.prepared[rows] = rng.random(len(rows)) < np.where(workforce.unit[rows] == world.CARE, 0.2, 0.6)
    became_manager(workforce, rows, days)
    events.record(workforce, rows, days, np.where(higher, PROMOTION, TRACK_CHANGE))


def offer_promotions(
    workforce: Workforce, events: Events, offers: Offers, rng: np.random.Generator, rows: Ints, first: int, last: int
) -> Ints:
    """Offer the next level of their ladder to managers and to experts from level 3 up; returns the other rows."""
    level, track = workforce.level[rows], workforce.track[rows]
    rate = np.where(track == MANAGER, world.MANAGER_PROMOTED_A_YEAR[level], world.PROMOTED_A_YEAR[level])
    rate = rate * (level >= 3) * (level < 8) * (first - workforce.moved[rows] > 360) * 1.6
    offered = happens(rng, rate * np.where(workforce.rating[rows] >= 4, 1.4, 0.8))
    people = rows[offered]
    takes = rng.random(len(people)) < 0.91
    reason = pick_by(rng, LEVEL_REASONS, np.zeros(len(people), dtype=np.int64))
    new = workforce.level[people] + 1
    outcome, days = _answer(workforce, offers, rng, people, takes, reason, workforce.track[people], new, first, last)
    yes = outcome == ACCEPTED
    workforce.level[people[yes]] += 1
    workforce.moved[people[yes]] = days[yes]
    events.record(workforce, people[yes], days[yes], PROMOTION)
    return np.asarray(rows[~offered])


def _answer(
    workforce: Workforce,
    offers: Offers,
    rng: np.random.Generator,
    people: Ints,
    takes: Flags,
    reason: Ints,
    track: Ints | int,
    level: Ints,
    first: int,
    last: int,
) -> tuple[Ints, Ints]:
    """Answers, given this month to offers made up to six weeks earlier; returns outcomes and days."""
    days = days_in(rng, first, last, len(people))
    outcome = np.where(takes, ACCEPTED, DECLINED)
    outcome = np.where(rng.random(len(people)) < 0.04, WITHDRAWN, outcome)
    workforce.offered_on[people] = days
    offers.add(
        people,
        offered_on=days - rng.integers(3, 43, len(people)),
        decided_on=days,
        outcome=outcome,
        track=track,
        level=level,
        reason=np.where(outcome == DECLINED, reason, len(REASONS) - 1),
        family=workforce.family[people],
    )
    return outcome, days


def leave_unanswered(workforce: Workforce, offers: Offers, rng: np.random.Generator, today: int, count: int) -> None:
    """Add offers without an answer: half from the last three months, half older, some to people who have left since."""
    recent = rng.integers(today - 80, today - 2, count - count // 2)
    days = np.concatenate([recent, rng.integers(today - 900, today - 400, count // 2)])
    everybody = np.arange(1, workforce.rows)
    expert = (workforce.track[everybody] == IC) & (workforce.level[everybody] >= 3)
    pool = rng.permutation(everybody[expert & (workforce.hired[everybody] < today - 1200)])
    in_service = workforce.exit[pool] > today
    old = workforce.exit[pool] > today - 380
    people = np.concatenate([pool[in_service][: len(recent)], pool[old][-(count // 2) :]])
    offers.add(
        people,
        offered_on=days[: len(people)],
        decided_on=NEVER,
        outcome=PENDING,
        track=np.where(rng.random(len(people)) < 0.6, MANAGER, IC),
        level=np.minimum(workforce.level[people] + 1, 8),
        reason=len(REASONS) - 1,
        family=workforce.family[people],
    )
