"""The sample company as a whole: its files, as an HRIS would export them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sample_data import bench, export, growth, searches, world
from sample_data.careers import live
from sample_data.offers import leave_unanswered

FEWEST_PEOPLE, MANY_PEOPLE = 50, 200_000


def write(folder: Path, *, people: int = 4000, seed: int = 7) -> list[Path]:
    """Write the company's exports into `folder` and return their paths, oldest roster first.

    `people` is how many are in service at the end of 2026-09-30; more than twice as many worked there at some time
    since 2018-10-01. The same `people` and `seed` give the same files, byte for byte. A company of more than
    MANY_PEOPLE brings its newest two yearly rosters instead of four. Raises ValueError below FEWEST_PEOPLE.
    """
    if people < FEWEST_PEOPLE:
        raise ValueError(
            f"A company of {people} is too small to have a bench. Ask for at least {FEWEST_PEOPLE} people."
        )
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    today = world.day_number(world.AS_OF)
    days = roster_days(people)
    company = live(rng, people, days)
    leave_unanswered(company.workforce, company.offers, rng, today, max(6, round(people * 0.011)))
    bench_of_roles = bench.build(company.workforce, company.offers, rng, people)
    roles = searches.roles_offered(company.workforce, company.offers.table(), bench_of_roles, rng.spawn(1)[0])
    return [
        *(export.roster(folder, company, day) for day in days),
        export.job_history(folder, company),
        export.offers(folder, company, roles),
        export.growth(folder, company, growth.activities(company, rng)),
        export.critical_roles(folder, company, bench_of_roles),
        export.succession_plan(folder, company, bench_of_roles),
    ]


def roster_days(people: int) -> list[int]:
    """The days of the rosters, oldest first: four years' ends of September, or two for a very large company."""
    ends = world.month_ends()[::-1][::12][::-1].tolist()
    return [int(day) for day in ends[-2 if people > MANY_PEOPLE else -4 :]]
