"""People who lead each other in a circle: nobody in it has a head above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from data_loaders.problems import Problem

_NAMED = 6  # people of one circle that are listed

# Only who leads somebody can be part of a circle.
_LINES = """
select employee_id, manager_id, row_number
from staged
where manager_id <> employee_id
    and (termination_date is null or termination_date > as_of)
    and employee_id in (select manager_id from staged)
order by row_number
"""


def problems(con: duckdb.DuckDBPyConnection, given: Sequence[str]) -> Iterator[tuple[str, Problem]]:
    """A warning for each circle among the staged people in service, at the first of its rows."""
    if "manager_id" not in given:
        return
    lines = {employee: (manager, row) for employee, manager, row in con.execute(_LINES).fetchall()}
    for circle in circles({employee: manager for employee, (manager, _) in lines.items()}):
        manager, row = lines[circle[0]]
        named = ", ".join(circle[:_NAMED]) + (f" and {len(circle) - _NAMED:,} more" if len(circle) > _NAMED else "")
        text = f"{len(circle):,} people report to each other in a circle: {named}."
        yield "manager_id", Problem(text, "Correct one of these reporting lines.", "warning", row=row, value=manager)


def circles(manager_of: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle once, from the first of its people, going from everybody to their manager."""
    walk: dict[str, int] = {}  # person → the walk that first came by
    for number, start in enumerate(manager_of):
        path: list[str] = []
        person = start
        while person in manager_of and person not in walk:
            walk[person] = number
            path.append(person)
            person = manager_of[person]
        if walk.get(person) == number and person in path:
            yield path[path.index(person) :]
