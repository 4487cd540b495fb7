"""Which steps of a curve are told apart: worked out by hand for a few groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from metrics.disclosure_control.display_rules import RULES
from metrics.disclosure_control.masked_curves import Cell, told
from metrics.scope import Scope

DAY, START = date(2026, 6, 30), date(2022, 1, 1)
STEPS = RULES["exit_causes"].steps
Left = dict[tuple[str, str, int], int]


def cells(spells: Callable[..., Any], left: Left, here: int = 60) -> dict[str, Cell]:
    """What is told of each track, and of both: so many of a track have left for a cause in a year; others are here."""
    rows = [
        {"spell_start": START, "spell_end": START + timedelta(365 * year - 100), "end_reason": f"exit_{cause}"}
        | {"track": track}
        for (track, cause, year), count in left.items()
        for _ in range(count)
    ]
    rows += [{"spell_start": START, "track": track} for track in ("ic", "manager") for _ in range(here)]
    con = spells(rows, date(2019, 1, 1))
    assert STEPS
    found = told(con, "exit_causes", STEPS, Scope(DAY, by=("track",)), 5, 10)
    return {dict(group).get("track", "both"): cell for group, cell in found.items()}


def by_cause(cell: Cell) -> dict[str, list[int]]:
    """Under every cause that is told the months at which it is."""
    assert STEPS
    return {
        cause: [month for month, shown in zip(STEPS.months, cell.told[at], strict=True) if shown]
        for at, cause in enumerate(STEPS.kinds)
        if cell.told[at].any()
    }


@pytest.mark.parametrize(
    ("left", "said"),
    [
        # three retired: with the six let go they are nine, alone they would follow from all who left
        ({("voluntary", 1): 10, ("involuntary", 1): 6, ("retirement", 1): 3}, {"voluntary": [12]}),
        # five others are enough together
        ({("voluntary", 1): 10, ("involuntary", 1): 6, ("retirement", 1): 3, ("other", 1): 2},
         {"voluntary": [12], "involuntary": [12]}),
        # all for one cause: what is said of it is said of everybody
        ({("voluntary", 1): 30}, {}),
        ({("voluntary", 1): 4, ("involuntary", 1): 4}, {}),
        # a second year with too few ends it
        ({("voluntary", 1): 10, ("other", 1): 6, ("voluntary", 2): 4, ("other", 2): 6}, {"voluntary": [12]}),
        ({("voluntary", 1): 10, ("other", 1): 6, ("voluntary", 2): 5, ("other", 2): 6}, {"voluntary": [12, 24]}),
    ],
)  # fmt: skip
def test_a_cause_is_told_where_it_and_all_others_have_five_in_each_step(
    spells: Callable[..., Any], left: dict[tuple[str, int], int], said: dict[str, list[int]]
) -> None:
    assert by_cause(cells(spells, {("ic", *key): count for key, count in left.items()})["ic"]) == said


def test_a_group_tells_no_cause_where_the_whole_would_leave_that_of_a_few_others(spells: Callable[..., Any]) -> None:
    left: Left = {("ic", "voluntary", 1): 20, ("ic", "other", 1): 10, ("manager", "other", 1): 6}
    few = cells(spells, {**left, ("manager", "voluntary", 1): 4})
    assert by_cause(few["both"]) == {"voluntary": [12]}
    assert by_cause(few["ic"]) == {}
    enough = cells(spells, {**left, ("manager", "voluntary", 1): 7})
    assert by_cause(enough["ic"]) == by_cause(enough["manager"]) == {"voluntary": [12]}


def test_those_of_a_group_too_small_for_a_curve_are_counted_in_what_the_whole_leaves(
    spells: Callable[..., Any],
) -> None:
    left: Left = {("ic", "voluntary", 1): 20, ("ic", "other", 1): 10, ("manager", "voluntary", 1): 3}
    rows = cells(spells, left, here=5)
    assert by_cause(rows["both"]) == {"voluntary": [12]}
    assert by_cause(rows["ic"]) == {}
