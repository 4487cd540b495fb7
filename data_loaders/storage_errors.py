"""Faults of disk and database in our own words: their own messages quote values of people."""

from __future__ import annotations

import errno
import logging
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from data_loaders.problems import LoadError, LoadRefused

_LOG = logging.getLogger(__name__)
_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def as_load_errors() -> Iterator[None]:
    """Raise a fault of disk or database inside the block as LoadRefused; the values it quotes go no further."""
    try:
        yield
    except (OSError, duckdb.Error, sqlite3.Error, MemoryError) as fault:
        if isinstance(fault, duckdb.Error | sqlite3.Error):
            _LOG.error("%s at %s", type(fault).__name__, code_location(fault))
        raise refusal(fault) from None


def code_location(fault: BaseException) -> str:
    """Where in the program a fault arose: files and lines, and no value."""
    steps = traceback.extract_tb(fault.__traceback__)[-3:]
    return ", ".join(f"{Path(step.filename).name}:{step.lineno}" for step in steps)


@contextmanager
def sent_through(pipe: Connection) -> Iterator[None]:
    """Send an exception of the block through the pipe to the parent process, in words that quote no values."""
    try:
        yield
    except LoadError as refused:
        pipe.send(refused)
    except Exception as fault:  # noqa: BLE001 - its words and its traceback may hold values of people
        pipe.send(RuntimeError(f"{type(fault).__name__} at {code_location(fault)}"))


def refusal(fault: BaseException) -> LoadRefused:
    """The fault as a load not carried out: what happened and what to do, without what the fault itself says."""
    problem, remedy = _describe(fault)
    return LoadRefused(f"Nothing was changed: {problem}", remedy)


def _describe(fault: BaseException) -> tuple[str, str]:
    if _is_of_a_full_disk(fault):
        return "the disk is full.", "Make room on it, then do the same again."
    if isinstance(fault, MemoryError | duckdb.OutOfMemoryException):
        return "there is not enough memory for it.", "Close other programs, or load fewer files at once."
    if isinstance(fault, OSError):
        what = fault.strerror or type(fault).__name__
        return f"a file could not be read or written ({what}).", "Check the disk and who may write to the data folder."
    kind = type(fault).__name__
    remedy = "Do the same again; if it stays so, restore a backup."
    return f"the database could not be read or written ({kind}).", remedy


def _is_of_a_full_disk(fault: BaseException) -> bool:
    text = str(fault)  # DuckDB has no code for it, and wraps what the system says in its own error
    return getattr(fault, "errno", None) in _FULL or "No space left" in text or "disk is full" in text
