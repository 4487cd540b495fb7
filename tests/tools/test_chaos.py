"""The short form of `make chaos`: a few kills, full disks and damaged files."""

from __future__ import annotations

import importlib.util
import random
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from data_loaders.store.generations import Store

ROOT = Path(__file__).parents[2]


def _chaos() -> ModuleType:
    spec = importlib.util.spec_from_file_location("chaos", ROOT / "tools" / "chaos.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["chaos"] = made
    spec.loader.exec_module(made)
    return made


chaos = _chaos()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("made") / "company"
    chaos.company(folder, 0)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "company"))


@pytest.mark.parametrize(("what", "after"), [("load", 0.2), ("undo", 0.1), ("erase", 0.5), ("backup", 0.1)])
def test_whoever_was_told_as_loaded_is_there_after_a_kill(folder: Path, what: str, after: float) -> None:
    _, problem, _ = chaos.killed(folder, what, after, 10)
    assert problem is None


@pytest.mark.parametrize(
    ("what", "phase"),
    [
        ("load", "data_loaders.store.generations.shutil.copyfile"),
        ("load", "data_loaders.store.load_history.shutil.copy"),
        ("load", "data_loaders.store.generations.audit_log.note"),
        ("undo", "data_loaders.store.generations.checksums.keep"),
        ("erase", "data_loaders.privacy.database_redaction.rewrite"),
        ("erase", "data_loaders.privacy.erasure.erased_ids.remember"),
        ("backup", "data_loaders.store.archive.tarfile.TarFile.add"),
    ],
)
def test_a_full_disk_loses_nothing_and_is_told(folder: Path, what: str, phase: str) -> None:
    assert chaos.full(folder, phase, what, 20) is None


def test_a_damaged_file_is_told_or_changes_nothing(folder: Path) -> None:
    dice = random.Random(2)
    assert [problem for _ in range(12) if (problem := chaos.damaged(folder, dice)[1])] == []


def test_the_watch_sees_a_load_that_is_torn(folder: Path) -> None:
    store = Store(folder)
    before = chaos.people(store)
    store.publish(lambda con: con.execute("delete from roster_rows where employee_id like '%-003'"))
    assert "people before" in chaos._problem(store, before, "load", 20)
