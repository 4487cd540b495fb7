"""On a sample company pandas says of every metric it can work out what the metric says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from benchmarks import by_pandas, companies, figures
from benchmarks.by_pandas import Peer
from benchmarks.held import Frames
from data_loaders.store.generations import Store
from metrics import catalogue, engine
from metrics.scope import Scope

ROOT = Path(__file__).resolve().parents[2]
Sample = tuple[duckdb.DuckDBPyConnection, date, Frames]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """A company of 600, its newest day, and its tables in pandas."""
    kept = tmp_path_factory.mktemp("peers") / "sample"
    command = [sys.executable, "-m", "data_loaders", "sample", "--people", "600", "--data", str(kept)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    cur = Store(kept).open().cursor()
    yield cur, companies.newest_day(cur), by_pandas.frames(cur)
    cur.close()


def said(sample: Sample, metric: str, ours: date, theirs: date) -> bool:
    """Whether the metric of one day is what pandas says of the other."""
    cur, _, held = sample
    by, peer = figures.grouping(metric), by_pandas.FIGURES[metric]
    return by_pandas.same(engine.compute(cur, metric, Scope(ours, by=by)), peer.table(held, Scope(theirs, by=by)), peer)


@pytest.mark.parametrize("metric", sorted(by_pandas.FIGURES))
def test_pandas_says_what_the_metric_says_and_of_another_day_something_else(sample: Sample, metric: str) -> None:
    _, newest, _ = sample
    earlier = date(2025, 4, 10)
    assert said(sample, metric, newest, newest)
    assert said(sample, metric, earlier, earlier)
    assert not said(sample, metric, newest, earlier)


def test_every_metric_has_a_figure_in_pandas_or_is_named_as_a_search() -> None:
    assert sorted([*by_pandas.FIGURES, *by_pandas.SEARCHES]) == sorted(catalogue.names())


@pytest.mark.parametrize(
    ("theirs", "alike"),
    [
        ({"ic": 2.0, "manager": 1.0}, True),
        ({"ic": 2.0, "manager": 1.5}, False),
        ({"ic": 2.0}, False),
        ({"ic": 2.0, "manager": 1.0, "unknown": 1.0}, False),
        ({"ic": 2.0, "manager": 1.0, "unknown": 0.0}, True),
    ],
    ids=["the same", "another value", "a row short", "a row too many", "a row of zeros"],
)
def test_a_difference_in_any_row_is_another_figure(theirs: dict[str, float], alike: bool) -> None:
    ours = pd.DataFrame({"track": ["ic", "manager"], "leavers": [2, 1], "note": ["", ""]})
    table = pd.DataFrame({"leavers": pd.Series(theirs).rename_axis("track")})
    assert by_pandas.same(ours, table, Peer(lambda held, scope: table)) is alike
