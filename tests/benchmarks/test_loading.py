"""A load and a read are measured each in a process of its own, and held to one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import loading
from benchmarks.loading import Load

ROSTER = "Employee ID,Name,Hire Date,Termination Date,Job Level,Career Track\n" + "".join(
    f"{number:05d},Ana Ruiz,2020-01-01,,3,IC\n" for number in range(20)
)


def test_a_load_is_held_to_the_read_of_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "roster_20_2026-09-30.csv"
    file.write_text(ROSTER)
    one = loading.race("CSV", file, "read_csv", rounds=1, times=1e9)
    assert one.rows == 20
    assert one.seconds > one.read > 0
    assert one.megabytes > 20
    assert one.holds


@pytest.mark.parametrize(
    ("seconds", "megabytes", "holds"),
    [(4.0, 900.0, True), (4.1, 900.0, False), (4.0, 1001.0, False)],
    ids=["within both", "too slow", "too large"],
)
def test_the_goal_is_time_and_memory(seconds: float, megabytes: float, holds: bool) -> None:
    assert Load("CSV", 1, seconds, megabytes, read=1.0, times=4.0, most=1000).holds is holds
