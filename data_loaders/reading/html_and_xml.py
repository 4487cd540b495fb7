"""Tables that are named .xls and are web pages or the XML of Excel 2003: many HR systems export these."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

import pyarrow as pa

from data_loaders.reading import sheet
from data_loaders.reading.text_encoding import Decoded, decode

_SS = "urn:schemas-microsoft-com:office:spreadsheet"
_WIDEST, _LONGEST = 16_384, 1_048_576
_DECLARED = re.compile(rb"""(?:\bcharset|<\?xml[^>]*\bencoding)\s*=\s*["']?\s*([\w-]+)""", re.I)
_HEAD = 4000  # bytes among which a page or XML says its encoding


def read(data: bytes) -> tuple[list[tuple[str | None, pa.Table]], Decoded]:
    """Name and cells of every table of a web page, or of every sheet of an XML workbook, and how its bytes were read.

    Raises ValueError where it holds no table, or is broken.
    """
    said = _DECLARED.search(data[:_HEAD])
    decoded = decode(data, said[1].decode() if said else None)
    return (_workbook(decoded.text) if _SS in decoded.text[:20_000] else _tables(decoded.text)), decoded


def _tables(text: str) -> list[tuple[str | None, pa.Table]]:
    page = _Page()
    page.feed(text)
    page.close()
    tables = [table for table in page.tables if any(len(row) > 1 for row in table)]
    if not tables:
        raise ValueError("no table in it")
    return [
        (f"Table {n}" if len(tables) > 1 else None, sheet.from_rows(rows)) for n, rows in enumerate(tables, start=1)
    ]


class _Page(HTMLParser):
    """Collects the rows of each table; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._text: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._text = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 100) if span.isdigit() else 1
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is not None and self._open:
            row = self._open[-1][-1] if self._open[-1] else []
            if not self._open[-1]:
                self._open[-1].append(row)
            row.extend([re.sub(r"[ \t\r\n]+", " ", "".join(self._text)).strip(), *[""] * (self._span - 1)])
        self._text = None


def _workbook(source: str) -> list[tuple[str | None, pa.Table]]:
    """SpreadsheetML: rows and cells may skip ahead by ss:Index."""
    found: list[tuple[str | None, list[list[str]]]] = []
    text: list[str] = []
    inside = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal inside
        said = {key.rpartition(" ")[2]: value for key, value in attrs.items()}
        match tag.removeprefix(f"{_SS} "):
            case "Worksheet":
                found.append((said.get("Name"), []))
            case "Row" if found:
                _skip(found[-1][1], int(said.get("Index", 0)) - 1, _LONGEST, [])
                found[-1][1].append([])
            case "Cell" if found and found[-1][1]:
                _skip(found[-1][1][-1], int(said.get("Index", 0)) - 1, _WIDEST, "")
                found[-1][1][-1].append("")
            case "Data":
                inside = True
                text.clear()

    def end(tag: str) -> None:
        nonlocal inside
        if tag == f"{_SS} Data" and found and found[-1][1] and found[-1][1][-1]:
            found[-1][1][-1][-1] = re.sub(r"T00:00:00(\.0+)?$", "", "".join(text))
            inside = False

    def refuse(*_: object) -> None:
        raise ValueError("it defines XML entities")

    parser = expat.ParserCreate("utf-8", " ")  # whatever its first line says: it is decoded already
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda part: text.append(part) if inside else None
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(source.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(f"broken XML, {error}") from None
    return [(name, sheet.from_rows(rows)) for name, rows in found]


def _skip(cells: list[Any], index: int, most: int, blank: object) -> None:
    if index > most:
        raise ValueError("it claims more rows or columns than a spreadsheet has")
    cells.extend(blank for _ in range(index - len(cells)))
