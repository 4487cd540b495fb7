"""Generations: readers never see a half-made state, and nothing an interrupted writer leaves is ever read."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from company import company, publish
from data_loaders.__main__ import main
from data_loaders.database import schema
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log
from data_loaders.store import checksums, load_history, migrations
from data_loaders.store.checksums import Damaged
from data_loaders.store.generations import KEPT, Abandoned, Store

ROOT = Path(__file__).parents[3]


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
    (tmp_path / "cube").mkdir()
    (tmp_path / "cube" / "000001.1.json").write_text("figures")
    for _ in range(KEPT + 3):
        parent = store.current()
        store.publish(lambda con, parent=parent: schema.set_setting(con, "parent_generation", parent))
    assert len(list(store.generations.glob("*.duckdb"))) == KEPT
    assert list((tmp_path / "cube").iterdir()) == []
    assert store.current() == f"{KEPT + 3:06d}"


def test_a_generation_of_an_older_schema_is_upgraded_on_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.publish(add_skill)
    monkeypatch.setattr(schema, "NEWEST", schema.NEWEST + 1)
    monkeypatch.setitem(
        migrations.UPGRADES, schema.NEWEST - 1, "alter table growth_activities add column hours integer"
    )
    con = store.open()
    assert schema.version(con) == schema.NEWEST
    assert con.execute("select hours from growth_activities").fetchall() == [(None,)]


def test_reporting_lines_of_an_older_folder_are_built_anew_on_opening(tmp_path: Path) -> None:
    days = {date(2026, 6, 30): "B", date(2026, 9, 30): None}
    hired = {"hire_date": date(2018, 1, 1)}
    people = {
        day: [{"employee_id": "A", "manager_id": manager, **hired}, {"employee_id": "B", **hired}]
        for day, manager in days.items()
    }
    before = company(rosters_on=people)
    before.execute("update reports_to set to_date = null")  # as an earlier version left them
    schema.set_setting(before, "schema_version", "4")
    publish(before, tmp_path)
    con = Store(tmp_path).open()
    assert con.execute("select employee_id, to_date from reports_to").fetchall() == [("A", date(2026, 9, 30))]


WRITER = """
import sys, pathlib
sys.path.insert(0, {root!r})
from data_loaders.store.generations import Store
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


def flipped(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= 0x10
    file.write_bytes(content)
    checksums.forget()


def three_loads(folder: Path) -> Store:
    store = Store(folder)
    for number in range(1, 4):

        def load(con: duckdb.DuckDBPyConnection, number: int = number) -> None:
            add_skill(con)
            load_history.record(
                store, con, load_history.Entry(number, datetime(2026, 1, number), "ana", "{}", {}, (), ())
            )

        store.publish(load)
    return store


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_loads(tmp_path_factory.mktemp("loaded")).folder


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    """A company of three loads, to be harmed."""
    return Path(shutil.copytree(loaded, tmp_path / "company"))


HARMS: dict[str, Callable[[Path], None]] = {
    "a byte of the newest state": lambda folder: flipped(folder / "generations/000003.duckdb", 5_000),
    "its header": lambda folder: flipped(folder / "generations/000003.duckdb", 9),
    "its end cut off": lambda folder: os.truncate(folder / "generations/000003.duckdb", 300_000),
    "emptied": lambda folder: os.truncate(folder / "generations/000003.duckdb", 0),
    "gone": lambda folder: (folder / "generations/000003.duckdb").unlink(),
    "its checksum": lambda folder: flipped(folder / "generations/000003.sha256", 3),
    "the name in current": lambda folder: flipped(folder / "current", 5),
    "an older name in current": lambda folder: (
        (folder / "current").write_text((folder / "current").read_text().replace("000003", "000002")) and None
    ),
    "the checksum in current": lambda folder: flipped(folder / "current", 20),
    "current emptied of sense": lambda folder: (folder / "current").write_text("?") and None,
    "current gone": lambda folder: (folder / "current").unlink(),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_damaged_state_is_told_and_undo_gets_to_the_newest_good_one(
    folder: Path, harm: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(folder)
    harm(folder)
    with pytest.raises(Damaged, match=r"damaged.*newest good one is 00000\d.*undo"):
        store.open()
    with pytest.raises(Damaged):
        store.publish(add_skill)
    assert main(["check", "--data", str(folder)]) == 1
    assert "damaged" in capsys.readouterr().out
    assert main(["undo", "--data", str(folder)]) == 0
    assert skills(store.open()) in (2, 3)
    assert main(["check", "--data", str(folder)]) in (0, 1)  # what is damaged stays listed until it is forgotten
    assert audit_log.entries(folder)[-1].what == "undo"


def test_a_checksum_that_lost_its_end_is_told_of_a_state_that_is_good(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = folder / "generations/000003.sha256"
    kept.write_bytes(kept.read_bytes()[:-1])
    assert main(["check", "--data", str(folder)]) == 1
    assert "state 000003: good, but its kept checksum is damaged" in capsys.readouterr().out
    assert skills(Store(folder).open()) == 3


def test_the_good_state_offered_is_the_newest(folder: Path) -> None:
    store = Store(folder)
    flipped(store.path("000003"), 4_000)
    flipped(store.path("000002"), 4_000)
    with pytest.raises(Damaged, match="newest good one is 000001"):
        store.open()
    flipped(store.path("000001"), 4_000)
    with pytest.raises(Damaged, match="Restore a backup"):
        store.open()
    with pytest.raises(Damaged, match="Restore a backup"):
        load_history.undo(store, datetime(2026, 2, 1))


def test_a_folder_in_order_checks_as_good(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(folder)]) == 0
    assert "state 000003: good" in capsys.readouterr().out


def test_a_generation_that_was_never_current_is_not_offered_and_goes(folder: Path) -> None:
    store = Store(folder)
    shutil.copy(store.path("000003"), store.path("000004"))
    assert store.good()[0] == "000003"
    store.publish(add_skill)
    assert store.current() == "000004"
    assert skills(store.open()) == 4


def test_what_killed_writers_left_is_removed_by_the_next(folder: Path) -> None:
    store = Store(folder)
    for left in ("generations/000009.partial.duckdb", "generations/000009.partial.duckdb.wal", "current.next"):
        (folder / left).write_text("half")
    (store.generations / "000008.sha256").write_text("lone")
    store.publish(add_skill)
    assert sorted(path.name for path in store.generations.iterdir()) == sorted(
        f"00000{n}.{kind}" for n in range(1, 5) for kind in ("duckdb", "sha256")
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB, where this machine lets one be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a small disk can only be made by root; faults are injected below instead")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_disk_that_fills_up_leaves_the_state_as_it_was_and_says_so(small_disk: Path) -> None:
    store = Store(small_disk)
    store.publish(add_skill)

    def much(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(
            "insert into growth_activities select '1', date '2026-01-01', 'skill', "
            "md5(range::text) || md5((range + 1)::text) || md5((range * 7)::text), 1 from range(400000)"
        )

    with pytest.raises(LoadRefused, match=r"Nothing was changed: the disk is full\. Make room"):
        store.publish(much)
    assert store.current() == "000001"
    assert skills(store.open()) == 1
    store.publish(add_skill)
    assert skills(store.open()) == 2


PHASES = (
    "data_loaders.store.generations.shutil.copyfile",
    "data_loaders.store.generations.connection.connect",
    "data_loaders.store.generations.migrations.upgrade",
    "data_loaders.store.generations.flushed",
    "data_loaders.store.generations.checksums.keep",
    "data_loaders.store.pointer.written",
    "data_loaders.store.generations.audit_log.note",
)
FAULTS = (
    OSError(28, "No space left on device"),
    duckdb.FatalException("value '90017' broke"),
    sqlite3.OperationalError("database or disk is full"),
)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("fault", FAULTS, ids=["disk full", "fatal", "ledger full"])
def test_a_fault_in_any_phase_leaves_the_state_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, phase: str, fault: Exception
) -> None:
    store = Store(folder)

    def fail(*_: object, **__: object) -> None:
        raise fault

    def change(con: duckdb.DuckDBPyConnection) -> None:
        add_skill(con)
        store.tell("ana", "load", datetime(2026, 2, 1))

    with monkeypatch.context() as patched:
        patched.setattr(phase, fail)
        with pytest.raises(LoadRefused, match="Nothing was changed") as refused:
            store.publish(change)
    assert "90017" not in str(refused.value)
    assert store.current() == "000003"
    assert skills(store.open()) == 3
    store.publish(change)
    assert skills(store.open()) == 4
    assert main(["check", "--data", str(folder)]) == 0
