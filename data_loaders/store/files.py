"""Files that are on disk when told so, and what their bytes are."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


def flushed(path: Path) -> None:
    """Wait until a file, or which files a folder has, would survive a power cut."""
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) if path.is_dir() else os.O_RDONLY
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def written(path: Path, text: str) -> None:
    """Write a small file, and wait for it."""
    path.write_text(text, encoding="utf-8")
    flushed(path)


BACKUP, RESTORE = "backup.partial-", "restore.partial-"  # folders that are worked in, and gone when that is done
HALF_MADE = ("generations/*.partial*", "*.next", "backups/*.partial", f"{BACKUP}*", f"{RESTORE}*")


def clear(folder: Path) -> None:
    """Remove it. Whoever calls this holds the folder's lock, as do all who make such things."""
    for pattern in HALF_MADE:
        for stale in folder.glob(pattern):
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
