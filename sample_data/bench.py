"""Critical roles and their successors: a bench that looks fuller than it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sample_data import world
from sample_data.offers import ACCEPTED, DECLINED, Offers
from sample_data.reporting_lines import CHIEF
from sample_data.workforce import Workforce
from sample_data.world import IC, MANAGER, NEVER, Ints

ROLES_PER_PERSON = 0.015
MOST_ROLES, MOST_CONSIDERED = 6000, 40_000  # a bench is made by hand, however large the company
NOW, SOON, LATER = "Ready Now", "Ready in 1-2 Years", "Ready in 3-5 Years"
YES, NO, UNKNOWN = "Yes", "No", "Unknown"

# Of every 60 roles: what their bench is really worth. The order spreads the kinds evenly over any number of roles.
NOBODY, GONE, NOT_READY, SHARED, OWN_YES, OWN_UNKNOWN, OWN_NO = range(7)
_OF_60 = {NOBODY: 12, GONE: 2, NOT_READY: 8, SHARED: 20, OWN_YES: 9, OWN_UNKNOWN: 5, OWN_NO: 4}
PATTERN = tuple(kind for kind, roles in _OF_60.items() for _ in range(roles))
POPULAR_PER_60_ROLES = 7
POPULAR_WISHES = (YES, YES, YES, YES, YES, UNKNOWN, NO)


@dataclass(frozen=True)
class Role:
    """A critical role and, once filled, its incumbent (a workforce row, -1 = vacant)."""

    number: int
    unit: int
    family: int
    department: int
    place: int
    level: int
    track: int
    criticality: int
    kind: int
    incumbent: int
    since: int


@dataclass
class Nomination:
    """One person nominated for one role; `willing` is empty where it is not recorded."""

    role: int
    row: int
    readiness: str
    rank: int
    willing: str
    nominated_on: int
    removed_on: int = NEVER
    emergency: bool = False


@dataclass
class Bench:
    """All roles and nominations."""

    roles: list[Role] = field(default_factory=list)
    nominations: list[Nomination] = field(default_factory=list)


def known_wishes(workforce: Workforce, offers: Offers, today: int) -> Ints:
    """Each row's known wish to lead people: 1 yes, 0 no, -1 unknown.

    The latest answer to an offered team within two years comes first, then the career preference.
    """
    wish = workforce.wish[: workforce.rows]
    known = np.select([wish == world.PEOPLE_MANAGER, wish == world.UNDECIDED], [1, -1], 0)
    known = np.where(workforce.wish_said[: workforce.rows], known, -1)
    offer_table = offers.table()
    counts_as_answer = (offer_table["track"] == MANAGER) & (offer_table["decided_on"] > today - 800)
    counts_as_answer &= np.isin(offer_table["outcome"], (ACCEPTED, DECLINED))
    order = np.argsort(offer_table["decided_on"][counts_as_answer], kind="stable")
    known[offer_table["row"][counts_as_answer][order]] = offer_table["outcome"][counts_as_answer][order] == ACCEPTED
    return known


class Pool:
    """People who can still be nominated: managers and senior experts in service, each returned only once."""

    def __init__(self, workforce: Workforce, known: Ints, rng: np.random.Generator, today: int) -> None:
        rows = workforce.in_service(today)
        rows = rows[(rows != CHIEF) & (workforce.exit[rows] == NEVER) & (workforce.level[rows] >= 4)]
        self.workforce, self.known, self.rng = workforce, known, rng
        self.free = rng.permutation(rows)[:MOST_CONSIDERED]

    def take(
        self,
        count: int,
        *,
        unit: int | None = None,
        levels: tuple[int, int] = (4, 8),
        track: int | None = None,
        wish: int | None = None,
    ) -> list[int]:
        """Up to `count` people who fit, from the given unit first; they leave the pool."""
        workforce, free = self.workforce, self.free
        fits = (workforce.level[free] >= levels[0]) & (workforce.level[free] <= levels[1])
        if track is not None:
            fits &= workforce.track[free] == track
        if wish is not None:
            fits &= self.known[free] == wish
        places = np.flatnonzero(fits)
        home = workforce.unit[free[places]] == unit
        chosen = np.concatenate([places[home], places[~home]])[:count]
        rows = free[chosen]
        self.free = np.delete(free, chosen)
        return [int(row) for row in rows]


def build(workforce: Workforce, offers: Offers, rng: np.random.Generator, people: int) -> Bench:
    """The bench of a company of `people`: roles by `PATTERN`, then popular successors, then all others."""
    today = world.day_number(world.AS_OF)
    pool = Pool(workforce, known_wishes(workforce, offers, today), rng, today)
    count = max(12, min(round(people * ROLES_PER_PERSON), MOST_ROLES))
    bench = Bench(roles=_roles(workforce, pool, rng, count, today))
    _name_the_popular(bench, pool, rng, today)
    for role in bench.roles:
        _name_the_incumbent(bench, role, rng, today)
        if role.kind in (OWN_YES, OWN_UNKNOWN, OWN_NO):
            _name_their_own(bench, role, pool, rng, today)
        if role.kind == GONE:
            _name_former_people(bench, role, pool, rng, today)
        if role.kind not in (NOBODY, GONE):
            _name_the_not_yet_ready(bench, role, pool, rng, today)
    return bench


def _kinds(rng: np.random.Generator, count: int) -> Ints:
    blocks = [rng.permutation(np.array(PATTERN)) for _ in range(-(-count // len(PATTERN)))]
    return np.concatenate(blocks)[:count]


def _roles(workforce: Workforce, pool: Pool, rng: np.random.Generator, count: int, today: int) -> list[Role]:
    roles = []
    kinds = _kinds(rng, count)
    units = rng.choice(len(world.UNITS), count, p=world.UNIT_SHARES)
    for number in range(count):
        unit = int(units[number])
        track = IC if rng.random() < 0.12 else MANAGER
        vacant = rng.random() < 0.1
        incumbents = [] if vacant else pool.take(1, unit=unit, levels=(5, 8), track=track)
        incumbent = incumbents[0] if incumbents else -1
        if incumbents:
            unit, level = int(workforce.unit[incumbent]), int(workforce.level[incumbent])
            place, family = int(workforce.place[incumbent]), int(workforce.family[incumbent])
            department = int(workforce.department[incumbent])
            since = max(int(workforce.on_track_since[incumbent]), int(workforce.moved[incumbent]))
        else:
            level, place = int(rng.integers(5, 8)), int(rng.choice(len(world.LOCATIONS), p=world.LOCATION_SHARES))
            family = int(world.FAMILY_FIRST[unit] + rng.integers(0, world.FAMILY_COUNT[unit]))
            department = int(world.DEPARTMENT_FIRST[unit] + rng.integers(0, world.DEPARTMENT_COUNT[unit]))
            since = today - int(rng.integers(10, 300))
        criticality = int(rng.choice([1, 2, 3], p=[0.3, 0.45, 0.25]))
        kind = int(kinds[number])
        roles.append(Role(number, unit, family, department, place, level, track, criticality, kind, incumbent, since))
    return roles


def _nomination_day(rng: np.random.Generator, today: int) -> int:
    return today - int(rng.integers(20, 1000))


def _name_the_popular(bench: Bench, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """In each block of sixty roles, nominate the same few people, ready now, for all shared roles, 2 or 3 each."""
    size = len(PATTERN)
    for first in range(0, len(bench.roles), size):
        shared = [role for role in bench.roles[first : first + size] if role.kind == SHARED]
        wishes = POPULAR_WISHES[: max(1, round(POPULAR_PER_60_ROLES * len(shared) / 20))]
        popular = [(row, wish) for wish in wishes for row in _popular_successor(pool, wish)]
        turn = 0
        for place, role in enumerate(shared):
            for rank in range(1, 3 + (place % 2)):
                if not popular:
                    break
                row, wish = popular[turn % len(popular)]
                turn += 1
                if not _is_nominated(bench, role, row):
                    word = "" if wish == UNKNOWN else wish
                    bench.nominations.append(Nomination(role.number, row, NOW, rank, word, _nomination_day(rng, today)))


def _popular_successor(pool: Pool, wish: str) -> list[int]:
    return pool.take(1, levels=(5, 7), track=MANAGER, wish={YES: 1, NO: 0, UNKNOWN: -1}[wish])


def _is_nominated(bench: Bench, role: Role, row: int) -> bool:
    return any(
        nomination.role == role.number and nomination.row == row for nomination in reversed(bench.nominations[-9:])
    )


def _name_the_incumbent(bench: Bench, role: Role, rng: np.random.Generator, today: int) -> None:
    """Nominates nearly half of the recent incumbents for their role, until the day they took it."""
    if role.incumbent >= 0 and today - role.since < 1000 and rng.random() < 0.45:
        since = role.since - int(rng.integers(100, 700))
        bench.nominations.append(Nomination(role.number, role.incumbent, NOW, 1, YES, since, removed_on=role.since))


def _name_their_own(bench: Bench, role: Role, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """Nominates one person, ready now and on no other bench: willing, not asked, or known to be unwilling."""
    wish = {OWN_YES: 1, OWN_UNKNOWN: -1, OWN_NO: 0}[role.kind]
    levels = (max(role.level - 2, 4), min(role.level, 8))
    people = pool.take(1, unit=role.unit, levels=levels, wish=wish)
    for row in people:
        recorded = role.track == IC or rng.random() < 0.6  # on expert roles only the nomination itself can tell
        nobody_asked = "" if rng.random() < 0.5 else UNKNOWN
        word = {OWN_YES: YES if recorded else "", OWN_UNKNOWN: nobody_asked, OWN_NO: NO if recorded else ""}[role.kind]
        stopgap = rng.random() < 0.3
        bench.nominations.append(
            Nomination(role.number, row, NOW, 1, word, _nomination_day(rng, today), emergency=stopgap)
        )


def _name_the_not_yet_ready(bench: Bench, role: Role, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """Nominates one to three people who may be ready in some years; a few nominations are removed again."""
    count = int(rng.integers(2, 4)) if role.kind == NOT_READY else int(rng.choice([1, 2, 3], p=[0.55, 0.35, 0.1]))
    levels = (max(role.level - 3, 4), min(role.level, 8))
    for rank, row in enumerate(pool.take(count, unit=role.unit, levels=levels), start=3):
        word = str(rng.choice(["", "", "", YES, UNKNOWN, NO], p=[0.25, 0.2, 0.15, 0.2, 0.12, 0.08]))
        day = _nomination_day(rng, today)
        readiness = SOON if rng.random() < 0.55 else LATER
        removed = NEVER if rank == 3 or rng.random() < 0.85 else min(day + int(rng.integers(30, 400)), today - 1)
        bench.nominations.append(Nomination(role.number, row, readiness, rank, word, day, removed))


def _name_former_people(bench: Bench, role: Role, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """Nominates a person who has left the company since, and one whose nomination was removed."""
    workforce = pool.workforce
    ends = workforce.exit[: workforce.rows]
    leavers = np.flatnonzero((ends > today - 300) & (ends <= today))
    senior = leavers[(workforce.level[leavers] >= 4) & ~workforce.came_back[leavers]]
    if len(senior):
        row = int(rng.choice(senior))
        bench.nominations.append(Nomination(role.number, row, NOW, 1, YES, int(workforce.exit[row]) - 200))
    for row in pool.take(1, unit=role.unit):
        bench.nominations.append(Nomination(role.number, row, SOON, 2, "", today - 500, today - 90))
