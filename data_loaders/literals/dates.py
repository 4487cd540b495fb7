"""Text → days: the order of day and month from all values of a column, two-digit years by what the day can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.contract.upload_answers import Order

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero gennaio janeiro ene janv",
            "feb february februar février fevrier febrero febbraio fevereiro févr fevr",
            "mar march märz maerz mars marzo março marco mär mrz",
            "apr april avril abril aprile abr avr",
            "may mai mayo maggio maio",
            "jun june juni juin junio giugno junho",
            "jul july juli juillet julio luglio julho juil",
            "aug august août aout agosto ago",
            "sep sept september septembre septiembre settembre setembro",
            "oct october oktober octobre octubre ottobre outubro okt out",
            "nov november novembre noviembre novembro",
            "dec december dezember décembre decembre diciembre dicembre dezembro dez dic déc",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
_WEEKDAY = r"(?:[^\W\d]{2,10}\.?,? )?"
_PLAIN = r"^\d{4}-\d{2}-\d{2}$"
_YEAR_NOUGHT = "0000"  # a calendar has none
_YEAR_FIRST = rf"^(?P<y>\d{{4}})[-/. ](?P<m>\d{{1,2}})[-/. ](?P<d>\d{{1,2}}){_TIME}$"
_NUMBERS = rf"^{_WEEKDAY}(?P<a>\d{{1,2}})(?:[-/. ]|\. )(?P<b>\d{{1,2}})(?:[-/. ]|\. )(?P<y>\d{{4}}|\d{{2}}){_TIME}$"
_NAMED_DAY_FIRST = (
    rf"^{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]+(?:de |of )?(?P<m>[^\W\d]{{3,10}})\.?,?"
    rf"[-/. ]+(?:de )?(?P<y>\d{{4}}|\d{{2}}){_TIME}$"
)
_NAMED_MONTH_FIRST = rf"^(?P<m>[^\W\d]{{3,10}})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}|\d{{2}}){_TIME}$"
_NAMED_MONTH = r"^(?P<m>[^\W\d]{3,10})\.?[-/ ](?P<y>\d{4})$"
_PACKED = r"^(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)$"
_PACKED_MONTH = r"^(?P<y>(?:19|20)\d{2})-?(?P<m>0[1-9]|1[0-2])$"
_SERIAL = r"^(?P<n>[1-9]\d{4})(?:\.\d+)?$"
_DAY_ZERO = np.datetime64("1899-12-30")


@dataclass(frozen=True)
class Days:
    """Days read from texts, NaT where a text is no day; what the texts said about the order of day and month."""

    values: np.ndarray
    order: Order | None  # None: no text needed an order
    fits_both: bool  # texts needed an order, and none of them said which
    mixed: np.ndarray  # texts that only fit the other order


@dataclass(frozen=True)
class Century:
    """The last year that two digits may mean: "83" is 1983 as soon as 2083 lies after it."""

    last_year: int

    def year(self, short: pd.Series) -> pd.Series:
        """Years of four digits as they are, years of two in the century that fits."""
        numbers = short.astype("int64")
        recent = numbers + 2000
        return numbers.where(short.str.len() == 4, recent.where(recent <= self.last_year, recent - 100))


def century(field: str, loaded_on: date) -> Century:
    """Births are at least 14 years ago, hires at most a year ahead, anything else at most 20."""
    ahead = {"birth_date": -14, "hire_date": 1}.get(field, 20)
    return Century(loaded_on.year + ahead)


def said_order(texts: pd.Series) -> Order | None:
    """The order that the texts themselves prove: 13/04/2020 proves day first. Of two, the more frequent."""
    day_first, month_first = _proofs(texts)
    if day_first == month_first:
        return None
    return "day first" if day_first > month_first else "month first"


def _proofs(texts: pd.Series) -> tuple[int, int]:
    if _all_plain(texts[texts != ""]):
        return 0, 0
    parts = texts.str.extract(_NUMBERS).dropna(subset=["a"])
    a, b = parts["a"].astype("int64"), parts["b"].astype("int64")
    return int(((a > 12) & (b <= 12)).sum()), int(((b > 12) & (a <= 12)).sum())


def is_either(text: str) -> bool:
    """Whether a text is one day when the day comes first and another when the month does: 03/04/2026."""
    found = re.match(_NUMBERS, text)
    return found is not None and found["a"] != found["b"] and max(int(found["a"]), int(found["b"])) <= 12


def both_ways(text: str) -> tuple[date, date]:
    """Such a text as a day, day first and month first."""
    texts = pd.Series([text])
    readings = (read(texts, Century(2099), order).values[0] for order in ("day first", "month first"))
    first, second = (pd.Timestamp(day).date() for day in readings)
    return first, second


def read(texts: pd.Series, years: Century, order: Order | None = None) -> Days:
    """Each text as a day. `order` says how to read 03/04/2020 where the texts themselves do not."""
    texts = texts.astype("str").reset_index(drop=True)
    if (plain := _plain(texts)) is not None:
        return Days(plain, None, False, np.zeros(len(texts), bool))
    values = np.full(len(texts), np.datetime64("NaT"), "datetime64[s]")
    for pattern in (_YEAR_FIRST, _PACKED, _PACKED_MONTH, _NAMED_DAY_FIRST, _NAMED_MONTH_FIRST, _NAMED_MONTH):
        _fill(values, texts, pattern, years)
    serials = texts.str.extract(_SERIAL)["n"].dropna()
    values[serials.index] = _DAY_ZERO + serials.to_numpy("int64").astype("timedelta64[D]")
    return _numbers(values, texts, years, order)


def _plain(texts: pd.Series) -> np.ndarray | None:
    """The days, where every text is one written 2026-09-30, which is quickly read; else None."""
    if not _all_plain(texts) or bool(texts.str.startswith(_YEAR_NOUGHT).any()):
        return None
    try:
        days = pa.array(texts, pa.string()).cast(pa.date32())
    except pa.ArrowInvalid:  # no such day
        return None
    values: np.ndarray = days.to_numpy(zero_copy_only=False).astype("datetime64[s]")
    return values


def _all_plain(texts: pd.Series) -> bool:
    words = pa.array(texts, pa.string())
    return len(words) > 0 and bool(pc.all(pc.match_substring_regex(words, _PLAIN)).as_py())


def _numbers(values: np.ndarray, texts: pd.Series, years: Century, order: Order | None) -> Days:
    parts = texts.str.extract(_NUMBERS).dropna(subset=["a"])
    mixed = np.zeros(len(texts), bool)
    if parts.empty:
        return Days(values, None, False, mixed)
    a, b, year = parts["a"].astype("int64"), parts["b"].astype("int64"), years.year(parts["y"])
    said = said_order(texts)
    order = said or order or "month first"
    day, month = (a, b) if order == "day first" else (b, a)
    turned = (month > 12) & (day <= 12)
    values[parts.index] = _days(year, month.where(~turned, day), day.where(~turned, month))
    mixed[parts.index[turned]] = True
    return Days(values, order, said is None and not bool((a == b).all()) and sum(_proofs(texts)) == 0, mixed)


def _fill(values: np.ndarray, texts: pd.Series, pattern: str, years: Century) -> None:
    parts = texts.str.extract(pattern)
    parts = parts[parts["y"].notna()]
    if parts.empty:
        return
    month = parts["m"].str.casefold().map(_MONTHS) if "[^" in pattern else parts["m"].astype("int64")
    day = parts["d"].astype("int64") if "d" in parts else pd.Series(1, parts.index)
    known = month.notna()
    parts, month, day = parts[known], month[known].astype("int64"), day[known]
    values[parts.index] = _days(years.year(parts["y"]), month, day)


def _days(year: pd.Series, month: pd.Series, day: pd.Series) -> np.ndarray:
    """Days from their parts, NaT where there is no such day (31 June, month 13, year 0)."""
    y, m, d = (part.to_numpy("int64") for part in (year, month, day))
    possible = (y > 0) & (m >= 1) & (m <= 12) & (d >= 1) & (d <= 31)
    start = (np.where(possible, y, 1970) - 1970) * 12 + np.where(possible, m, 1) - 1
    first = start.astype("datetime64[M]")
    found = first.astype("datetime64[D]") + (np.where(possible, d, 1) - 1).astype("timedelta64[D]")
    possible &= found.astype("datetime64[M]") == first
    return np.where(possible, found, np.datetime64("NaT")).astype("datetime64[s]")


def month(name: str) -> int | None:
    """The number of a month named in English, German, French, Spanish, Italian or Portuguese."""
    return _MONTHS.get(name.casefold())
