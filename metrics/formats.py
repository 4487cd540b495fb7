"""A metric's frame as a file: CSV, JSON, Parquet or an Excel workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a header; empty = unknown, dates ISO, numbers unrounded, no text cell that a spreadsheet would run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([_cell(value) for value in row] for row in _rows(frame))
    return text.getvalue().encode("utf-8")


def to_json(frame: pd.DataFrame) -> bytes:
    """A list of objects, one a row; dates ISO, empty = null, numbers unrounded."""
    objects = [dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)]
    return (json.dumps(objects, default=str, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def to_parquet(frame: pd.DataFrame) -> bytes:
    """The frame's own types: whole numbers, dates, texts."""
    target = io.BytesIO()
    frame.to_parquet(target, index=False)
    return target.getvalue()


def to_xlsx(frame: pd.DataFrame) -> bytes:
    """One sheet with a header row; a text stays a text even where it looks like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("metric")
    sheet.append(list(frame.columns))
    for row in _rows(frame):
        cells = [WriteOnlyCell(sheet, value=_joined(value)) for value in row]
        for cell in cells:
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
    """The value as Python has it: no numpy types, nothing but None for what is empty."""
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(one) for one in value]
    if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _cell(value: Any) -> Any:
    value = _joined(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
