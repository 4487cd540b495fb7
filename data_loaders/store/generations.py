"""Generations: readers open the newest one, a load publishes the next.

DuckDB lets one process hold a file for writing and then nobody else may even read it. So nothing ever writes to a
file that is being read: a change is made to a copy, and the copy becomes the newest generation in one rename.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
from filelock import FileLock, Timeout

from data_loaders import storage_errors
from data_loaders.database import connection, schema
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log
from data_loaders.store import checksums, files, lineage, migrations, pointer
from data_loaders.store.checksums import Damaged
from data_loaders.store.files import flushed
from data_loaders.store.pointer import Pointer, UnreadablePointer

__all__ = ["KEPT", "Abandoned", "Damaged", "Store"]

KEPT = 10
ERASING = "erasing.json"  # there while an erasure is under way
_UNFINISHED = "An erasure was interrupted.", "Finish it first: `python -m data_loaders erase --finish`."
T = TypeVar("T")


class Store:
    """One company's data folder: `generations/`, `current`, `uploads/`, and the lock of whoever writes."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.generations = self.folder / "generations"
        self.uploads = self.folder / "uploads"
        self.backups = self.folder / "backups"
        self._untold: list[dict[str, Any]] = []
        self._lock_holder: int | None = None  # the thread that holds the lock through this Store

    def current(self) -> str | None:
        """The name of the generation readers should open, for example `000042`; None before the first load.

        Raises Damaged where `current` cannot be read, or does not fit the generation it names.
        """
        found = self._pointed()
        if found is None:
            return None
        file = self.path(found.name)
        if not file.is_file() or (found.sha256 and checksums.published(file) not in (None, found.sha256)):
            raise self._damaged(found.name)
        return found.name

    def path(self, generation: str) -> Path:
        """The DuckDB file of a generation."""
        return self.generations / f"{generation}.duckdb"

    def open(self, generation: str | None = None) -> duckdb.DuckDBPyConnection:
        """Open a generation to read; each thread takes a `.cursor()` of its own.

        Raises LoadRefused where nothing has been loaded yet, Damaged where the generation is not what was published.
        One written by an older version of this program is upgraded first, by publishing an upgraded copy.
        """
        name = generation or self.current()
        if name is None:
            raise LoadRefused(f"There is no data in {self.folder} yet.", "Load your HR exports first.")
        con = self._read(name)
        if schema.version(con) == schema.NEWEST or name != self.current():
            return con
        con.close()
        # Backup and erasure open the newest state while they hold the lock: they would wait for themselves.
        held_here = self._lock_holder == threading.get_ident()
        (self.publish_held if held_here else self.publish)(lambda _: None)
        return self.open()

    def _read(self, name: str) -> duckdb.DuckDBPyConnection:
        if not checksums.is_good(self.path(name)):
            raise self._damaged(name)
        try:
            return connection.connect(self.path(name), self.folder)
        except duckdb.Error:
            raise self._damaged(name) from None

    def good(self) -> list[str]:
        """The generations that are as they were published and can be opened, newest first."""
        never = self._never_current()
        return [name for name in self.kept() if name not in never and self._opens(name)]

    def kept(self) -> list[str]:
        """The generations that are on disk, newest first."""
        return sorted((path.stem for path in self.generations.glob("[0-9]*[0-9].duckdb")), reverse=True)

    def _opens(self, name: str) -> bool:
        try:
            if not checksums.is_good(self.path(name)):
                return False
            connection.connect(self.path(name), self.folder).close()
        except (duckdb.Error, OSError):
            return False
        return True

    def _damaged(self, name: str) -> Damaged:
        others = self.good()
        remedy = (
            f"The newest good one is {others[0]}: `python -m data_loaders undo` goes back to it. Or restore a backup."
            if others
            else "No other is kept. Restore a backup: `python -m data_loaders restore FILE`."
        )
        return Damaged(f"The state {name} of {self.folder} is damaged: it is not what was published.", remedy)

    @contextmanager
    def locked(self, *, erasing: bool = False) -> Iterator[None]:
        """Hold the folder for writing; a second writer waits half a minute, then is told.

        An erasure that was interrupted is finished (`erasing`) before anything else is written.
        """
        connection.private()
        self.generations.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            self.folder.chmod(0o700)
        lock = FileLock(self.folder / "lock", timeout=30)
        try:
            with lock:
                if (self.folder / ERASING).exists() and not erasing:
                    raise LoadRefused(*_UNFINISHED)
                files.clear(self.folder)
                outer, self._lock_holder = self._lock_holder, threading.get_ident()
                try:
                    yield
                finally:
                    self._lock_holder = outer
        except Timeout:
            raise LoadRefused("Another load is under way in this company.", "Try again when it has finished.") from None

    def tell(self, who: str, what: str, at: datetime, **details: Any) -> None:
        """Inside a change: what the audit trail says of it. It is written just before the change is published."""
        self._untold.append({"who": who, "what": what, "at": at, **details})

    def publish(
        self, change: Callable[[duckdb.DuckDBPyConnection], T], *, source: str | None = None, empty: bool = False
    ) -> T:
        """Change a copy of the newest generation (or of `source`, or an empty one) and make it the newest.

        Whatever `change` raises leaves everything as it was. So does being killed at any point: until `current`
        is replaced, readers hold the old generation; after that, the new one. A fault of disk or database is raised
        as LoadRefused, in words that quote no value.
        """
        with storage_errors.as_load_errors(), self.locked():
            return self.publish_held(change, source=self.path(source) if source else None, empty=empty)

    def publish_held(
        self, change: Callable[[duckdb.DuckDBPyConnection], T], *, source: Path | None = None, empty: bool = False
    ) -> T:
        """The same for whoever holds the lock already, from any good database file."""
        self._untold = []
        base = None if empty else source or self._base()
        if base is not None and not checksums.is_good(base):
            raise self._damaged(base.stem)
        self.tidy()
        partial = self.next_partial()
        try:
            if base is not None:
                shutil.copyfile(base, partial)
            con = connection.connect(partial, self.folder, read_only=False)
            try:
                result = self._change(con, change)
            finally:
                con.close()
            self._make_current(partial)
        except Abandoned as stop:
            _drop(partial)
            return cast(T, stop.result)
        except BaseException:
            _drop(partial)
            raise
        self._forget_old()
        return result

    def _base(self) -> Path | None:
        current = self.current()
        return self.path(current) if current else None

    def tidy(self) -> None:
        """Under the lock: remove generations never made current that killed writers have left."""
        for orphan in self._never_current():
            self.drop(orphan)
        for lone in self.generations.glob("*.sha256"):
            if not lone.with_suffix(".duckdb").exists():
                lone.unlink()
        connection.forget_spills(self.folder)

    def _never_current(self) -> list[str]:
        """Generations newer than the current one; none where `current` is in doubt, as they may be the good ones."""
        try:
            found = pointer.read(self.folder)
        except UnreadablePointer:
            return []
        if found is None:
            return self.kept() if pointer.is_reserved(self.folder) else []
        sure = found.sha256 is not None and checksums.published(self.path(found.name)) == found.sha256
        return [newer for newer in self.kept() if newer > found.name] if sure else []

    def next_partial(self) -> Path:
        """The half-made file of the generation that comes next."""
        newest = max(map(int, self.kept()), default=0)
        return self.generations / f"{newest + 1:06d}.partial.duckdb"

    @staticmethod
    def _change(con: duckdb.DuckDBPyConnection, change: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        con.begin()
        migrations.upgrade(con)
        result = change(con)
        con.commit()
        con.execute("checkpoint")
        return result

    def _make_current(self, partial: Path) -> None:
        flushed(partial)
        name = partial.name.split(".")[0]
        pointer.reserve(self.folder)
        try:
            digest = checksums.keep(partial, self.path(name))
            partial.replace(self.path(name))
            flushed(self.generations)
            self.point(name, digest)
        except BaseException:
            self.drop(name)
            raise

    def point(self, name: str, digest: str) -> None:
        """Make a generation that lies ready the current one, after writing into the trail what was told of it."""
        with pointer.replacing(self.folder, Pointer(name, digest)):
            for told in self._untold:
                audit_log.note(self.folder, generation=name, **told)
            self._untold = []

    def _pointed(self) -> Pointer | None:
        """What `current` says. Raises Damaged where it was lost, or cannot be read."""
        try:
            found = pointer.read(self.folder)
        except UnreadablePointer:
            raise self._damaged("that `current` names") from None
        if found is None and not pointer.file(self.folder).exists() and self.kept():
            raise self._damaged("that `current` names")
        return found

    def _forget_old(self) -> None:
        """Keep what undo can go back to, and what a reader may be about to open."""
        with contextlib.suppress(OSError, duckdb.Error, LoadRefused):
            current = self.current() or ""
            kept = {current, *self.ancestors(current)[: KEPT - 1]}
            for name in self.kept():
                if name not in kept and int(name) < int(current) - 1:
                    self.drop(name)

    def drop(self, name: str) -> None:
        """Remove a generation, its checksum, and the figures that were worked out from it."""
        for derived in (self.folder / "cube").glob(f"{name}.*"):
            derived.unlink(missing_ok=True)
        self.path(name).unlink(missing_ok=True)
        checksums.beside(self.path(name)).unlink(missing_ok=True)

    def ancestors(self, generation: str) -> list[str]:
        """The generations before this one that undo would go back to, newest first, as far as they are kept."""
        found: list[str] = []
        while (parent := self._parent(generation)) and self.path(parent).exists():
            found.append(parent)
            generation = parent
        return found

    def measurable_ancestors(self, generation: str) -> list[str]:
        """Those of them that metrics can read: tables of an earlier version hold, and mean, something else."""
        before = self.ancestors(generation)
        return [name for name in before if lineage.of(self.path(name), self.folder).version == schema.NEWEST]

    def _parent(self, generation: str) -> str | None:
        file = self.path(generation)
        return lineage.of(file, self.folder).parent if file.exists() else None


class Abandoned(Exception):
    """Raised inside a change to leave everything as it was and still hand back a result."""

    def __init__(self, result: object) -> None:
        super().__init__("nothing to publish")
        self.result = result


def _drop(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    partial.with_name(partial.name + ".wal").unlink(missing_ok=True)
