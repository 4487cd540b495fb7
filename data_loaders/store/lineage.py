"""Where a generation comes from: the one that undo would go back to, and the version of its tables."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from data_loaders.database import connection, schema
from data_loaders.store import checksums


class Lineage(NamedTuple):
    """What a generation says of its origin; no parent at the first load."""

    parent: str | None
    version: int


_read: dict[Path, tuple[checksums.Stamp, Lineage]] = {}  # a generation never changes: each is opened once for it


def of(file: Path, folder: Path) -> Lineage:
    """The lineage of the generation in this file of a data folder."""
    stamp = checksums.stamp(file)
    if file not in _read or _read[file][0] != stamp:
        con = connection.connect(file, folder)
        try:
            _read[file] = stamp, Lineage(schema.setting(con, "parent_generation"), schema.version(con))
        finally:
            con.close()
    return _read[file][1]
