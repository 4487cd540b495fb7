"""Work given to a process of its own, through a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from data_loaders import storage_errors
from data_loaders.problems import LoadError

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def begun(module: str) -> Iterator[Connection]:
    """Our end of the pipe to a process that runs the module, with its own end's number; it ends with the block."""
    here, there = Pipe()
    command = [sys.executable, "-m", module, str(there.fileno())]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        here,
        subprocess.Popen(command, env=surroundings, stdin=subprocess.DEVNULL, pass_fds=[there.fileno()]) as process,
    ):
        there.close()
        try:
            yield here
        finally:
            process.kill()


@contextmanager
def telling(there: Connection) -> Iterator[None]:
    """In that process: what goes wrong is told through the pipe, in words that quote nobody."""
    try:
        yield
    except LoadError as refused:
        there.send(refused)
    except Exception as fault:  # noqa: BLE001 - its words and its traceback may hold values of people
        there.send(RuntimeError(f"{type(fault).__name__} at {storage_errors.code_location(fault)}"))
