"""Growth without a promotion: goals, mentoring, projects, and training before a first team."""

from __future__ import annotations

import numpy as np

from sample_data import world
from sample_data.careers import Company
from sample_data.workforce import LATERAL, Workforce
from sample_data.world import MANAGER, NEVER, Ints

KINDS = (
    *("Career Goal", "Strength", "Skill", "Mentoring Given", "Mentoring Received", "Recognition"),
    *("Cross-functional Project", "Project Lead", "Innovation", "Leadership Training", "Lateral Move"),
)
TRAINING, MOVED = KINDS.index("Leadership Training"), KINDS.index("Lateral Move")
_A_YEAR = np.array([0.27, 0.10, 0.25, 0.06, 0.10, 0.16, 0.08, 0.04, 0.03, 0.01])
# Boomers, Generation X, Millennials, Generation Z
_BY_GENERATION = np.array(
    [
        [0.4, 0.6, 0.4, 1.8, 0.1, 0.8, 0.6, 0.9, 0.5, 0.3],
        [0.7, 0.9, 0.7, 1.6, 0.4, 0.9, 0.9, 1.1, 0.8, 0.8],
        [1.0, 1.0, 1.0, 0.9, 1.0, 1.0, 1.1, 1.1, 1.1, 1.2],
        [1.4, 1.2, 1.4, 0.2, 1.9, 1.1, 1.1, 0.7, 1.2, 0.6],
    ]
)
_TOP = 1.9
DETAILS = (
    ("Next role agreed with manager", "Technical depth plan", "Move towards leading people"),
    ("Structured thinking", "Customer empathy", "Calm in a crisis"),
    ("Data literacy", "Negotiation", "Systems design"),
    ("Mentor, early-career circle", "Mentor, returner programme", "Peer mentor"),
    ("Mentoring tandem", "Early-career circle", "Reverse mentoring"),
    ("Thank-you award", "Peer recognition", "Customer praise"),
    ("Quality task force", "New site launch", "Pricing review"),
    ("Led migration project", "Led pilot", "Led supplier change"),
    ("Idea in trial", "Patent filing", "Hack week prototype"),
    ("First-time leader course", "Coaching skills", "Leading change"),
    ("Moved to another team",) * 3,
)


def activities(company: Company, rng: np.random.Generator) -> dict[str, Ints]:
    """The activities of three years, one per entry: employment row, day, kind and detail."""
    last = world.day_number(world.AS_OF)
    since = last - 3 * 365
    row, day, kind = _everyday_activities(company.workforce, rng, since, last)
    trained, trained_on = _leadership_training(company, rng)
    moved = company.events.table(company.workforce.person)
    sideways = (moved["action"] == LATERAL) & (moved["day"] > since)
    joined = {
        "row": np.concatenate([row, trained, moved["row"][sideways]]),
        "day": np.concatenate([day, trained_on, moved["day"][sideways]]),
        "kind": np.concatenate([kind, np.full(len(trained), TRAINING), np.full(int(sideways.sum()), MOVED)]),
    }
    order = np.argsort(joined["day"], kind="stable")
    return {name: values[order] for name, values in joined.items()} | {"detail": rng.integers(0, 3, len(order))}


def _everyday_activities(
    workforce: Workforce, rng: np.random.Generator, since: int, last: int
) -> tuple[Ints, Ints, Ints]:
    """Random activities of everybody employed in the span, kept where they fall in the employment and suit the age."""
    pool = np.flatnonzero(workforce.exit[: workforce.rows] > since)
    count = rng.poisson(_A_YEAR.sum() * _TOP * len(pool) * (last - since) / 365.25)
    row = rng.choice(pool, count)
    day = rng.integers(since, last + 1, count)
    kind = rng.choice(len(_A_YEAR), count, p=_A_YEAR / _A_YEAR.sum())
    born = 1970 + workforce.birth[row] // 365.25
    generation = np.searchsorted(world.WISH_BORN_FROM, born, side="right") - 1
    keep = rng.random(count) * _TOP < _BY_GENERATION[generation, kind]
    keep &= (day > workforce.hired[row] + 20) & (day < workforce.exit[row])
    return row[keep], day[keep], kind[keep]


def _leadership_training(company: Company, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The leadership training of prepared new managers, in the months before they took their team."""
    workforce, offers = company.workforce, company.offers.table()
    accepted_team = (offers["outcome"] == 0) & (offers["track"] == MANAGER)
    row, day = offers["row"][accepted_team], offers["decided_on"][accepted_team]
    first = (workforce.prepared[row]) & (day == workforce.on_track_since[row]) & (day < NEVER)
    row, day = row[first], day[first]
    return row, np.maximum(day - rng.integers(20, 300, len(row)), workforce.hired[row])
