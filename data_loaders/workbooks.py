"""Workbook → sheets, in a child process: what makes the parser crash, hang or eat memory ends in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa

from data_loaders.problems import LoadRefused
from data_loaders.sheets import Sheet

SECONDS, MEGABYTES = 300, 6000
_ROOT = Path(__file__).resolve().parent.parent


def read(path: Path, wanted: str | None = None, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> list[Sheet]:
    """The sheets of a workbook; a hidden one has cells only if wanted by name.

    Raises LoadRefused where the parser fails, crashes, or passes the limits.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        target = Path(folder)
        _parse(path, target, wanted, seconds, megabytes)
        said = json.loads((target / "sheets.json").read_text(encoding="utf-8"))
        if "refused" in said:
            raise LoadRefused(f"{path.name} {said['refused']}")
        return [
            Sheet(path.name, sheet["name"], _cells(target / f"{number}.arrow"), sheet["hidden"])
            for number, sheet in enumerate(said["sheets"])
        ]


def _parse(path: Path, target: Path, wanted: str | None, seconds: int, megabytes: int) -> None:
    command = [
        sys.executable,
        "-m",
        "data_loaders.parsing",
        str(path.resolve()),
        str(target),
        str(megabytes),
        *([wanted] if wanted else []),
    ]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "OMP_NUM_THREADS": "2"}
    try:
        done = subprocess.run(
            command,
            cwd=target,
            env=environment,
            timeout=seconds,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LoadRefused(
            f"{path.name} took longer than {seconds} seconds to read. "
            "Delete sheets and columns that are not needed, and save it anew."
        ) from None
    if done.returncode == 0 and (target / "sheets.json").exists():
        return
    if b"MemoryError" in done.stderr or b"memory" in done.stderr or done.returncode in (-6, -9, 134, 137):
        raise LoadRefused(
            f"{path.name} needs more memory than is allowed: it may claim far more rows or columns than it fills. "
            "Copy the filled cells into a new workbook and load that."
        )
    raise LoadRefused(f"{path.name} made the reader of workbooks fail. Open it, save it anew as .xlsx, and load that.")


def _cells(file: Path) -> pa.Table:
    with pa.ipc.open_stream(file) as stream:
        return stream.read_all()
