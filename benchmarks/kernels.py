"""Computations outside SQL: the stress test's draws and the plan of the fewest moves, on random benches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd

from benchmarks.timing import side_by_side
from metrics.finishers.closing_moves import finish_closing_moves
from metrics.finishers.vacancy_stress import drawn
from metrics.question import Question
from metrics.scope import Scope

SECONDS = 5.0
SIZES = ((500, 2_000), (10_000, 50_000))
DRAWS, ONE_IN_TEN = 2_000, 0.1


@dataclass(frozen=True)
class Kernel:
    """One computation, its number of roles and nominations, its median seconds; only the smaller size has a goal."""

    name: str
    roles: int
    nominations: int
    seconds: float

    @property
    def holds(self) -> bool | None:
        """Within five seconds; None at the larger size, which only has to be possible."""
        return self.seconds <= SECONDS if (self.roles, self.nominations) == SIZES[0] else None


def kernels(sizes: Sequence[tuple[int, int]] = SIZES) -> Iterator[Kernel]:
    """The stress test's draws, then the closing moves, at each size of roles and nominations."""
    for name, run in (("stress, 2,000 draws", _draw), ("closing moves", _plan)):
        for roles, nominations in sizes:
            seconds = side_by_side({name: run(made_up(roles, nominations))}, rounds=1)
            yield Kernel(name, roles, nominations, seconds[name])


def made_up(roles: int, nominations: int) -> pd.DataFrame:
    """A random bench, always the same: half as many people as nominations, some wishes unknown, some not ready."""
    random = np.random.Generator(np.random.PCG64(0))
    lists: list[list[list[str]]] = [[[] for _ in range(roles)] for _ in range(4)]
    role, person = random.integers(roles, size=nominations), random.integers(nominations // 2, size=nominations)
    kinds = random.choice(4, size=nominations, p=[0.3, 0.3, 0.2, 0.2])
    named = pd.DataFrame({"role": role, "person": person, "kind": kinds}).drop_duplicates(["role", "person"])
    for at, person_number, kind in named.itertuples(index=False):
        lists[kind][at].append(f"S{person_number:06d}")
    columns = ("willing_people", "unknown_people", "soon_willing_people", "soon_unknown_people")
    return pd.DataFrame(
        {
            "role_id": [f"R{number:06d}" for number in range(roles)],
            "incumbent_id": [f"H{number:06d}" for number in range(roles)],
            "criticality": np.sort(random.integers(1, 4, size=roles)),
            "_shown": True,
            **dict(zip(columns, lists, strict=True)),
        }
    )


def _draw(rows: pd.DataFrame) -> Callable[[], None]:
    candidates = {person for kind in ("willing_people", "unknown_people") for role in rows[kind] for person in role}
    people = {person: number for number, person in enumerate(sorted({*rows["incumbent_id"], *candidates}))}
    leaving = np.full(len(people), ONE_IN_TEN)

    def run() -> None:
        drawn(rows, people, leaving, _question(draws=DRAWS, seed=0))

    return run


def _plan(rows: pd.DataFrame) -> Callable[[], None]:
    def run() -> None:
        finish_closing_moves(rows, _question())

    return run


def _question(**options: Any) -> Question:
    return cast(Question, SimpleNamespace(options=options, scope=Scope(date(2026, 9, 30))))
