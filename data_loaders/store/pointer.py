"""The file `current` of a data folder: which generation readers open, and the checksum it was published with."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from data_loaders.store.files import flushed, written

_FORM = re.compile(rb"(\d{6,})(?: ([0-9a-f]{64}))?\n?")


class Pointer(NamedTuple):
    """What `current` says: the generation and, but for older folders, its sha256."""

    name: str
    sha256: str | None


class UnreadablePointer(ValueError):
    """Raised where `current` holds something else than a generation."""


def file(folder: Path) -> Path:
    """Where it lies."""
    return folder / "current"


def read(folder: Path) -> Pointer | None:
    """What it says; None where there is none, or nothing has been published yet. Raises UnreadablePointer."""
    try:
        content = file(folder).read_bytes()
    except FileNotFoundError:
        return None
    match = _FORM.fullmatch(content)
    if match:
        return Pointer(match[1].decode(), match[2].decode() if match[2] else None)
    if content.strip():
        raise UnreadablePointer
    return None


def is_reserved(folder: Path) -> bool:
    """Whether it is there and names nothing: a first load has begun, and was not published."""
    return file(folder).exists() and not file(folder).read_bytes()


def reserve(folder: Path) -> None:
    """Make an empty one where there is none: from here on, one that is missing was lost."""
    if not file(folder).exists():
        written(file(folder), "")


def write(folder: Path, pointer: Pointer) -> None:
    """Write it where nobody reads: in a folder that is being made."""
    written(file(folder), _text(pointer))


@contextmanager
def replacing(folder: Path, pointer: Pointer) -> Iterator[None]:
    """Replace it at the end of the block, in one step; what the block raises leaves it as it was."""
    following = folder / "current.next"
    written(following, _text(pointer))
    yield
    following.replace(file(folder))
    with contextlib.suppress(OSError):  # it is current already: nothing may say that it is not
        flushed(folder)


def _text(pointer: Pointer) -> str:
    return f"{pointer.name} {pointer.sha256}\n" if pointer.sha256 else f"{pointer.name}\n"
