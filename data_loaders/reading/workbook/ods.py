"""What an .ods file holds beside cell values: formulas that failed, which a parser returns as blank or as 0."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from data_loaders.reading.workbook.xlsx import Overlay

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_FAILED = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|Err:\d{3}")
_MOST_REPEATED = 1000  # rows or columns that one error cell may stand for
_CHUNK = 1 << 24
_LONGEST_MARK = 20
_MARK = re.compile(rb">\s*(?:#[A-Z]|Err:)")


def overlays(path: Path) -> dict[str, Overlay]:
    """By sheet name: the cells whose formula failed, with what the spreadsheet shows in them."""
    with zipfile.ZipFile(path) as book:
        if not _may_hold_errors(book):
            return {}  # following every cell is slow
        reader = _Reader()
        for piece in _pieces(book):
            reader.feed(piece)
        return reader.found


def _may_hold_errors(book: zipfile.ZipFile) -> bool:
    end = b""
    for piece in _pieces(book):
        if _MARK.search(end + piece[:_LONGEST_MARK]) or _MARK.search(piece):
            return True
        end = piece[-_LONGEST_MARK:]
    return False


def _pieces(book: zipfile.ZipFile) -> Iterator[bytes]:
    with book.open("content.xml") as xml:
        while piece := xml.read(_CHUNK):
            yield piece


class _Reader:
    """Follows rows and cells, repeated ones too, and notes the formulas whose text is an error."""

    def __init__(self) -> None:
        self.found: dict[str, Overlay] = {}
        self._sheet: Overlay = {}
        self._row = self._column = 0
        self._rows = self._columns = 1  # how often the current row and cell are repeated
        self._text: list[str] | None = None  # of a cell with a formula
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.buffer_text = True

    def feed(self, piece: bytes) -> None:
        """Read on. A document that is broken is the parser's matter: what was found so far stands."""
        try:
            self._parser.Parse(piece)
        except expat.ExpatError:
            return

    def _start(self, tag: str, said: dict[str, str]) -> None:
        match tag.removeprefix(_TABLE):
            case "table":
                self._sheet = self.found.setdefault(said.get(_TABLE + "name", ""), {})
                self._row = 0
            case "table-row":
                self._rows, self._column = _times(said, "number-rows-repeated"), 0
            case "table-cell" | "covered-table-cell":
                self._columns = _times(said, "number-columns-repeated")
                if _TABLE + "formula" in said:
                    self._text = []
                    self._parser.CharacterDataHandler = self._text.append

    def _end(self, tag: str) -> None:
        match tag.removeprefix(_TABLE):
            case "table-row":
                self._row += self._rows
            case "table-cell" | "covered-table-cell":
                self._note("".join(self._text or ()).strip())
                self._text = self._parser.CharacterDataHandler = None
                self._column += self._columns

    def _note(self, text: str) -> None:
        if not _FAILED.fullmatch(text):
            return
        for row in range(self._row, self._row + min(self._rows, _MOST_REPEATED)):
            for column in range(self._column, self._column + min(self._columns, _MOST_REPEATED)):
                self._sheet[row, column] = text if text.startswith("#") else f"#{text}"


def _times(said: dict[str, str], name: str) -> int:
    text = said.get(_TABLE + name, "1")
    return int(text) if text.isdigit() else 1
