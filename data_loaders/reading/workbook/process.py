"""Workbook → sheets, in a child process: what makes the parser crash, hang or eat memory ends in one sentence."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pyarrow as pa

from data_loaders import child_process
from data_loaders.problems import LoadRefused
from data_loaders.reading.sheet import Sheet

SECONDS, MEGABYTES = 300, 6000
_BEAT = 0.3  # seconds between two looks at the child, and between two chances to stop it


def read(
    path: Path,
    wanted: Collection[str] = (),
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
    waiting: Callable[[], object] = lambda: None,
) -> list[Sheet]:
    """The sheets of a workbook; a hidden one has cells only if wanted by name.

    `waiting` is called while the parser works; what it raises ends the parser. Raises LoadRefused where the parser
    fails, crashes, or passes the limits.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        target = Path(folder)
        _parse(path, target, wanted, seconds, megabytes, waiting)
        said = json.loads((target / "sheets.json").read_text(encoding="utf-8"))
        if "refused" in said:
            raise LoadRefused(f"{path.name} {said['refused']['problem']}", said["refused"]["remedy"])
        return [
            Sheet(path.name, sheet["name"], _cells(target / f"{number}.arrow"), sheet["hidden"])
            for number, sheet in enumerate(said["sheets"])
        ]


def _parse(
    path: Path, target: Path, wanted: Collection[str], seconds: int, megabytes: int, waiting: Callable[[], object]
) -> None:
    arguments = [str(path.resolve()), str(target), str(megabytes), *wanted]
    try:
        status, told = _run(arguments, target, seconds, waiting)
    except TimeoutError:
        raise LoadRefused(
            f"{path.name} took longer than {seconds} seconds to read.",
            "Delete sheets and columns that are not needed, and save it anew.",
        ) from None
    if status == 0 and (target / "sheets.json").exists():
        return
    if b"MemoryError" in told or b"memory" in told or status in (-6, -9, 134, 137):
        raise LoadRefused(
            f"{path.name} needs more memory than is allowed: it may claim far more rows or columns than it fills.",
            "Copy the filled cells into a new workbook and load that.",
        )
    raise LoadRefused(
        f"{path.name} made the reader of workbooks fail.", "Open it, save it anew as .xlsx, and load that."
    )


def _run(arguments: Sequence[str], folder: Path, seconds: int, waiting: Callable[[], object]) -> tuple[int, bytes]:
    """The exit status of the child and what it wrote to stderr. Whatever ends the wait ends the child."""
    until = time.monotonic() + seconds
    with (folder / "told").open("w+b") as told:
        child = child_process.start(
            "data_loaders.reading.workbook.parser",
            *arguments,
            environment={"OMP_NUM_THREADS": "2"},
            folder=folder,
            output=subprocess.DEVNULL,
            errors=told,
        )
        with child_process.ended_with_block(child):
            while child.poll() is None:
                if time.monotonic() > until:
                    raise TimeoutError
                waiting()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(_BEAT)
        told.seek(0)
        return child.returncode, told.read()


def _cells(file: Path) -> pa.Table:
    with pa.ipc.open_stream(file) as stream:
        return stream.read_all()
