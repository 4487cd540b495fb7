"""Who is counted together, by which columns: what the cube is made of."""

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
    """People who are counted together: a query that lists them, the columns they are grouped by, and how few may show.

    Where the query has a column `employment`, a `person` is what one of them did; it takes enough of both.

    `few` is the threshold in multiples of the smallest group, or None for the one of sensitive figures; `opening` says
    that windows open on its days. At most `most` columns fix a group, beside those of `always`. Figures are shown at
    every `every`-th quarter-end. The query's column `why` may not be one of `never_all` for everybody in a group who
    has any: then all of them would be known to have left so, or to have said so.
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
        """The sets of columns that may fix a group: any of `always`, with at most so many of the others."""
        others = [column for column in self.columns if column not in self.always]
        return [
            (*chosen, *kept)
            for count in range(self.most + 1)
            for chosen in combinations(others, count)
            for fixed in range(len(self.always) + 1)
            for kept in combinations(self.always, fixed)
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
