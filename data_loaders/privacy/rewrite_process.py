"""Write a database file in a child process that never held anything else.

Unused parts of a file's blocks may hold what was in the writer's memory. So after a person is removed, the process that
read them must not write the file: a new process does, and receives only the rows that stay.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loaders import child_process, storage_errors
from data_loaders.database import connection
from data_loaders.problems import LoadRefused

_ENDED = "The new file was not written: the process that writes it was ended from outside. Nothing was changed."


class Writer:
    """Sends the content of the new file to the process that writes it, table by table."""

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
    with child_process.begun("data_loaders.privacy.rewrite_process") as child:
        try:
            child.send((target, folder, list(tables)))
            yield Writer(child)
            child.send(None)
        except (EOFError, ConnectionError):  # it has ended: what it said before tells why
            raise (_child_error(child) if child.poll() else None) or LoadRefused(_ENDED) from None
        if (error := _child_error(child)) is not None:
            raise error


def _child_error(child: Connection) -> Exception | None:
    """The error the child sent; None where it finished."""
    try:
        message: Exception | None = child.recv()
    except (EOFError, ConnectionError):
        return LoadRefused(_ENDED)
    return message


def _work(parent: Connection) -> None:
    try:
        with storage_errors.sent_through(parent), storage_errors.as_load_errors():
            _write(parent)
            parent.send(None)
    except (EOFError, ConnectionError):
        os._exit(1)  # whoever asked is gone


def _write(parent: Connection) -> None:
    target, folder, tables = parent.recv()
    con = connection.connect(target, folder, read_only=False)
    for statement in tables:
        con.execute(statement)
    con.begin()
    while (message := parent.recv()) is not None:
        name, content = message
        if isinstance(content, pa.Schema):
            con.register("given", pa.RecordBatchReader.from_batches(content, iter(parent.recv, None)))
            con.execute(f"insert into {name} select * from given")
            con.unregister("given")
        elif content:
            con.executemany(f"insert into {name} values ({', '.join('?' * len(content[0]))})", content)
    con.commit()
    con.execute("checkpoint")
    con.close()


if __name__ == "__main__":
    _work(Connection(int(sys.argv[1])))
