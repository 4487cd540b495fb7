"""Workbooks in the two binary formats, as small as they can be: cells of text, numbers, styled numbers and errors."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

FIVE_DIGITS = 1  # the cell style that shows five digits


@dataclass(frozen=True)
class Failed:
    """A cell whose formula failed, or one that holds the error itself."""

    code: int
    formula: bool = True


@dataclass(frozen=True)
class Styled:
    """A number shown with five digits."""

    number: int


@dataclass(frozen=True)
class Unvalued:
    """A formula nobody has worked out."""

    flags: int = 0
    zero: bool = False


Cell = str | float | Failed | Styled | Unvalued


def write_xls(path: Path, rows: list[list[Cell]], sheet: str = "Staff") -> Path:
    begin = _old(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    formats = _old(0x041E, struct.pack("<HHB", 164, 5, 0) + b"00000")
    styles = b"".join(_old(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 164))
    name = struct.pack("<IBBBB", 0, 0, 0, len(sheet), 0) + sheet.encode("latin-1")
    end = _old(0x000A, b"")
    start = len(begin + formats + styles + _old(0x0085, name) + end)
    listed = _old(0x0085, struct.pack("<I", start) + name[4:])
    cells = b"".join(_old_cell(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row))
    own = _old(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body = begin + formats + styles + listed + end + own + cells + end
    path.write_bytes(_compound("Workbook", body))
    return path


def _old(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _old_cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, FIVE_DIGITS if isinstance(cell, Styled) else 0)
    formula = struct.pack("<HB", 3, 0x1E) + struct.pack("<H", 1)  # =1
    match cell:
        case str():
            return _old(0x0204, place + struct.pack("<HB", len(cell), 0) + cell.encode("latin-1"))
        case Failed(code, formula=True):
            return _old(0x0006, place + bytes([2, 0, code, 0, 0, 0, 255, 255]) + bytes(6) + formula)
        case Failed(code):
            return _old(0x0205, place + bytes([code, 1]))
        case Unvalued(flags, zero):
            result = bytes(8) if zero else bytes([3, 0, 0, 0, 0, 0, 255, 255])
            return _old(0x0006, place + result + struct.pack("<HI", flags, 0) + formula)
        case Styled(number):
            return _old(0x027E, place + struct.pack("<I", number << 2 | 2))
        case _:
            return _old(0x0203, place + struct.pack("<d", cell))


def _compound(name: str, body: bytes) -> bytes:
    """The stream in sectors of 512 bytes: the table first, then the directory, then the stream."""
    body = body.ljust(4096, b"\0")
    body += bytes(-len(body) % 512)
    count = len(body) // 512
    tables = (count + 1) // 127 + 1
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [tables + 2 + i for i in range(count)]
    chain[-1] = 0xFFFFFFFE
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    listed = [*range(tables), *[0xFFFFFFFF] * (109 - tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, tables + 1, len(body))
    return (
        head
        + struct.pack("<109I", *listed)
        + struct.pack(f"<{len(chain)}I", *chain)
        + directory.ljust(512, b"\0")
        + body
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def write_xlsb(path: Path, rows: list[list[Cell]], sheet: str = "Staff") -> Path:
    cells = b"".join(
        _new(0, struct.pack("<I", number) + bytes(13)) + b"".join(_new_cell(c, cell) for c, cell in enumerate(row))
        for number, row in enumerate(rows)
    )
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    relation = '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.bin"/>'
    styles = (
        _new(44, struct.pack("<H", 164) + _wide("00000"))
        + _new(617, struct.pack("<I", 2))
        + b"".join(_new(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 164))
        + _new(618, b"")
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{relation}</Relationships>")
        sheets = _new(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet))
        book.writestr("xl/workbook.bin", _new(131, b"") + _new(143, b"") + sheets + _new(144, b"") + _new(132, b""))
        book.writestr("xl/styles.bin", styles)
        book.writestr(
            "xl/worksheets/sheet1.bin",
            _new(129, b"") + _new(148, extent) + _new(145, b"") + cells + _new(146, b"") + _new(130, b""),
        )
    return path


def _new(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while length > 127:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return head + size + bytes([length]) + body


def _new_cell(column: int, cell: Cell) -> bytes:
    place = struct.pack("<II", column, FIVE_DIGITS if isinstance(cell, Styled) else 0)
    match cell:
        case str():
            return _new(6, place + _wide(cell))
        case Failed(code, formula=True):
            return _new(11, place + bytes([code]) + struct.pack("<HI", 0, 3) + b"\x1e\x01\0" + struct.pack("<I", 0))
        case Failed(code):
            return _new(3, place + bytes([code]))
        case Styled(number):
            return _new(2, place + struct.pack("<I", number << 2 | 2))
        case Unvalued():
            raise NotImplementedError
        case _:
            return _new(5, place + struct.pack("<d", cell))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
