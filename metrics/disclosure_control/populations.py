"""The populations that small-group protection counts, and the columns that may fix a group of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from metrics.finishers.exit_causes import CAUSES

COLUMNS = ("business_unit", "location", "job_family", "job_level", "generation", "gender", "track")
ROLE_COLUMNS = ("business_unit", "location", "job_family", "job_level", "track", "criticality")
AT_MOST = 2  # columns that fix a group, filters and grouping together; beside them a track, where figures of today do


@dataclass(frozen=True)
class Population:
    """One population: the query that lists it, the columns it is grouped by and the smallest group to show.

    Where the query has a column `employment`, a `person` is one action of somebody, and a group needs enough of both.

    `few` is the threshold in multiples of the smallest group, None for that of sensitive figures. `opening`: windows
    open on its days. At most `most` columns fix a group, beside those of `always`. Figures are shown at every
    `every`-th quarter-end. `never_all`: values of the query's column `why` that must not hold for everybody in a group
    who has a value, as each of them would then be known to have left for it or given it as answer.
    """

    query: str
    columns: tuple[str, ...] = COLUMNS
    few: int | None = None
    opening: bool = False
    most: int = AT_MOST
    always: tuple[str, ...] = ()
    every: int = 1
    never_all: tuple[str, ...] = ()

    def subsets(self) -> list[tuple[str, ...]]:
        """The sets of columns that may fix a group: at most `most` columns, with any of those in `always`."""
        others = [column for column in self.columns if column not in self.always]
        return [
            (*chosen, *fixed_columns)
            for count in range(self.most + 1)
            for chosen in combinations(others, count)
            for number in range(len(self.always) + 1)
            for fixed_columns in combinations(self.always, number)
        ]


POPULATIONS: Mapping[str, Population] = {
    "people": Population("disclosure/people", few=1, opening=True, always=("track",)),
    "leavers": Population("disclosure/leavers", few=1, opening=True, never_all=CAUSES),
    "time": Population("disclosure/time", few=2, always=("track",)),
    "stretches": Population("disclosure/stretches", few=2, always=("track",)),
    "departed": Population("disclosure/departed", few=2, always=("track",)),
    "leaders": Population("disclosure/leaders", few=2, always=("track",)),
    "offers": Population(
        "disclosure/offers", (*COLUMNS, "offered_track"), always=("offered_track",), never_all=("declined",)
    ),
    "pay": Population(
        "disclosure/pay", (*COLUMNS, "currency"), most=1, always=("job_level", "track", "currency"), every=4
    ),
    "nominations": Population("disclosure/nominations", ROLE_COLUMNS),
    "roles": Population("disclosure/roles", ROLE_COLUMNS, few=1),
}
