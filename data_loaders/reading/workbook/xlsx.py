"""What an .xlsx file holds beside cell values: errors, formulas without a value, numbers shown with zeros."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 16 << 20
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.S
)
_UNVALUED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_STYLED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bs="(\d+)"(?![^>]*\bt="(?!n")[^>]*)[^>]*><(?:\w+:)?v>(\d+)<'
)

Overlay = dict[tuple[int, int], str]  # (row, column), both from 0 → text


def overlays(path: Path) -> dict[str, Overlay]:
    """By sheet name: cells whose text is not what a parser returns, because it blanks errors and drops shown zeros."""
    with zipfile.ZipFile(path) as book:
        parts = _sheet_parts(book)
        widths = _zero_formats(book)
        return {name: _overlay(book, part, widths) for name, part in parts.items() if part in book.namelist()}


def _sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part that holds it."""
    parts = relations(_part(book, "xl/_rels/workbook.xml.rels"))
    sheets = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", _part(book, "xl/workbook.xml")):
        said = dict(re.findall(rb'([\w:]+)="([^"]*)"', tag))
        identity = next((value for key, value in said.items() if key.endswith(b":id")), b"")
        sheets[_unescaped(said.get(b"name", b""))] = parts.get(identity, "")
    return sheets


def relations(xml: bytes) -> dict[bytes, str]:
    """Relation → the part of the workbook that it names."""
    found = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", xml):
        said = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        target = said.get(b"Target", b"").decode("utf-8", "replace")
        found[said.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _zero_formats(book: zipfile.ZipFile) -> dict[int, int]:
    """Cell style → how many digits it shows, for number formats made of zeros alone, such as 00000."""
    styles = _part(book, "xl/styles.xml")
    formats = {}
    for tag in re.findall(rb"<(?:\w+:)?numFmt\b[^>]*>", styles):
        said = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        if re.fullmatch(rb"0{2,}", said.get(b"formatCode", b"")):
            formats[said[b"numFmtId"]] = len(said[b"formatCode"])
    cell_formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.S)
    if not formats or not cell_formats:
        return {}
    used = re.findall(rb'<(?:\w+:)?xf\b[^>]*?numFmtId="(\d+)"', cell_formats[0])
    return {style: formats[number] for style, number in enumerate(used) if number in formats}


def _overlay(book: zipfile.ZipFile, part: str, widths: dict[int, int]) -> Overlay:
    found: Overlay = {}
    for text in _chunks(book, part):
        if b't="e"' in text:
            for column, row, error in _ERROR.findall(text):
                found[int(row) - 1, _index(column)] = error.decode("utf-8", "replace") or "#N/A"
        if b"<f" in text or b":f" in text:
            for column, row, formula in _UNVALUED.findall(text):
                found[int(row) - 1, _index(column)] = "=" + formula.decode("utf-8", "replace")
        if widths:
            for column, row, style, digits in _STYLED.findall(text):
                if int(style) in widths:
                    found[int(row) - 1, _index(column)] = digits.decode().zfill(widths[int(style)])
    return found


def _chunks(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a whole cell."""
    with book.open(part) as xml:
        rest = b""
        while piece := xml.read(_CHUNK):
            rest += piece
            cut = rest.rfind(b"c>") + 2
            if cut > 1:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 4 * _CHUNK:
                return
        yield rest


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    try:
        return book.read(name)
    except KeyError:
        return b""


def _unescaped(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text


def _index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
