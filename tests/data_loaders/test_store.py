"""Generations: readers never see a half-made state, and nothing an interrupted writer leaves is ever read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from data_loaders import schema
from data_loaders.problems import LoadRefused
from data_loaders.store import KEPT, Abandoned, Store

ROOT = Path(__file__).parents[2]


def skills(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("select count(*) from growth_activities").fetchone()
    assert row
    return int(row[0])


def add_skill(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into growth_activities values ('1', '2026-01-01', 'skill', null, 1)")


def test_an_empty_folder_has_no_generation_and_says_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path / "company")
    assert store.current() is None
    with pytest.raises(LoadRefused, match="Load your HR exports first"):
        store.open()


def test_a_reader_keeps_its_generation_while_the_next_is_published(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(add_skill)
    reader = store.open()
    store.publish(add_skill)
    assert skills(reader) == 1
    assert skills(store.open()) == 2


def test_another_process_can_read_while_this_one_reads_and_writes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(add_skill)
    held = store.open()
    file = str(store.path("000001"))
    code = f"import duckdb; print(duckdb.connect({file!r}, read_only=True).sql('from growth_activities'))"
    store.publish(add_skill)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    held.close()


def test_a_change_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(add_skill)

    def fail(con: duckdb.DuckDBPyConnection) -> None:
        add_skill(con)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        store.publish(fail)
    assert store.current() == "000001"
    assert sorted(path.name for path in store.generations.iterdir()) == ["000001.duckdb", "000001.sha256"]


def test_a_change_that_changes_nothing_publishes_nothing_and_hands_back_its_result(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(add_skill)

    def nothing(_: duckdb.DuckDBPyConnection) -> str:
        raise Abandoned("all known")

    assert store.publish(nothing) == "all known"
    assert store.current() == "000001"


def test_only_the_last_ten_generations_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(KEPT + 3):
        parent = store.current()
        store.publish(lambda con, parent=parent: schema.set_setting(con, "parent_generation", parent))
    assert len(list(store.generations.glob("*.duckdb"))) == KEPT
    assert store.current() == f"{KEPT + 3:06d}"


def test_a_generation_of_an_older_schema_is_upgraded_on_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.publish(add_skill)
    monkeypatch.setattr(schema, "NEWEST", schema.NEWEST + 1)
    monkeypatch.setitem(schema.UPGRADES, schema.NEWEST - 1, "alter table growth_activities add column hours integer")
    con = store.open()
    assert schema.version(con) == schema.NEWEST
    assert con.execute("select hours from growth_activities").fetchall() == [(None,)]


WRITER = """
import sys, pathlib
sys.path.insert(0, {root!r})
from data_loaders.store import Store
def add(con):
    con.execute(
        "insert into growth_activities select '1', date '2026-01-01', 'skill', repeat('x', 500), 1 from range(1000)"
    )
store = Store({folder!r})
print("ready", flush=True)
while True:
    store.publish(add)
"""


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.08, 0.11, 0.15, 0.19, 0.24])
def test_a_writer_killed_at_any_moment_leaves_a_whole_state(tmp_path: Path, delay: float) -> None:
    code = WRITER.format(root=str(ROOT), folder=str(tmp_path))
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    assert writer.stdout.readline() == "ready\n"
    store = Store(tmp_path)
    while store.current() is None:
        time.sleep(0.005)
    time.sleep(delay)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    seen = store.current()
    assert seen
    assert skills(store.open()) % 1000 == 0
    assert skills(store.open()) == 1000 * int(seen)
    store.publish(add_skill)
    assert skills(store.open()) == 1000 * int(seen) + 1
