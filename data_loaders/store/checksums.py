"""Whether a generation is as it was published: its length and sha256 are kept beside it."""

from __future__ import annotations

import re
from pathlib import Path

from data_loaders.problems import LoadRefused
from data_loaders.store.files import sha256, written

Stamp = tuple[int, int, int]
_known: dict[Path, tuple[Stamp, str]] = {}  # file → its stamp when last read, and its sha256 then


class Damaged(LoadRefused):
    """Data on disk that is not what was written; says which state is still good and how to go back to it."""


def of(file: Path) -> str:
    """The sha256 of a file's bytes; a file whose time, length and place on disk are as before is not read again."""
    now = stamp(file)
    if file not in _known or _known[file][0] != now:
        _known[file] = (now, sha256(file))
    return _known[file][1]


def forget() -> None:
    """Read every file again at its next check, as a process that has just been started."""
    _known.clear()


def beside(generation: Path) -> Path:
    """Where a generation's checksum lies."""
    return generation.with_suffix(".sha256")


def keep(partial: Path, generation: Path) -> str:
    """Write down the checksum of a file that becomes a generation; returns it."""
    digest = sha256(partial)
    written(beside(generation), f"{digest} {partial.stat().st_size}\n")
    return digest


def published(generation: Path) -> str | None:
    """The sha256 a generation was published with; None for one of an older version of this program."""
    said = _said(generation)
    if said is None:
        return None
    words = said.split()
    return words[0] if len(words) == 2 else "unreadable"


def is_as_written(generation: Path) -> bool:
    """Whether the kept checksum stands as it was written, where there is one: it may be readable and yet not whole."""
    said = _said(generation)
    return said is None or re.fullmatch(r"[0-9a-f]{64} [0-9]+\n", said) is not None


def is_good(generation: Path) -> bool:
    """Whether a generation is there and, where its checksum is known, is what was published."""
    return fault(generation) is None


def fault(generation: Path) -> str | None:
    """How a generation shows that it is not what was published; None for a good one."""
    if not generation.is_file():
        return "its file is missing"
    expected = published(generation)
    if expected is None:
        return None
    if _length(generation) != (length := generation.stat().st_size):
        return f"its file is not as long as it was, but {length:,} bytes"
    return None if of(generation) == expected else "its bytes are not those that were written"


def _length(generation: Path) -> int | None:
    words = (_said(generation) or "").split()
    return int(words[1]) if len(words) == 2 and words[1].isdecimal() else None


def _said(generation: Path) -> str | None:
    """What is kept of a generation, to the letter; None where nothing is."""
    try:
        return beside(generation).read_bytes().decode("ascii", errors="replace")
    except FileNotFoundError:
        return None


def stamp(file: Path) -> Stamp:
    """What changes when a file does: its time, its length, its place on disk."""
    now = file.stat()
    return now.st_mtime_ns, now.st_size, now.st_ino
