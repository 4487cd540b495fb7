"""Downloads: exactly what is shown, safe to open in a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from metrics.scope import Scope

_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV. Text that a spreadsheet would run is led by an apostrophe; numbers stay numbers, unrounded."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_harmless)
    return safe.to_csv(index=False).encode()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_RUNS_AS_FORMULA):
        return "'" + value
    return value


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
