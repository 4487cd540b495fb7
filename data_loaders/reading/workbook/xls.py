"""What an .xls file holds beside cell values: errors, formulas without a value, numbers shown with zeros."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data_loaders.reading.workbook.xlsx import Overlay

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_BOF, _EOF, _SHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_FORMULA, _FAILED, _NUMBER, _RK, _RKS = 0x0006, 0x0205, 0x0203, 0x027E, 0x00BD
_UNICODE = 0x0600  # the version from which texts may hold two bytes a letter
_RESULT_TEXT, _RESULT_ERROR, _RESULT_EMPTY = 0, 2, 3
_ALWAYS = 1  # a formula to be worked out on opening: its value is none yet


@dataclass
class _Book:
    """Where the sheets begin, by name, and how many digits the cell styles show."""

    sheets: dict[str, int] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)


def overlays(path: Path) -> dict[str, Overlay]:
    """By sheet name: cells whose text is not what a parser returns, because it blanks errors and drops shown zeros."""
    data = stream(path.read_bytes(), ("Workbook", "Book"))
    book = _book(data)
    found: dict[str, Overlay] = {}
    empty: dict[str, Overlay] = {}
    valued = False
    for name, start in book.sheets.items():
        reader = _Sheet(book.widths)
        for kind, at, size in _records(data, start):
            reader.take(data, kind, at, size)
        found[name], empty[name] = reader.found, reader.empty
        valued |= reader.valued
    # An empty text is a value, unless nothing in the workbook has any: then nobody has worked it out yet.
    return found if valued else {name: {**empty[name], **overlay} for name, overlay in found.items()}


def _records(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record of one stretch, those of charts inside it left out."""
    depth = 0
    while start + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1 and start + 4 + size <= len(data):
            yield kind, start + 4, size
        start += 4 + size


def _book(data: bytes) -> _Book:
    book, version, formats, styles = _Book(), 0, dict[int, int](), list[int]()
    for kind, at, size in _records(data, 0):
        if kind == _BOF:
            version = struct.unpack_from("<H", data, at)[0]
        elif kind == _SHEET and size > 7:
            book.sheets[_short_text(data, at + 6, version)] = struct.unpack_from("<I", data, at)[0]
        elif kind == _FORMAT and size > 3:
            text = data[at + 2 : at + size]
            if zeros := re.search(rb"^(?:..\0|.)(0{2,})$", text, re.S):
                formats[struct.unpack_from("<H", data, at)[0]] = len(zeros[1])
        elif kind == _XF and size > 3:
            styles.append(struct.unpack_from("<H", data, at + 2)[0])
    book.widths = {style: formats[number] for style, number in enumerate(styles) if number in formats}
    return book


def _short_text(data: bytes, at: int, version: int) -> str:
    length = data[at]
    if version < _UNICODE:
        return data[at + 1 : at + 1 + length].decode("cp1252", "replace")
    wide = data[at + 1] & 1
    text = data[at + 2 : at + 2 + length * (2 if wide else 1)]
    return text.decode("utf-16-le" if wide else "latin-1", "replace")


class _Sheet:
    """The cells of one sheet that a parser returns otherwise; formulas that are empty stand apart."""

    def __init__(self, widths: dict[int, int]) -> None:
        self.found: Overlay = {}
        self.empty: Overlay = {}
        self.valued = False  # whether any formula has a value
        self._widths = widths

    def take(self, data: bytes, kind: int, at: int, size: int) -> None:
        """Note a record, if it is such a cell."""
        if kind == _FORMULA and size >= 16:
            self._formula(data, at)
        elif kind == _FAILED and size >= 8 and data[at + 7]:
            row, column = struct.unpack_from("<HH", data, at)
            self.found[row, column] = ERRORS.get(data[at + 6], "#N/A")
        elif self._widths and kind == _NUMBER and size >= 14:
            row, column, style = struct.unpack_from("<HHH", data, at)
            self._number(row, column, style, struct.unpack_from("<d", data, at + 6)[0])
        elif self._widths and kind == _RK and size >= 10:
            row, column, style, number = struct.unpack_from("<HHHI", data, at)
            self._number(row, column, style, packed_number(number))
        elif self._widths and kind == _RKS:
            row, column = struct.unpack_from("<HH", data, at)
            for nth in range((size - 6) // 6):
                style, number = struct.unpack_from("<HI", data, at + 4 + 6 * nth)
                self._number(row, column + nth, style, packed_number(number))

    def _number(self, row: int, column: int, style: int, number: float) -> None:
        if style in self._widths and number >= 0 and number.is_integer():
            self.found[row, column] = f"{number:.0f}".zfill(self._widths[style])

    def _formula(self, data: bytes, at: int) -> None:
        row, column, style = struct.unpack_from("<HHH", data, at)
        result, flags = data[at + 6 : at + 14], data[at + 14]
        kind = result[0] if result[6:] == b"\xff\xff" else None
        if kind == _RESULT_ERROR:
            self.found[row, column] = ERRORS.get(result[2], "#N/A")
        elif kind == _RESULT_EMPTY:
            self.empty[row, column] = "="
        elif result == bytes(8) and flags & _ALWAYS:
            self.found[row, column] = "="
        else:
            self.valued = True
            if kind is None:
                self._number(row, column, style, struct.unpack("<d", result)[0])


def packed_number(bits: int) -> float:
    """A number as both binary formats pack it into 30 bits: whole or the head of a double, perhaps in hundredths."""
    if bits & 2:
        number = float((bits >> 2) - ((bits & 0x80000000) >> 1))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (bits & 0xFFFFFFFC) << 32))[0])
    return number / 100 if bits & 1 else number


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
