"""What an .xlsb file holds beside cell values: errors, and numbers shown with zeros."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from data_loaders.reading.workbook.xls import ERRORS, packed_number
from data_loaders.reading.workbook.xlsx import Overlay, relations

BOOK = "xl/workbook.bin"
_ROW, _RK, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 2, 3, 5, 9, 11
_FORMAT, _XF, _STYLES, _STYLES_END, _SHEET = 44, 47, 617, 618, 156


def overlays(path: Path) -> dict[str, Overlay]:
    """By sheet name: cells whose text is not what a parser returns, because it blanks errors and drops shown zeros."""
    with zipfile.ZipFile(path) as book:
        names = {name.casefold(): name for name in book.namelist()}
        widths = _zero_formats(_part(book, names, "xl/styles.bin"))
        parts = relations(_part(book, names, "xl/_rels/workbook.bin.rels"))
        sheets = _sheets(_part(book, names, BOOK))
        return {
            name: _overlay(_part(book, names, parts.get(identity, "")), widths) for name, identity in sheets.items()
        }


def _part(book: zipfile.ZipFile, names: dict[str, str], part: str) -> bytes:
    name = names.get(part.casefold())
    return book.read(name) if name else b""


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record: both are written seven bits a byte."""
    at, end = 0, len(data)
    while at + 1 < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if at + size > end:
            return
        yield kind, at, size
        at += size


def _sheets(data: bytes) -> dict[str, bytes]:
    """Sheet name → the relation that names its part."""
    found = {}
    for kind, at, size in _records(data):
        if kind == _SHEET and size > 16:
            identity, after = _text(data, at + 8)
            found[_text(data, after)[0]] = identity.encode()
    return found


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text and where it ends."""
    length = struct.unpack_from("<I", data, at)[0]
    end = min(at + 4 + 2 * length, len(data))
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _zero_formats(data: bytes) -> dict[int, int]:
    """Cell style → how many digits it shows, for number formats made of zeros alone, such as 00000."""
    formats, styles, of_cells = dict[int, int](), list[int](), False
    for kind, at, size in _records(data):
        if kind == _FORMAT and size > 6 and re.fullmatch("0{2,}", code := _text(data, at + 2)[0]):
            formats[struct.unpack_from("<H", data, at)[0]] = len(code)
        elif kind in (_STYLES, _STYLES_END):
            of_cells = kind == _STYLES
        elif kind == _XF and of_cells and size > 4:
            styles.append(struct.unpack_from("<H", data, at + 2)[0])
    return {style: formats[number] for style, number in enumerate(styles) if number in formats}


def _overlay(data: bytes, widths: dict[int, int]) -> Overlay:
    found: Overlay = {}
    row = 0
    for kind, at, size in _records(data):
        if kind == _ROW and size >= 4:
            row = struct.unpack_from("<I", data, at)[0]
        elif kind in (_ERROR, _FORMULA_ERROR) and size >= 9:
            found[row, struct.unpack_from("<I", data, at)[0]] = ERRORS.get(data[at + 8], "#N/A")
        elif widths and kind in (_RK, _REAL, _FORMULA_NUMBER) and size >= 12:
            column, style = struct.unpack_from("<II", data, at)
            width = widths.get(style & 0xFFFFFF)
            number = (
                packed_number(struct.unpack_from("<I", data, at + 8)[0])
                if kind == _RK
                else struct.unpack_from("<d", data, at + 8)[0]
            )
            if width and number >= 0 and number.is_integer():
                found[row, column] = f"{number:.0f}".zfill(width)
    return found
