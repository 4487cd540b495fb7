"""Which critical role each offer to manage was for: refusals before it was taken, earlier holders and the incumbent."""

from __future__ import annotations

import numpy as np

from sample_data import world
from sample_data.bench import Bench, Role
from sample_data.offers import ACCEPTED, DECLINED
from sample_data.workforce import Workforce
from sample_data.world import MANAGER, Ints

SEARCH, TERM = 540, 1400  # days that a search lasts; days within which earlier holders were found
REFUSALS = np.array([0.1, 0.1, 0.1, 0.2, 0.3, 0.2])  # how often nobody, one, … five people said no before
HOLDERS = 3  # before the present one
ELSEWHERE = {DECLINED: 0.8, ACCEPTED: 0.2}  # how often the role was in another place than the person
NO_ROLE = -1


def roles_offered(workforce: Workforce, made: dict[str, Ints], bench: Bench, rng: np.random.Generator) -> Ints:
    """The number of the critical role that each offer in `made` was for; NO_ROLE for all others.

    An incumbent who accepted an offer on the day they came into a role was offered that role. Before that day, or while
    a role is vacant, others declined it, mostly people who would have had to move; those who accepted earlier have left
    it again. Every offer is for one role at most.
    """
    roles = np.full(len(made["row"]), NO_ROLE, dtype=np.int64)
    leading = [role for role in bench.roles if role.track == MANAGER]
    for offer, role in _offers_taken(made, leading):
        roles[offer] = role.number
    by_day = {
        (outcome, unit): _answers(workforce, made, outcome, unit)
        for outcome in (DECLINED, ACCEPTED)
        for unit in range(len(world.UNITS))
    }
    for role in leading:
        end = role.since if role.incumbent >= 0 else world.day_number(world.AS_OF)
        refusals = int(rng.choice(len(REFUSALS), p=REFUSALS))
        for outcome, times, first, last in (
            (DECLINED, refusals, end - SEARCH, end),
            (ACCEPTED, HOLDERS, role.since - TERM, role.since - 60),
        ):
            offers = by_day[outcome, role.unit]
            offers = offers[slice(*np.searchsorted(made["decided_on"][offers], (first, last)))]
            near = np.abs(made["level"][offers].astype(np.int64) - role.level) <= 2
            offers = offers[near & (made["row"][offers] != role.incumbent)]
            away = workforce.place[made["row"][offers]] != role.place
            for _ in range(times):
                found = offers[(roles[offers] == NO_ROLE) & (away == (rng.random() < ELSEWHERE[outcome]))]
                if len(found):
                    roles[rng.choice(found)] = role.number
    return roles


def _offers_taken(made: dict[str, Ints], leading: list[Role]) -> list[tuple[int, Role]]:
    """Pairs of an offer and the role its person came into with it."""
    role_since = {(role.incumbent, role.since): role for role in leading if role.incumbent >= 0}
    yes = np.flatnonzero((made["outcome"] == ACCEPTED) & (made["track"] == MANAGER))
    pairs = zip(made["row"][yes].tolist(), made["decided_on"][yes].tolist(), strict=True)
    return [(int(offer), role_since[pair]) for offer, pair in zip(yes, pairs, strict=True) if pair in role_since]


def _answers(workforce: Workforce, made: dict[str, Ints], outcome: int, unit: int) -> Ints:
    """The offers to manage with that outcome to people of that unit, by the day of the answer."""
    chosen = (made["outcome"] == outcome) & (made["track"] == MANAGER) & (workforce.unit[made["row"]] == unit)
    rows = np.flatnonzero(chosen)
    return np.asarray(rows[np.argsort(made["decided_on"][rows], kind="stable")])
