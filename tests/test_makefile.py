"""Every target of the Makefile still starts: what it runs is run, at a size that takes seconds.

The commands are read off `make -n`, so that it is the Makefile's own line that is tried, with a few words added that
make it small. What recurses, installs or takes away is read and not run.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from browser.chromium import find_or_get
from browser.server import free_port

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PEOPLE = "60"
PATIENCE = 240.0
LIFELINES = '''
"""What peer.py uses of lifelines, where only Python itself is there: an environment of its own is not made here."""


class KaplanMeierFitter:
    def fit(self, durations, event_observed, entry):
        assert len(durations) == len(event_observed) == len(entry)
        return self

    def predict(self, days):
        return [1.0 for _ in days]
'''


def commands(target: str, *words: str) -> list[list[str]]:
    """What `make TARGET` would run of this project's own tools, in turn; without what makes the environment."""
    told = subprocess.run(["make", "-n", target, *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = told.replace("\\\n", " ").splitlines()
    split = [shlex.split(line) for line in lines if line.startswith(".venv/bin/")]
    return [[str(BIN / Path(first).name), *rest] for first, *rest in split]


def last(target: str, *words: str) -> list[str]:
    """The target's own command, without those of what it needs first."""
    return commands(target, *words)[-1]


def run(command: Sequence[str], **environment: str) -> str:
    """What a command prints. It ends as it means to: 0, or 1 where a goal is missed, and never with a traceback."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a tiny sample company is kept, made by the command that makes the sample company."""
    folder = tmp_path_factory.mktemp("kept")
    command = last("--always-make", "data/sample/current")
    assert "Done" in run([*command, "--people", PEOPLE, "--data", str(folder / PEOPLE)])
    return folder


def helps(kept: Path) -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "make run" in told


def serves(kept: Path) -> None:
    port = free_port()
    command = last("run", f"PORT={port}")
    environment = {**os.environ, "BENCH_DATA": str(kept / PEOPLE)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            assert _answers(f"http://127.0.0.1:{port}/", process)
        finally:
            process.send_signal(signal.SIGINT)


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def lints(kept: Path) -> None:
    check, form, imports = commands("lint")
    assert [check[1:], form[1:], imports[1:]] == [["check", "."], ["format", "--check", "."], []]
    for command in (check, form):
        run([*command[:-1], "metrics/scope.py"])
    assert "Contracts:" in run(imports)


def types(kept: Path) -> None:
    assert "1 source file" in run([*last("types"), "benchmarks/timing.py"])


def finds_a_browser(kept: Path) -> None:
    stub = kept / "chromium"
    stub.write_text("#!/bin/sh\necho Chromium 150\n")
    stub.chmod(0o755)
    assert f"Browser tests use {stub}" in run(last("browser"), CHROMIUM=str(stub))


def takes_the_picture(kept: Path) -> None:
    picture = kept / "overview.png"
    browser = str(find_or_get())
    assert run([*last("screenshot"), str(kept / PEOPLE), str(picture)], CHROMIUM=browser) == ""
    assert picture.read_bytes().startswith(b"\x89PNG")


def kills(kept: Path) -> None:
    said = run([*last("chaos", "KILLS=1", "DAMAGED=1"), "--full", "1"])
    assert "1 kills" in said
    assert "1 acts on a full disk" in said
    assert "1 damaged files" in said


def measures(kept: Path) -> None:
    (kept / "lifelines.py").write_text(LIFELINES)
    small = ["--only", "asked", "retention_rate", "--rounds", "1", "--kernels", "1"]
    where = ["--kept", str(kept), "--lifelines", sys.executable]
    said = run([*last("bench", f"PEOPLE={PEOPLE}"), *small, *where], PYTHONPATH=str(kept))
    for line in ("retention_rate  ", "retention_curve  ", "overview  ", "CSV × 25", "whole company", "closing moves"):
        assert line in said, said
    assert len(re.findall(r"^  retention_rate .*(?:holds|misses)", said, flags=re.MULTILINE)) == 2, said


def crowds(kept: Path) -> None:
    small = ["--viewers", "1", "--pause", "0.2", "--seconds", "0.5", "--rows", "5", "--people", PEOPLE]
    said = run([*last("load"), *small, "--kept", str(kept)])
    assert "Done, as load 2" in said
    assert "in quiet: " in said


def is_only_read(kept: Path) -> None:
    assert commands("test")[-1][1:] == ["-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def takes_away_nothing_of_the_project(kept: Path) -> None:
    told = subprocess.run(
        ["make", "--no-print-directory", "-n", "clean"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    (line,) = told.splitlines()
    remove, recursively, *names = shlex.split(line)
    assert (remove, recursively) == ("rm", "-rf")
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()  # no git is asked: a copy without its history passes too
    assert names
    assert {f"{Path(name).name}/" for name in names} <= {entry.removeprefix("/") for entry in ignored}


TRIED: dict[str, Callable[[Path], None]] = {
    "help": helps,
    "run": serves,
    "test": is_only_read,
    "lint": lints,
    "types": types,
    "browser": finds_a_browser,
    "screenshot": takes_the_picture,
    "chaos": kills,
    "bench": measures,
    "load": crowds,
    "clean": takes_away_nothing_of_the_project,
}
MADE = {".venv/ready-to-run", ".venv/ready-to-test", "benchmarks/.venv/ready"}  # these install
SAMPLE = {"data/sample/current"}  # made for every test here


@pytest.mark.parametrize("target", TRIED)
def test_a_target_of_make_still_starts(target: str, kept: Path) -> None:
    TRIED[target](kept)


def test_no_target_of_make_is_left_untried() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = {name for line in re.findall(r"^([\w./ -]+):(?!=)", text, flags=re.MULTILINE) for name in line.split()}
    assert targets - {".PHONY"} == {*TRIED, *MADE, *SAMPLE}


@pytest.mark.parametrize("target", sorted(MADE))
def test_what_installs_names_files_that_are_there(target: str) -> None:
    command = ["make", "-n", "--always-make", target]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    installs = [shlex.split(line) for line in told.splitlines() if line.startswith("sh ")]
    assert installs
    assert all((ROOT / script).exists() and (ROOT / listed).exists() for _, script, _, listed in installs)
