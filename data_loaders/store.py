"""Generations: readers open the newest one, a load publishes the next.

DuckDB lets one process hold a file for writing and then nobody else may even read it. So nothing ever writes to a
file that is being read: a change is made to a copy, and the copy becomes the newest generation in one rename.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, cast

import duckdb
from filelock import FileLock, Timeout

from data_loaders import schema
from data_loaders.problems import LoadRefused

KEPT = 10
T = TypeVar("T")


class Store:
    """One company's data folder: `generations/`, `current`, `uploads/`, and the lock of whoever writes."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.generations = self.folder / "generations"
        self.uploads = self.folder / "uploads"
        self._pointer = self.folder / "current"

    def current(self) -> str | None:
        """The name of the generation readers should open, for example `000042`; None before the first load."""
        try:
            return self._pointer.read_text().strip() or None
        except FileNotFoundError:
            return None

    def path(self, generation: str) -> Path:
        """The DuckDB file of a generation."""
        return self.generations / f"{generation}.duckdb"

    def open(self, generation: str | None = None) -> duckdb.DuckDBPyConnection:
        """Open a generation to read; each thread takes a `.cursor()` of its own.

        Raises LoadRefused where nothing has been loaded yet. A generation written by an older version of this
        program is upgraded first, by publishing an upgraded copy.
        """
        name = generation or self.current()
        if name is None:
            raise LoadRefused(f"There is no data in {self.folder} yet. Load your HR exports first.")
        con = duckdb.connect(str(self.path(name)), read_only=True)
        if generation is not None or schema.version(con) == schema.NEWEST:
            return con
        con.close()
        self.publish(lambda _: None)
        return self.open()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for writing; a second writer waits half a minute, then is told."""
        self.generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock", timeout=30)
        try:
            with lock:
                yield
        except Timeout:
            raise LoadRefused("Another load is under way in this company. Try again when it has finished.") from None

    def publish(
        self, change: Callable[[duckdb.DuckDBPyConnection], T], *, source: str | None = None, empty: bool = False
    ) -> T:
        """Change a copy of the newest generation (or of `source`, or an empty one) and make it the newest.

        Whatever `change` raises leaves everything as it was. So does being killed at any point: until `current`
        is replaced, readers hold the old generation; after that, the new one.
        """
        with self.locked():
            base = None if empty else source or self.current()
            partial = self._copy(base)
            try:
                con = duckdb.connect(str(partial))
                try:
                    result = self._change(con, change)
                finally:
                    con.close()
            except Abandoned as stop:
                _drop(partial)
                return cast(T, stop.result)
            except BaseException:
                _drop(partial)
                raise
            self._make_current(partial)
            return result

    def _copy(self, base: str | None) -> Path:
        for stale in self.generations.glob("*.partial*"):
            stale.unlink()
        newest = max((int(path.stem) for path in self.generations.glob("[0-9]*.duckdb")), default=0)
        partial = self.generations / f"{newest + 1:06d}.partial.duckdb"
        if base is not None:
            shutil.copyfile(self.path(base), partial)
        return partial

    @staticmethod
    def _change(con: duckdb.DuckDBPyConnection, change: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        con.begin()
        schema.upgrade(con)
        result = change(con)
        con.commit()
        con.execute("checkpoint")
        return result

    def _make_current(self, partial: Path) -> None:
        _sync(partial)
        name = partial.name.split(".")[0]
        partial.replace(self.path(name))
        _sync(self.generations)
        pointer = self.folder / "current.next"
        pointer.write_text(name + "\n")
        _sync(pointer)
        pointer.replace(self._pointer)
        _sync(self.folder)
        self._forget_old(name)

    def _forget_old(self, current: str) -> None:
        """Keep what undo can go back to, and what a reader may be about to open."""
        kept = {current, *self.ancestors(current)[: KEPT - 1]}
        for path in self.generations.glob("[0-9]*[0-9].duckdb"):
            if path.stem not in kept and int(path.stem) < int(current) - 1:
                path.unlink(missing_ok=True)

    def ancestors(self, generation: str) -> list[str]:
        """The generations before this one that undo would go back to, newest first, as far as they are kept."""
        found: list[str] = []
        while self.path(generation).exists():
            con = duckdb.connect(str(self.path(generation)), read_only=True)
            parent = schema.setting(con, "parent_generation")
            con.close()
            if parent is None or not self.path(parent).exists():
                break
            found.append(parent)
            generation = parent
        return found


class Abandoned(Exception):
    """Raised inside a change to leave everything as it was and still hand back a result."""

    def __init__(self, result: object) -> None:
        super().__init__("nothing to publish")
        self.result = result


def _drop(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    partial.with_name(partial.name + ".wal").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) if path.is_dir() else os.O_RDONLY
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
