"""Child processes that run a module of this program: starting them, the pipe to them, and ending them."""

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
    """Start a process that runs `module` with these arguments, without standard input.

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
    """The process, killed when the block is left in any way."""
    with process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def begun(module: str) -> Iterator[Connection]:
    """Our end of a pipe to a process that runs the module; the number of the other end is its argument.

    The process is killed when the block is left.
    """
    ours, theirs = Pipe()
    with ours, ended_with_block(start(module, str(theirs.fileno()), handles=[theirs.fileno()])):
        theirs.close()
        yield ours
