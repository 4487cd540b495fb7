"""A metric's frame as a file: CSV, JSON, Parquet or an Excel workbook."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a header; texts quoted, empty = unknown, dates ISO, numbers unrounded, nothing a spreadsheet runs."""
    lines = [[str(name) for name in frame.columns], *_rows(frame)]
    return "".join(",".join(map(_cell, line)) + "\n" for line in lines).encode("utf-8")


def to_json(frame: pd.DataFrame) -> bytes:
    """A list of objects, one a row; dates ISO, empty = null, numbers unrounded."""
    objects = [dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)]
    return (json.dumps(objects, default=str, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def to_parquet(frame: pd.DataFrame) -> bytes:
    """The frame's own types: whole numbers, dates, texts."""
    texts = {str(name): frame[name].map(_safe) for name in frame if frame[name].map(type).isin([str]).any()}
    target = io.BytesIO()
    safe = frame.assign(**texts)
    safe.rename(columns=harmless).to_parquet(target, index=False)
    return target.getvalue()


def to_xlsx(frame: pd.DataFrame) -> bytes:
    """One sheet with a header row; a text stays a text even where it looks like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("metric")
    sheet.append([harmless(str(name)) for name in frame.columns])
    for row in _rows(frame):
        cells = [WriteOnlyCell(sheet, value=_safe(_joined(value))) for value in row]
        for cell in cells:
            # openpyxl takes a text that begins with = for a formula
            if cell.data_type == "f":
                cell.data_type = "s"
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
    "xlsx": to_xlsx,
}


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    return [[_plain(value) for value in row] for row in frame.astype(object).itertuples(index=False, name=None)]


def _plain(value: Any) -> Any:
    """The value without numpy types; None for everything empty."""
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(element) for element in value]
    if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _safe(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value


def _cell(value: Any) -> str:
    value = _safe(_joined(value))
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


STARTS = frozenset("=+-@|%'\";,")
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
_SEEN_AS_NOTHING = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters that show nothing
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])
# A program that takes ; or | for the separator begins a new cell there, in the middle of a quoted text.
_NEW_CELL = re.compile("([;|；｜][\\s\"'＂＇]*)(?=[=+@＝＋＠﹦﹢﹫-]|－|﹣)")


def harmless(text: str) -> str:
    """The text without invisible characters, with an apostrophe first where a spreadsheet could read a formula.

    Control, zero-width and bidirectional characters are removed; tabs and line breaks become spaces.
    """
    text_shown = _NEW_CELL.sub(r"\1'", visible(text))
    first = next((letter for letter in text_shown if not letter.isspace() and letter not in _SEEN_AS_NOTHING), "")
    return f"'{text_shown}" if first and unicodedata.normalize("NFKC", first)[0] in STARTS else text_shown


def visible(text: str) -> str:
    """The text without invisible characters: control, zero-width and bidirectional ones."""
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter in _BREAKS:
        return " "
    return "" if unicodedata.category(letter) in _UNSEEN else letter
