"""What a file is, and whether it may be parsed: sizes, ratios, kinds, entities, macros, links, passwords."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from data_loaders.problems import LoadRefused

Kind = Literal["workbook", "markup", "text"]

_MAX_BYTES = 2 * 1024**3
_MAX_PARTS = 20_000
_MAX_UNPACKED = 4 * 1024**3
_BOMB_SIZE, _BOMB_RATIO = 100 * 1024**2, 400
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a text document",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_SAVE_AS = "Open it, save it as .xlsx or .csv, and load that."


@dataclass
class Findings:
    """What a file holds, and what HR should know about it though it can be read (each: problem, remedy)."""

    kind: Kind
    warnings: list[tuple[str, str]] = field(default_factory=list)


def inspect(path: Path) -> Findings:
    """Look at a file without parsing it. Raises LoadRefused where it is not to be read."""
    size = path.stat().st_size
    if size > _MAX_BYTES:
        raise LoadRefused(f"{path.name} is larger than 2 GB.", "Split it and load the parts.")
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise LoadRefused(f"{path.name} is empty.", "Export it again, with its rows.")
    if head.startswith(b"PK"):
        return _inspect_zip(path)
    if head.startswith(_OLE):
        return _inspect_ole(path)
    for start, what in _OTHER_KINDS.items():
        if head.startswith(start):
            raise LoadRefused(f"{path.name} is {what}, not a spreadsheet.", _SAVE_AS)
    return Findings("markup" if _is_markup(head) else "text")


def _is_markup(head: bytes) -> bool:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(b"<") and any(
        sign in start for sign in (b"<html", b"<table", b"<!doctype html", b"<?xml", b"<head", b"<body", b"<meta")
    )


def _inspect_zip(path: Path) -> Findings:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_bombs(path, parts)
            _refuse_entities(path, archive, parts)
            return _inspect_parts(path, archive, {part.filename for part in parts})
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, KeyError):
        raise LoadRefused(f"{path.name} is damaged or was not saved completely.", "Export it again.") from None


def _refuse_bombs(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if (
        len(parts) > _MAX_PARTS
        or unpacked > _MAX_UNPACKED
        or (unpacked > _BOMB_SIZE and unpacked / packed > _BOMB_RATIO)
    ):
        raise LoadRefused(f"{path.name} unpacks to {unpacked / 1024**2:,.0f} MB, too much for its size.", _SAVE_AS)
    if any(part.flag_bits & 1 for part in parts):
        raise _protected(path)


def _refuse_entities(path: Path, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as xml:
                if b"<!ENTITY" in xml.read(4096):
                    raise LoadRefused(f"{path.name} defines XML entities, which no spreadsheet needs.", _SAVE_AS)


def _inspect_parts(path: Path, archive: zipfile.ZipFile, names: set[str]) -> Findings:
    lower = {name.lower() for name in names}
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(1024**2):
                raise _protected(path)
    if any(name.startswith("word/") for name in lower):
        raise LoadRefused(f"{path.name} is a text document, not a spreadsheet.", _SAVE_AS)
    if any(name.startswith("ppt/") for name in lower):
        raise LoadRefused(f"{path.name} is a presentation, not a spreadsheet.", _SAVE_AS)
    if not (any("workbook" in name for name in lower) or "content.xml" in lower):
        raise LoadRefused(
            f"{path.name} is an archive of other files, not a spreadsheet.", "Unpack it and load what it holds."
        )
    found = Findings("workbook")
    if any(name.endswith("vbaproject.bin") for name in lower):
        found.warnings.append(("The workbook holds macros; they are ignored.", "Nothing to do."))
    if any("externallinks/" in name for name in lower):
        found.warnings.append(
            (
                "The workbook links to other workbooks; the values saved with it are used.",
                "Save it anew if they are old.",
            )
        )
    return found


def _inspect_ole(path: Path) -> Findings:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _protected(path)
    streams = re.findall(rb"(?:W\0o\0r\0k\0b\0o\0o\0k\0|B\0o\0o\0k\0)", data, re.IGNORECASE)
    if not streams and "WordDocument".encode("utf-16-le") in data:
        raise LoadRefused(f"{path.name} is a text document, not a spreadsheet.", _SAVE_AS)
    found = Findings("workbook")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        found.warnings.append(("The workbook holds macros; they are ignored.", "Nothing to do."))
    return found


def _protected(path: Path) -> LoadRefused:
    return LoadRefused(f"{path.name} is protected by a password.", "Save it without one and load it again.")
