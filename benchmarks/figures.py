"""Each metric's time against its floor."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from benchmarks.floors import Recorder
from benchmarks.timing import ROUNDS, side_by_side
from metrics import catalogue, engine
from metrics.errors import UnknownGroup
from metrics.scope import Scope

TIMES_FLOOR = 5
SECONDS = 0.050


@dataclass(frozen=True)
class Figure:
    """A metric's median seconds beside those of its floor."""

    metric: str
    by: str
    seconds: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor

    @property
    def holds(self) -> bool:
        """Within five times the floor, or within 50 ms."""
        return self.ratio <= TIMES_FLOOR or self.seconds <= SECONDS


def figure(cur: duckdb.DuckDBPyConnection, metric: str, scope: Scope, rounds: int = ROUNDS) -> Figure:
    """Time one metric and its floor in turns."""
    recorder = Recorder(cur)
    try:
        engine.compute(recorder.as_cursor(), metric, scope)
    except UnknownGroup:  # some can be filtered by what they cannot be grouped by
        return figure(cur, metric, replace(scope, by=()), rounds)
    lowest = recorder.floor()

    def ours() -> None:
        engine.compute(cur, metric, scope)

    def least() -> None:
        cur.execute(lowest).fetchall()

    seconds = side_by_side({"ours": ours, "floor": least}, rounds)
    return Figure(metric, ", ".join(scope.by), seconds["ours"], seconds["floor"])


def grouping(metric: str) -> tuple[str, ...]:
    """The columns a metric is timed by: the track where it has one, as on its page."""
    return ("track",) if "track" in catalogue.entry(metric).groups else ()
