"""How figures are written in marks and sentences: rounded to what their interval supports."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

SPACE = "\u00a0"
MINUS = "\u2212"


def known(value: Any) -> bool:
    """Whether there is a figure; missing is not zero."""
    return value is not None and not pd.isna(value)


def percent(share: Any, low: Any = None, high: Any = None) -> str:
    """A share as percent: one decimal where the interval is narrower than two points, whole percents otherwise."""
    if not known(share):
        return "no figure"
    narrow = known(low) and known(high) and high - low < 0.02
    return f"{share * 100:.{1 if narrow else 0}f}{SPACE}%"


def interval(low: Any, high: Any) -> str:
    """The 95 % interval of a share, as `12–31 %`."""
    if not known(low) or not known(high):
        return ""
    digits = 1 if high - low < 0.02 else 0
    return f"{low * 100:.{digits}f}–{high * 100:.{digits}f}{SPACE}%"


def points(difference: Any, digits: int = 0) -> str:
    """A difference of two shares in percentage points, with its sign."""
    if not known(difference):
        return "no figure"
    rounded = round(difference * 100, digits)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else "±"
    return f"{sign}{abs(rounded):.{digits}f}"


def count(value: Any) -> str:
    """A whole number with groups of thousands, separated by a narrow space."""
    return f"{int(value):,}".replace(",", "\u202f") if known(value) else "no figure"


def of(part: Any, whole: Any) -> str:
    """A part of a whole in words: `12 of 60`."""
    return f"{count(part)} of {count(whole)}"


def label(value: Hashable) -> str:
    """A code of the data model as a person reads it: `not_recorded` becomes `Not recorded`."""
    text = str(value).replace("_", " ").strip()
    return text[:1].upper() + text[1:]
