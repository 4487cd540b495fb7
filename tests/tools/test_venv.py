from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def made_with(python: Path | str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What tools/venv.sh does when that is the only Python."""
    return subprocess.run(
        ["sh", str(ROOT / "tools" / "venv.sh"), str(folder), "requirements.txt"],
        env={**os.environ, "PYTHON": str(python)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def stand_in(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_python_that_is_too_old_is_named_with_the_remedy(tmp_path):
    old = stand_in(tmp_path / "python3", 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi')
    run = made_with(old, tmp_path / "env")
    assert run.returncode == 1
    assert "Python 3.11 or newer is needed; found: Python 3.9.2." in run.stderr
    assert "make run PYTHON=" in run.stderr
    assert not (tmp_path / "env").exists()


def test_a_debian_python_without_venv_is_told_which_package_to_install(tmp_path):
    # New enough, but neither `venv` nor `pip` work.
    bare = stand_in(
        tmp_path / "python3",
        'case "$*" in *ensurepip*|"-m "*) exit 1;; *print*) echo 3.11;; --version) echo Python 3.11.2;; esac',
    )
    run = made_with(bare, tmp_path / "env")
    assert run.returncode == 1
    assert "apt-get install python3.11-venv" in run.stderr
