"""Text → numbers: thousands, currency signs, decimal commas, percent signs, negative in brackets."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

_CODES = "USD|EUR|GBP|CHF|INR|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|SGD|HKD|NZD|CNY"
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR"}
_AROUND = rf"[\s\u00a0\u202f'’]|[$€£¥₹]|^(?:{_CODES})|(?:{_CODES}|kr|zł|Kč|%)$|[.,][-–—]{{1,2}}$"
_GROUPED_BY_POINT = r"-?\d{1,3}(?:\.\d{3})+"


def read_numbers(texts: pd.Series) -> np.ndarray:
    """Each text as a number, NaN where it is none. Whether a comma is a decimal sign is decided for all together."""
    bare = texts.str.replace(_AROUND, "", regex=True).str.replace(r"^(?:\((.+)\)|([\d.,]+)-)$", r"-\1\2", regex=True)
    thousand = bare.str.fullmatch(r"-?\d+(?:[.,]\d+)?[kK]")
    bare = bare.str.replace(r"[kK]$", "", regex=True)
    if _comma_is_decimal(bare):
        bare = bare.mask(bare.str.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3})+"), "")  # 52,000 among 1.234,56: either
        bare = bare.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    else:
        bare = bare.where(~bare.str.fullmatch(r"-?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"), bare.str.replace(",", ""))
    number = bare.str.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
    values = pd.to_numeric(bare.where(number), errors="coerce").to_numpy("float64", na_value=np.nan)
    return np.where(thousand.to_numpy(bool), values * 1000, values)


def currency(heading: str) -> str | None:
    """The one currency that a heading names: Salary (EUR), Base £."""
    codes = re.findall(rf"(?<![A-Za-z])({_CODES})(?![A-Za-z])", heading)
    found = {*codes, *(_SIGNS[sign] for sign in heading if sign in _SIGNS)}
    return found.pop() if len(found) == 1 else None


def _comma_is_decimal(bare: pd.Series) -> bool:
    """True where a text proves it (1.234,50 or 0,8), or where points only ever group thousands (65.000)."""
    with_point = bare.str.contains(".", regex=False)
    if bool(bare.str.fullmatch(r"-?[\d,]*\.(?:\d{1,2}|\d{4,})").any()):
        return False
    proof = bare.str.fullmatch(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})")
    if bool(proof.any()):
        return True
    return bool(with_point.any()) and bool(bare[with_point].str.fullmatch(_GROUPED_BY_POINT + r"(?:,\d+)?").all())
