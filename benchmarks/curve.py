"""The retention curve against lifelines, which receives the frame in memory."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks.companies import ROOT
from benchmarks.timing import ROUNDS, side_by_side
from metrics import engine
from metrics.scope import Scope

TIMES_FASTER = 5
PEER = ROOT / "benchmarks" / ".venv" / "bin" / "python"  # that has lifelines
DAYS_A_MONTH = 30.4375
Fit = Callable[[list[float]], dict[str, Any]]

# What lifelines calls durations, event_observed and entry, from the same track runs.
RUNS = """
select
    track,
    date_diff('day', run_start, greatest(run_start, $since - interval 1 day)) as entry,
    date_diff('day', run_start, least(coalesce(run_end, $as_of), $as_of)) as exit,
    end_reason like 'exit%' and run_end <= $as_of as left
from track_runs
where run_start <= $as_of and (run_end is null or run_end >= $since)
    and least(coalesce(run_end, $as_of), $as_of) > greatest(run_start, $since - interval 1 day)
"""


@dataclass(frozen=True)
class Race:
    """Median seconds of both, the number of runs read, and the largest difference between the curves."""

    seconds: float
    lifelines: float
    runs: int
    difference: float

    @property
    def times_faster(self) -> float:
        return self.lifelines / self.seconds


def race(cur: duckdb.DuckDBPyConnection, as_of: date, folder: Path, rounds: int = ROUNDS, peer: Path = PEER) -> Race:
    """Time both in turns on the curves by track, from the first day leavers are known, and compare the curves."""
    since = engine.first_leaver_day(cur)
    assert since is not None
    frame = folder / "runs.parquet"
    runs = cur.execute(RUNS, {"as_of": as_of, "since": since}).df()
    runs.to_parquet(frame)
    scope = Scope(as_of, by=("track",))
    with _peer(frame, peer) as fit:
        difference = _difference(engine.compute(cur, "retention_curve", scope), fit)

        def ours() -> None:
            engine.compute(cur, "retention_curve", scope)

        seconds = side_by_side({"ours": ours, "lifelines": lambda: float(fit([])["seconds"])}, rounds)
    return Race(seconds["ours"], seconds["lifelines"], len(runs), difference)


def _difference(curve: pd.DataFrame, fit: Fit) -> float:
    """The largest difference over curves that start on day 0: lifelines' are not conditional on a later start."""
    days = [month * DAYS_A_MONTH for month in range(int(curve["month"].max()) + 1)]
    theirs = fit(days)["retained"]
    from_day_0 = curve[curve.groupby("track")["month"].transform("min") == 0]
    pairs = from_day_0[["track", "month", "retained"]].itertuples(index=False)
    return max((abs(theirs[track][month] - retained) for track, month, retained in pairs), default=float("nan"))


@contextmanager
def _peer(frame: Path, python: Path) -> Iterator[Fit]:
    command = [python, ROOT / "benchmarks" / "peer.py", frame]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        requests, answers = process.stdin, process.stdout

        def fit(days: list[float]) -> dict[str, Any]:
            print(json.dumps(days), file=requests, flush=True)
            return dict(json.loads(answers.readline()))

        yield fit
        requests.close()
