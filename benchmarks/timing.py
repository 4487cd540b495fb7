"""Fair times: the things compared take turns, and the median stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 7
LONGEST = 20.0


def side_by_side(tasks: Mapping[str, Callable[[], float | None]], rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of each task: the median over rounds in which all take their turn, after one that is not counted.

    A task that measures itself returns its seconds. Slow tasks get fewer rounds, never fewer than three unless asked.
    """
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    began = time.perf_counter()
    for number in range(rounds + 1):
        for name, task in tasks.items():
            seconds = _seconds(task)
            if number:
                taken[name].append(seconds)
        if number >= 3 and time.perf_counter() - began > LONGEST:
            break
    return {name: median(times) for name, times in taken.items()}


def _seconds(task: Callable[[], float | None]) -> float:
    began = time.perf_counter()
    own = task()
    return time.perf_counter() - began if own is None else own
