"""The streams of a compound file, the container of .xls: as much of it as finding one stream takes."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks: end of chain, free, table
_ENTRY = 128  # bytes of one directory entry


def stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names, whatever its case. Empty where there is none, or the file is torn."""
    try:
        return _stream(data, tuple(name.casefold() for name in names))
    except (struct.error, IndexError, ValueError):
        return b""


def _stream(data: bytes, names: tuple[str, ...]) -> bytes:
    size, small_size = (1 << exponent for exponent in struct.unpack_from("<HH", data, 30))
    directory_at, limit, small_table_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    sectors = memoryview(data)[size:]
    table = _table(data, sectors, size)
    directory = _chained(sectors, table, directory_at, size)
    root: bytes | None = None
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace").casefold()
        start, held = struct.unpack_from("<II", directory, at + 116)
        if root is None:
            root = _chained(sectors, table, start, size)  # the first entry holds the small streams
        elif name in names and held < limit:
            small_table = _numbers(_chained(sectors, table, small_table_at, size))
            return _chained(memoryview(root), small_table, start, small_size)[:held]
        elif name in names:
            return _chained(sectors, table, start, size)[:held]
    return b""


def _table(data: bytes, sectors: memoryview, size: int) -> tuple[int, ...]:
    """Which sector follows which: listed in the header, and in a chain of sectors that lists more."""
    listed = list(struct.unpack_from("<109I", data, 76))
    more, seen = struct.unpack_from("<I", data, 68)[0], 0
    while more < _LAST and seen <= len(sectors) // size:
        numbers = _numbers(bytes(sectors[more * size : (more + 1) * size]))
        listed += numbers[:-1]
        more, seen = numbers[-1], seen + 1
    parts = (bytes(sectors[number * size : (number + 1) * size]) for number in listed if number < _LAST)
    return _numbers(b"".join(parts))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chained(sectors: memoryview, table: tuple[int, ...], start: int, size: int) -> bytes:
    parts: list[memoryview] = []
    while start < len(table) and len(parts) <= len(table):  # a chain that bites its tail ends as well
        parts.append(sectors[start * size : (start + 1) * size])
        start = table[start]
    return b"".join(parts)
