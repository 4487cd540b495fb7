"""The short form of `make load`: everybody gets an answer, and it is their own."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import crowd
from benchmarks.viewers import to_the_end
from data_loaders.privacy import grants

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample company."""
    kept = tmp_path_factory.mktemp("crowd") / "sample"
    command = [sys.executable, "-m", "data_loaders", "sample", "--people", "400", "--data", str(kept)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return kept


def test_several_viewers_at_once_each_get_their_own_answer_also_while_a_file_is_loaded(folder: Path) -> None:
    units = grants.units(folder)
    given = argparse.Namespace(viewers=5, pause=1.0, seconds=6.0, rows=500)
    with crowd.served(folder) as address:
        [quiet, during, after], said, _ = to_the_end(crowd.measure(address, units, given))
    assert said == "Done, as load 2"
    assert len(quiet.seconds) >= given.viewers
    assert during.seconds
    assert after.seconds
    assert quiet.wrong == during.wrong == []
