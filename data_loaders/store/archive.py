"""The file a backup is: a tar of named files, the list of their sha256s first."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data_loaders.database import connection, schema
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log
from data_loaders.store import files
from data_loaders.store.files import flushed, sha256
from data_loaders.store.generations import Store

MANIFEST = "manifest.json"
_MEMBER = re.compile(
    r"current|sample|sign-in|ledger\.sqlite|audit\.jsonl|generations/\d{6,}\.(duckdb|sha256)|uploads/\d+/[^/\\\x00]+"
)


def repack(folder: Path, target: Path) -> None:
    """The files of an unpacked backup as a backup again, in the place of `target`."""
    pack({path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}, target)


def pack(members: dict[str, Path], target: Path) -> None:
    """Write files into one tar under these names, their sha256s first; whole, or not at all."""
    partial = target.with_name(f"{target.name}.partial")
    try:
        connection.private()
        listed = {name: {"sha256": sha256(path), "bytes": path.stat().st_size} for name, path in members.items()}
        manifest = json.dumps(listed, ensure_ascii=False, indent=1).encode()
        with tarfile.open(partial, "w", format=tarfile.PAX_FORMAT) as tar:
            head = _nobodys(tarfile.TarInfo(MANIFEST))
            head.size = len(manifest)
            tar.addfile(head, io.BytesIO(manifest))
            for name, path in members.items():
                tar.add(path, name, filter=_nobodys)
        flushed(partial)
        partial.replace(target)
        flushed(target.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


@contextmanager
def unpacked(file: Path, beside: Path) -> Iterator[Path]:
    """The files of a backup, each checked, in a folder that goes when the block ends. The lock of `beside` is held.

    Raises LoadRefused where the file is not a backup, or not as it was written: before anything else is touched.
    """
    with tempfile.TemporaryDirectory(prefix=files.RESTORE, dir=beside) as made:
        folder = Path(made)
        try:
            with tarfile.open(file, "r:") as tar:
                manifest = _manifest(tar)
                _extract(tar, manifest, folder)
        except (tarfile.TarError, EOFError, UnicodeDecodeError, ValueError) as fault:
            raise LoadRefused(f"{file} is not a whole backup ({fault}). Nothing was changed.", "Try another.") from None
        _check(file, folder)
        yield folder


def _manifest(tar: tarfile.TarFile) -> dict[str, dict[str, object]]:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isreg() or first.size > 100_000_000:
        raise ValueError("it has no list of its files")
    content = tar.extractfile(first)
    listed = json.loads(content.read() if content else b"")
    if not isinstance(listed, dict) or not all(_MEMBER.fullmatch(name) and ".." not in name for name in listed):
        raise ValueError("it lists files that no backup has")
    return listed


def _extract(tar: tarfile.TarFile, manifest: dict[str, dict[str, object]], folder: Path) -> None:
    missing = dict(manifest)
    while member := tar.next():
        expected = missing.pop(member.name, None)
        content = tar.extractfile(member) if member.isreg() else None
        if expected is None or content is None or member.size != expected["bytes"]:
            raise ValueError("it holds a file that is not as listed")
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as to:
            shutil.copyfileobj(content, to)
        if sha256(target) != expected["sha256"]:
            raise ValueError("a file in it is damaged")
    if missing:
        raise ValueError("files are missing from its end")


def _check(file: Path, folder: Path) -> None:
    """Does what was unpacked make a company?"""
    inside = Store(folder)
    try:
        name = inside.current()
        if name is None:
            raise LoadRefused("it holds no state")
        con = inside.open(name)
        version = schema.version(con)
        con.close()
        if not 0 < version <= schema.NEWEST:
            raise LoadRefused("it was made by a newer version of this program")
        if broken := audit_log.check(folder):
            raise LoadRefused(f"line {broken[0].line} of its audit trail is broken")
    except (LoadRefused, duckdb.Error, sqlite3.Error, OSError) as fault:
        why = str(fault) if isinstance(fault, LoadRefused) else "it cannot be opened"
        raise LoadRefused(f"{file} is damaged: {why}. Nothing was changed.", "Try another.") from None
