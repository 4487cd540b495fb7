"""What a writer that was killed has left half-made in a data folder: it goes before anybody writes there again."""

from __future__ import annotations

import shutil
from pathlib import Path

BACKUP, RESTORE = "backup.partial-", "restore.partial-"  # folders that are worked in, and gone when that is done
HALF_MADE = ("generations/*.partial*", "*.next", "backups/*.partial", f"{BACKUP}*", f"{RESTORE}*")


def clear(folder: Path) -> None:
    """Remove it. Whoever calls this holds the folder's lock, as do all who make such things."""
    for pattern in HALF_MADE:
        for stale in folder.glob(pattern):
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
