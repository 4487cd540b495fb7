"""Processes of our own: each is started alike, and none outlives the block that began it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from data_loaders import child_process


def test_a_module_is_found_from_whatever_folder_it_works_in(tmp_path: Path) -> None:
    child = child_process.start("data_loaders", "--help", folder=tmp_path, output=subprocess.PIPE)
    assert b"usage" in child.communicate()[0]
    assert child.returncode == 0


def test_what_the_surroundings_hold_is_added_to(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []
    monkeypatch.setattr(child_process.subprocess, "Popen", lambda _, env, **__: started.append(env))
    monkeypatch.setenv("BENCH_DATA", "here")
    child_process.start("metrics", environment={"OMP_NUM_THREADS": "2"})
    assert {started[0][name] for name in ("BENCH_DATA", "OMP_NUM_THREADS")} == {"here", "2"}


def test_a_process_is_over_when_its_block_is_whatever_ended_it() -> None:
    child = child_process.start("http.server", "0", output=subprocess.DEVNULL, errors=subprocess.DEVNULL)
    with pytest.raises(KeyError), child_process.ended_with_block(child):
        raise KeyError
    assert child.returncode is not None
