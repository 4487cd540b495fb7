"""Backup and restore: a tar of a company's newest state, ledger, audit trail and kept files."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb

from data_loaders import storage_errors
from data_loaders.database import schema
from data_loaders.privacy import erasure, grants
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log, ledger
from data_loaders.store import archive, checksums, files
from data_loaders.store.generations import Store

_MARKS = ("sample", grants.SIGN_IN)  # files that say something of the data by being there
_BEFORE = "000000"  # the parent of a restored state: there is none to undo to


def backup(store: Store, out: Path | None, *, by: str, at: datetime) -> Path:
    """Write the company as it is now into one file (by default among the backups of its folder); returns the file.

    Raises LoadRefused where there is nothing to back up, the state is damaged, or the file exists already.
    """
    with storage_errors.as_load_errors(), store.locked():
        store.open().close()  # a damaged state is told here, not at the day it is needed
        target = out or store.backups / f"{at:%Y-%m-%d-%H%M%S}.tar"
        if target.exists():
            raise LoadRefused(f"{target} exists already.", "Name another file.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=files.BACKUP, dir=store.folder) as temp:
            copied = Path(temp)
            _copy_records(store.folder, copied)
            archive.pack(_contents(store, copied), target)
        audit_log.note(
            store.folder, who=by, what="backup", at=at, bytes=target.stat().st_size, sha256=checksums.of(target)
        )
        return target


def _copy_records(folder: Path, copied: Path) -> None:
    """Copy ledger and audit trail as of one moment: the trail's lock is held, so that the two agree."""
    with audit_log.held(folder):
        if audit_log.file(folder).exists():
            shutil.copyfile(audit_log.file(folder), audit_log.file(copied))
        if ledger.file(folder).exists():
            with (
                closing(sqlite3.connect(ledger.file(folder))) as now,
                closing(sqlite3.connect(ledger.file(copied))) as to,
            ):
                now.backup(to)


def _contents(store: Store, copied: Path) -> dict[str, Path]:
    name = store.current() or ""
    content = {"current": store.folder / "current", f"generations/{name}.duckdb": store.path(name)}
    beside = checksums.beside(store.path(name))
    content |= {f"generations/{beside.name}": beside} if beside.exists() else {}
    content |= {name: store.folder / name for name in _MARKS if (store.folder / name).exists()}
    content |= {path.name: path for path in sorted(copied.iterdir())}
    uploads = (path for path in sorted(store.uploads.rglob("*")) if path.is_file())
    return content | {f"uploads/{path.relative_to(store.uploads).as_posix()}": path for path in uploads}


def restore(store: Store, file: Path, *, by: str, at: datetime) -> str:
    """Make the state in a backup the newest one; everything in it is checked before anything is replaced.

    Grants, the audit trail and who was erased stay as they are here, where the folder has them; where it has none they
    come from the backup. Whoever was erased since does not come back. Returns the name of the state.
    """
    if not file.is_file():
        raise LoadRefused(f"There is no file {file}.", "Check the name and the folder.")
    with storage_errors.as_load_errors(), store.locked(), archive.unpacked(file, store.folder) as folder:
        if ledger.is_whole(store.folder):
            erasure.forget_again(folder, store.folder)
        inside = Store(folder)
        name = inside.current() or ""
        _records(folder, store.folder)
        for mark in _MARKS:
            if (folder / mark).exists():
                shutil.copyfile(folder / mark, store.folder / mark)

        def take_over(con: duckdb.DuckDBPyConnection) -> None:
            schema.set_setting(con, "parent_generation", _BEFORE)
            store.tell(by, "restore", at, sha256=checksums.of(file))

        shutil.copytree(inside.uploads, store.uploads, dirs_exist_ok=True) if inside.uploads.exists() else None
        store.publish_held(take_over, source=inside.path(name))
        return store.current() or ""


def _records(unpacked: Path, folder: Path) -> None:
    """Take ledger and trail from the backup where the folder has none that can be read; else only HR's answers."""
    if not audit_log.file(folder).exists() and audit_log.file(unpacked).exists():
        shutil.copyfile(audit_log.file(unpacked), audit_log.file(folder))
    if not ledger.file(unpacked).exists():
        return
    if not ledger.is_whole(folder):
        shutil.copyfile(ledger.file(unpacked), ledger.file(folder))
        audit_log.settle_end(folder)
    else:
        ledger.recall_from(folder, unpacked)
