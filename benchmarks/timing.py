"""Fair timing: the tasks take turns, and the median counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 7
LONGEST = 20.0


def side_by_side(tasks: Mapping[str, Callable[[], float | None]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each task over rounds in which all take their turn, after one round that is not counted.

    A task that measures itself returns its seconds. Slow tasks get fewer rounds, but at least three unless fewer are
    asked.
    """
    seconds_of: dict[str, list[float]] = {name: [] for name in tasks}
    began = time.perf_counter()
    for number in range(rounds + 1):
        for name, task in tasks.items():
            seconds = _seconds(task)
            if number:
                seconds_of[name].append(seconds)
        if number >= 3 and time.perf_counter() - began > LONGEST:
            break
    return {name: median(times) for name, times in seconds_of.items()}


def _seconds(task: Callable[[], float | None]) -> float:
    began = time.perf_counter()
    own = task()
    return time.perf_counter() - began if own is None else own
