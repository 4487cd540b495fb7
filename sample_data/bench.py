"""Critical roles and who is named for them: a bench that looks fuller on paper than it is."""

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
    """One person named for one role; `willing` is empty where nobody wrote it down."""

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
    """What is known of each row's wish to lead people: 1 yes, 0 no, -1 unknown.

    The latest answer to an offered team within two years speaks first, then the career preference.
    """
    wish = workforce.wish[: workforce.rows]
    known = np.select([wish == world.PEOPLE_MANAGER, wish == world.UNDECIDED], [1, -1], 0)
    known = np.where(workforce.wish_said[: workforce.rows], known, -1)
    made = offers.table()
    told = (made["track"] == MANAGER) & (made["decided_on"] > today - 800)
    told &= np.isin(made["outcome"], (ACCEPTED, DECLINED))
    order = np.argsort(made["decided_on"][told], kind="stable")
    known[made["row"][told][order]] = made["outcome"][told][order] == ACCEPTED
    return known


class Pool:
    """Those who can still be named: managers and senior experts in service, each handed out once."""

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
        """Up to `count` people who fit, from the given unit first; they are handed out only once."""
        workforce, free = self.workforce, self.free
        fits = (workforce.level[free] >= levels[0]) & (workforce.level[free] <= levels[1])
        if track is not None:
            fits &= workforce.track[free] == track
        if wish is not None:
            fits &= self.known[free] == wish
        places = np.flatnonzero(fits)
        home = workforce.unit[free[places]] == unit
        chosen = np.concatenate([places[home], places[~home]])[:count]
        taken = free[chosen]
        self.free = np.delete(free, chosen)
        return [int(row) for row in taken]


def build(workforce: Workforce, offers: Offers, rng: np.random.Generator, people: int) -> Bench:
    """The bench of a company of `people`: roles by the pattern, popular successors first, then everybody else."""
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
            _name_those_gone(bench, role, pool, rng, today)
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
        found = [] if vacant else pool.take(1, unit=unit, levels=(5, 8), track=track)
        incumbent = found[0] if found else -1
        if found:
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


def _named_on(rng: np.random.Generator, today: int) -> int:
    return today - int(rng.integers(20, 1000))


def _name_the_popular(bench: Bench, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """In each block of sixty roles the same few people are ready now for every shared role, two or three each."""
    size = len(PATTERN)
    for first in range(0, len(bench.roles), size):
        shared = [role for role in bench.roles[first : first + size] if role.kind == SHARED]
        wishes = POPULAR_WISHES[: max(1, round(POPULAR_PER_60_ROLES * len(shared) / 20))]
        found = [(row, wish) for wish in wishes for row in _popular(pool, wish)]
        turn = 0
        for place, role in enumerate(shared):
            for rank in range(1, 3 + (place % 2)):
                if not found:
                    break
                row, wish = found[turn % len(found)]
                turn += 1
                if not _named(bench, role, row):
                    word = "" if wish == UNKNOWN else wish
                    bench.nominations.append(Nomination(role.number, row, NOW, rank, word, _named_on(rng, today)))


def _popular(pool: Pool, wish: str) -> list[int]:
    return pool.take(1, levels=(5, 7), track=MANAGER, wish={YES: 1, NO: 0, UNKNOWN: -1}[wish])


def _named(bench: Bench, role: Role, row: int) -> bool:
    return any(one.role == role.number and one.row == row for one in reversed(bench.nominations[-9:]))


def _name_the_incumbent(bench: Bench, role: Role, rng: np.random.Generator, today: int) -> None:
    """Nearly half of those who came into their role lately were on its bench until that day."""
    if role.incumbent >= 0 and today - role.since < 1000 and rng.random() < 0.45:
        since = role.since - int(rng.integers(100, 700))
        bench.nominations.append(Nomination(role.number, role.incumbent, NOW, 1, YES, since, removed_on=role.since))


def _name_their_own(bench: Bench, role: Role, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """One person ready now who is on no other bench: willing, not asked, or known not to want it."""
    wish = {OWN_YES: 1, OWN_UNKNOWN: -1, OWN_NO: 0}[role.kind]
    levels = (max(role.level - 2, 4), min(role.level, 8))
    people = pool.take(1, unit=role.unit, levels=levels, wish=wish)
    for row in people:
        told = role.track == IC or rng.random() < 0.6  # on expert roles only the nomination itself can tell
        nobody_asked = "" if rng.random() < 0.5 else UNKNOWN
        word = {OWN_YES: YES if told else "", OWN_UNKNOWN: nobody_asked, OWN_NO: NO if told else ""}[role.kind]
        stopgap = rng.random() < 0.3
        bench.nominations.append(Nomination(role.number, row, NOW, 1, word, _named_on(rng, today), emergency=stopgap))


def _name_the_not_yet_ready(bench: Bench, role: Role, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """One to three people who may be ready in some years; a few nominations were taken back."""
    count = int(rng.integers(2, 4)) if role.kind == NOT_READY else int(rng.choice([1, 2, 3], p=[0.55, 0.35, 0.1]))
    levels = (max(role.level - 3, 4), min(role.level, 8))
    for rank, row in enumerate(pool.take(count, unit=role.unit, levels=levels), start=3):
        word = str(rng.choice(["", "", "", YES, UNKNOWN, NO], p=[0.25, 0.2, 0.15, 0.2, 0.12, 0.08]))
        day = _named_on(rng, today)
        readiness = SOON if rng.random() < 0.55 else LATER
        removed = NEVER if rank == 3 or rng.random() < 0.85 else min(day + int(rng.integers(30, 400)), today - 1)
        bench.nominations.append(Nomination(role.number, row, readiness, rank, word, day, removed))


def _name_those_gone(bench: Bench, role: Role, pool: Pool, rng: np.random.Generator, today: int) -> None:
    """A successor who has left the company since, and one whose nomination was taken back."""
    workforce = pool.workforce
    ends = workforce.exit[: workforce.rows]
    left = np.flatnonzero((ends > today - 300) & (ends <= today))
    senior = left[(workforce.level[left] >= 4) & ~workforce.came_back[left]]
    if len(senior):
        row = int(rng.choice(senior))
        bench.nominations.append(Nomination(role.number, row, NOW, 1, YES, int(workforce.exit[row]) - 200))
    for row in pool.take(1, unit=role.unit):
        bench.nominations.append(Nomination(role.number, row, SOON, 2, "", today - 500, today - 90))
