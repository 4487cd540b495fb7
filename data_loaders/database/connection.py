"""How every database file is opened: nothing beside it can be reached, and no setting can be changed any more."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import duckdb

READERS, WRITERS = "40%", "60%"  # of the machine's memory: a load and the pages fit beside each other
MOST_SPILLED = "20GB"
_OPENING = threading.Lock()  # connections of one process to one file share one database: it is settled once
_NUMBERS = itertools.count()


def private() -> None:
    """Make files created by this process from now on unreadable for other users of the machine."""
    os.umask(0o077)


def connect(
    file: Path, folder: Path, *, read_only: bool = True, allowed: Sequence[Path] = ()
) -> duckdb.DuckDBPyConnection:
    """Open one database file of a data folder with everything else shut: other files, extensions, settings.

    Only its spill folder inside `folder` and the directories `allowed` can be reached from its queries.
    """
    private()
    with contextlib.suppress(OSError):  # a folder that may only be read has no room to spill into, and needs none
        (folder / "temp").mkdir(exist_ok=True)
    with _OPENING:
        con = duckdb.connect(str(file), read_only=read_only)
        try:
            if not _locked(con):
                con.execute("; ".join(_settings(folder, read_only, allowed)))
        except BaseException:
            con.close()
            raise
    return con


def _locked(con: duckdb.DuckDBPyConnection) -> bool:
    [(locked,)] = con.execute("select current_setting('lock_configuration')").fetchall()
    return bool(locked)


def _settings(folder: Path, read_only: bool, allowed: Sequence[Path]) -> list[str]:
    spill = folder.resolve() / "temp" / f"{os.getpid()}-{next(_NUMBERS)}"
    return [
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set allow_community_extensions = false",
        "set allow_unsigned_extensions = false",
        "set allow_extension_repositories = 'forbidden'",
        "set allow_persistent_secrets = false",
        "set python_enable_replacements = false",
        f"set memory_limit = '{READERS if read_only else WRITERS}'",
        f"set threads = {os.cpu_count() or 1:d}",
        f"set temp_directory = {_quoted(spill)}",
        f"set max_temp_directory_size = '{MOST_SPILLED}'",
        f"set allowed_directories = [{', '.join(_quoted(path.resolve()) for path in allowed)}]",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def forget_spills(folder: Path) -> None:
    """Remove spill files of processes that have ended."""
    for left in (folder / "temp").glob("*-*"):
        if not _alive(left.name.partition("-")[0]):
            with contextlib.suppress(OSError):
                for file in left.iterdir():
                    file.unlink()
                left.rmdir()


def _alive(process: str) -> bool:
    if not process.isdecimal():
        return False
    if os.name == "nt":  # asking there would end the process
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
