"""Files that are tried out go with their session, and with the next dashboard where one was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ui.views.upload import session_files


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_dashboard_left_goes_and_what_a_running_one_holds_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    session_files._remove_stale_folders.cache_clear()
    names = (f"bench-strength-{ended}-x", f"bench-strength-{os.getppid()}-y", "bench-strength-z")
    left, held, other = (tmp_path / name for name in names)
    for place in (left, held, other):
        place.mkdir()
        (place / "roster.csv").write_text("Employee ID\n007\n", encoding="utf-8")
    made = session_files.folder()
    assert made.parent == tmp_path
    assert [place.exists() for place in (left, held, other)] == [False, True, True]
    assert session_files.folder() == made
