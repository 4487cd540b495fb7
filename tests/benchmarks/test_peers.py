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
from data_loaders.store import Store
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


@pytest.mark.parametrize("metric", sorted(by_pandas.FIGURES))
def test_pandas_says_what_the_metric_says(sample: Sample, metric: str) -> None:
    cur, day, held = sample
    scope = Scope(day, by=figures.grouping(metric))
    peer = by_pandas.FIGURES[metric]
    assert by_pandas.same(engine.compute(cur, metric, scope), peer.table(held, scope), peer)


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
    said = pd.DataFrame({"leavers": pd.Series(theirs).rename_axis("track")})
    assert by_pandas.same(ours, said, Peer(lambda held, scope: said)) is alike
