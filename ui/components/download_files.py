"""What a downloaded file holds and is called: exactly what is shown, safe to open in a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from metrics import file_formats, note_wording
from metrics.scope import Scope


def csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV, as the command line prints it: no text that a spreadsheet would run, numbers unrounded."""
    return file_formats.to_csv(note_wording.in_words(frame))


def xlsx(frame: pd.DataFrame) -> bytes:
    """The frame as an Excel workbook; a text stays a text even where it looks like a formula."""
    return file_formats.to_xlsx(note_wording.in_words(frame))


def parquet(frame: pd.DataFrame) -> bytes:
    """The frame as Parquet, in its own types."""
    return file_formats.to_parquet(note_wording.in_words(frame))


def file_name(metric: str, scope: Scope) -> str:
    """`metric_asof_filters.csv`, for example `retention_rate_2026-06-30_24m_business-unit-engineering.csv`."""
    parts = [metric, scope.as_of.isoformat()]
    if scope.months != 12:
        parts.append(f"{scope.months}m")
    parts += [_slug(f"{column} {' '.join(values)}") for column, values in scope.where]
    return "_".join(parts)[:150] + ".csv"


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
