"""A database file written by a process that never held anything else.

What memory held before may stand in the unused parts of a file's blocks. So where somebody was taken out, the process
that read them is not the one that writes: another one is begun for it, and is given nothing but what stays.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loaders import faults, hardening
from data_loaders.problems import LoadError, LoadRefused

ROOT = Path(__file__).resolve().parents[1]
_ENDED = "The new file was not written: the process that writes it was ended from outside. Nothing was changed."


class Writer:
    """Takes what the new file holds, table by table."""

    def __init__(self, pipe: Connection) -> None:
        """Through a pipe to the process that writes."""
        self._pipe = pipe

    def table(self, name: str, content: pa.RecordBatchReader) -> None:
        """All rows of one table."""
        self._pipe.send((name, content.schema))
        for batch in content:
            self._pipe.send(batch)
        self._pipe.send(None)

    def rows(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Some rows of one table."""
        self._pipe.send((name, list(rows)))


@contextmanager
def writing(target: Path, folder: Path, tables: Sequence[str]) -> Iterator[Writer]:
    """A new database file with these tables, as their statements say; it is whole when the block is left.

    Raises LoadRefused where it could not be written.
    """
    here, there = Pipe()
    command = [sys.executable, "-m", "data_loaders.afresh", str(there.fileno())]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        here,
        subprocess.Popen(command, env=surroundings, stdin=subprocess.DEVNULL, pass_fds=[there.fileno()]) as process,
    ):
        there.close()
        try:
            here.send((target, folder, list(tables)))
            yield Writer(here)
            here.send(None)
            _heed(here.recv())
        except (EOFError, ConnectionError):
            _heed(here.recv() if here.poll() else LoadRefused(_ENDED))
        finally:
            process.kill()


def _heed(told: Exception | None) -> None:
    if told is not None:
        raise told


def _work(there: Connection) -> None:
    try:
        with faults.told():
            _write(there)
        there.send(None)
    except (EOFError, ConnectionError):
        os._exit(1)  # whoever asked is gone
    except LoadError as refused:
        there.send(refused)
    except Exception as fault:  # noqa: BLE001 - its words and its traceback may hold values of people
        there.send(RuntimeError(f"{type(fault).__name__} at {faults.place(fault)}"))


def _write(there: Connection) -> None:
    target, folder, tables = there.recv()
    con = hardening.connect(target, folder, read_only=False)
    for statement in tables:
        con.execute(statement)
    con.begin()
    while (told := there.recv()) is not None:
        name, content = told
        if isinstance(content, pa.Schema):
            con.register("given", pa.RecordBatchReader.from_batches(content, iter(there.recv, None)))
            con.execute(f"insert into {name} select * from given")
            con.unregister("given")
        elif content:
            con.executemany(f"insert into {name} values ({', '.join('?' * len(content[0]))})", content)
    con.commit()
    con.execute("checkpoint")
    con.close()


if __name__ == "__main__":
    _work(Connection(int(sys.argv[1])))
