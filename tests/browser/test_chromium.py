from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import chromium
import pytest

FINDER = Path(chromium.__file__)


@pytest.fixture(autouse=True)
def afresh():
    chromium.find_or_get.cache_clear()
    yield
    chromium.find_or_get.cache_clear()


def browser(path: Path, says: str) -> Path:
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)
    return path


def test_the_browser_that_is_named_is_taken(tmp_path, monkeypatch):
    named = browser(tmp_path / "mine", "Chromium 150")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.find_or_get() == named


def test_a_stub_that_is_no_browser_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    stub = browser(tmp_path / "chromium", "install the snap")
    real = browser(tmp_path / "google-chrome", "Google Chrome 150")
    monkeypatch.setattr(chromium, "already_here", lambda: iter([stub, real]))
    assert chromium.find_or_get() == real


def test_without_any_browser_one_line_says_what_to_do(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "candidates", lambda: iter([]))
    with pytest.raises(chromium.NoChromium, match="Install Chromium or Chrome"):
        chromium.find_or_get()


def test_a_named_browser_that_does_not_start_ends_the_run(tmp_path):
    run = subprocess.run(
        [sys.executable, FINDER], env={"CHROMIUM": str(tmp_path / "none")}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "does not start" in run.stderr
