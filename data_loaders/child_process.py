"""Modules of this program run in a process of their own: how each is started, spoken to, and ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]


def start(
    module: str,
    *arguments: str,
    ahead: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    output: int | None = None,
    errors: int | IO[Any] | None = None,
    handles: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """A process that runs `module` with these arguments, and reads nothing of what is typed.

    `ahead`: a command that starts it, such as nice. It works in `folder`; `output` and `errors` say where it writes,
    and `handles` are open in it as well. Without them it is as this process.
    """
    return subprocess.Popen(
        [*ahead, sys.executable, "-m", module, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        pass_fds=handles,
    )


@contextmanager
def ended_with_block(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, for as long as the block: whatever ends the block ends it."""
    with process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def begun(module: str) -> Iterator[Connection]:
    """Our end of the pipe to a process that runs the module, with its own end's number; it ends with the block."""
    ours, theirs = Pipe()
    with ours, ended_with_block(start(module, str(theirs.fileno()), handles=[theirs.fileno()])):
        theirs.close()
        yield ours
