"""A load in a process of its own: the same outcome, told as it goes, ended when whoever asked no longer wants it."""

from __future__ import annotations

import os
import signal
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from company import rows
from data_loaders.database import schema
from data_loaders.loading import load_process
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

ROSTER = "Employee ID,Hire Date,Full Name,Track\n"


class NoLongerWanted(BaseException):
    """What a page raises when its viewer presses Stop."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "company")


def load(store: Store, text: str, **asked: Any) -> LoadReport:
    file = store.folder.parent / "roster_2026-09-30.csv"
    file.write_text(ROSTER + text, encoding="utf-8")
    return load_process.load_in_process(store, LoadRequest([file], datetime(2026, 10, 1, 9, 0), "ana", **asked))


def test_it_loads_and_tells_each_stage(store: Store) -> None:
    heard: list[str] = []
    report = load(store, "007,2018-01-01,Ana Ruiz,manager\n", progress=heard.append, look=schema.version)
    assert (report.load_id, report.tables["employees"].added, report.seen) == (1, 1, schema.NEWEST)
    assert rows(store, "select employee_id, full_name from employees") == [("007", "Ana Ruiz")]
    assert "Building employment histories" in heard


def test_what_was_tried_out_is_loaded_without_reading_it_again(store: Store, tmp_path: Path) -> None:
    tried = load(store, "007,2018-01-01,Ana Ruiz,manager\n", dry_run=True)
    assert store.current() is None
    gone = tmp_path / "roster_2026-09-30.csv"
    text = gone.read_bytes()
    gone.write_bytes(text.replace(b"Ana", b"Eva"))
    done = load_process.load_in_process(store, LoadRequest([gone], datetime(2026, 10, 1, 9, 0), "ana"), tried.intakes)
    assert done.load_id == 1
    assert rows(store, "select full_name from employees") == [("Ana Ruiz",)]


def test_a_refusal_comes_back_with_its_problems(store: Store) -> None:
    with pytest.raises(LoadRefused, match="Nothing was changed") as refusal:
        load(store, "007,someday,Ana Ruiz,manager\n008,2020-01-01,Bo Li,ic\n")
    assert [problem.row for problem in refusal.value.problems if problem.severity == "error"] == [2]
    assert store.current() is None


def test_what_the_listener_raises_ends_the_load(store: Store) -> None:
    def stop(stage: str) -> None:
        raise NoLongerWanted(stage)

    with pytest.raises(NoLongerWanted):
        load(store, "007,2018-01-01,Ana Ruiz,manager\n", progress=stop)
    assert store.current() is None


def test_a_process_ended_from_outside_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def begin(*given: Any, **more: Any) -> subprocess.Popen[bytes]:
        begun.append(real(*given, **more))
        return begun[-1]

    monkeypatch.setattr("data_loaders.child_process.subprocess.Popen", begin)
    with pytest.raises(LoadRefused, match=r"Nothing was changed\. Load it again"):
        load(store, "007,2018-01-01,Ana Ruiz,manager\n", progress=lambda _: os.kill(begun[0].pid, signal.SIGKILL))
    assert store.current() is None


def test_a_fault_of_ours_is_told_by_its_place_alone(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match=r"^TypeError at .*load\.py:\d+") as fault:
        load(store, "007,2018-01-01,Ana Ruiz,manager\n", look=int, dry_run=True)
    assert "argument" not in f"{fault.value}{capfd.readouterr()}"
