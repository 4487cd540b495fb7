"""Text → typed values, column by column. Each different text of a column is read once, however often it occurs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.contract import apostrophes, person_names, upload_answers, value_words
from data_loaders.contract.fields import Field
from data_loaders.contract.upload_answers import LEAVE_EMPTY, LEAVE_OUT
from data_loaders.literals import dates, numbers
from data_loaders.problems import AMBIGUOUS_DATES

# What a spreadsheet shows in a cell whose formula failed, and a formula that was saved without its value.
_BROKEN = (
    r"^(?:#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|Err:\d+)"
    r"|=[A-Za-z@+\-(].*|=\$?[A-Z]+\$?\d.*|=$)"
)
_AS_FORMULA = r'^="([^"]*)"$'  # how some exports keep a spreadsheet from eating zeros
_HOURS = r"(?i)^(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|std|stunden|heures|horas)\b.*$"  # a week's, where a share is asked
_FULL_WEEK = (35, 48)  # hours; the largest share in percent is never among these
# Below these numbers, with either sign, the columns of schema.sql hold what is read; a level is also turned around.
_BELOW = {"integer": 1e9 + 1, "decimal": 1e16, "share": 9.9999}
_NO_UNIT = 1000  # a share of so much is neither a share nor a percentage nor hours, and says nothing of the others
_OTHER_SPACE = "[\t\r\n\u00a0\u2000-\u200b\u202f\u3000]|  "
_MARKED = "^'|[;|；｜]"  # where a download of ours may have put an apostrophe
_INNER_SPACES = r"[\s\u00a0\u2000-\u200b\u202f\u3000]+"


@dataclass(frozen=True)
class ConversionContext:
    """What cannot be read from a column alone: the day of loading, the order of day and month, HR's word meanings."""

    loaded_on: date
    order: upload_answers.Order | None = None
    order_proof: str = ""  # the heading of a column that proves that order; empty where HR said it
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)  # field and plain word → what it means


@dataclass(frozen=True)
class EitherWay:
    """A column of which every day fits both orders: one example, the order used, and whether that order was known.

    `days` are both readings of the text: with the day first, and with the month first.
    """

    example: str
    days: tuple[date, date]
    order: upload_answers.Order
    known: bool
    heading: str = ""


class Remark(NamedTuple):
    """A problem of a column as a whole."""

    problem: str
    remedy: str
    code: str = ""  # as in Problem


@dataclass
class TypedColumn:
    """The typed values of a column, one per row, the rows that could not be read, and the remarks on the column."""

    values: pd.Series
    bad: np.ndarray  # row positions whose text is no value of this field
    texts: pd.Series  # the text of every bad row, indexed by position
    remedy: str = ""
    remarks: list[Remark] = field(default_factory=list)
    heard: dict[str, tuple[str, np.ndarray]] = field(default_factory=dict)  # word → what HR said it means, its rows
    either: EitherWay | None = None


@dataclass
class _Read:
    values: pd.Series | np.ndarray
    bad: np.ndarray
    remedy: str = ""
    remarks: list[Remark] = field(default_factory=list)
    either: EitherWay | None = None


def clean(column: pa.ChunkedArray, name: str, what: Field, context: ConversionContext) -> TypedColumn:
    """The column read as one field of the contract. Empty words and open ends come out empty."""
    texts, codes = distinct(column)
    words, heard = translated(texts, codes, name, context.words)
    broken = words.str.startswith(("#", "=")).to_numpy(bool, copy=True)
    broken[broken] = words[broken].str.match(_BROKEN).to_numpy(bool)
    empty = broken | words.str.lower().isin(value_words.empties(name, what.kind)).to_numpy(bool)
    read = _READERS[what.kind](words[~empty].reset_index(drop=True), name, what, context)
    spread = np.where(empty, -1, np.cumsum(~empty) - 1)[codes]
    spread_values = pd.Series(read.values).array.take(spread, allow_fill=True) if len(read.bad) else None
    out = _blank(len(codes), what) if spread_values is None else pd.Series(spread_values)
    bad = np.zeros(0, np.int64)
    if broken.any() or read.bad.any():
        bad = np.flatnonzero(broken[codes] | ((spread >= 0) & np.append(read.bad, False)[spread]))
    return TypedColumn(out, bad, texts.take(codes[bad]).set_axis(bad), read.remedy, read.remarks, heard, read.either)


def translated(
    texts: pd.Series, codes: np.ndarray, name: str, meanings: Mapping[tuple[str, str], str]
) -> tuple[pd.Series, dict[str, tuple[str, np.ndarray]]]:
    """The different texts of a column with HR's answers in their place; each answered text, its meaning, its rows."""
    known = {word: means for (of, word), means in meanings.items() if of == name}
    if not known:
        return texts, {}
    means = texts.map(value_words.plain).map(known)
    heard = {texts.iloc[i]: (means.iloc[i], np.flatnonzero(codes == i)) for i in np.flatnonzero(means.notna())}
    return texts.mask(means.notna(), means.replace(LEAVE_OUT, LEAVE_EMPTY)).astype("str"), heard


def distinct(column: pa.ChunkedArray) -> tuple[pd.Series, np.ndarray]:
    """The different texts of a column, and for every row the position of its text among them."""
    encoded = column.dictionary_encode()
    if not encoded.num_chunks:
        return pd.Series([], dtype="str"), np.zeros(0, np.int32)
    words = encoded.chunk(0).dictionary.to_pandas().astype("str").fillna("")
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in encoded.chunks])
    return _replace_where(words, _AS_FORMULA, r"\1", words.str.startswith("=")), codes


def _replace_where(words: pd.Series, pattern: str, by: str, among: pd.Series) -> pd.Series:
    """The texts with a pattern replaced in those few that can hold it: a regular expression is slow on a million."""
    if not among.any():
        return words
    return words.mask(among, words[among].str.replace(pattern, by, regex=True))


def _blank(rows: int, what: Field) -> pd.Series:
    dtype = {"date": "datetime64[s]", "integer": "Int64", "decimal": "float64", "share": "float64", "flag": "boolean"}
    return pd.Series(pd.NaT if what.kind == "date" else None, range(rows), dtype=dtype.get(what.kind, "str"))


def _ids(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    ids = _replace_where(words, "^'", "", words.str.startswith("'"))
    ids = _replace_where(ids, r"^(\d+)\.0+$", r"\1", ids.str.endswith("0") & ids.str.contains(".", regex=False))
    ids = _replace_where(ids, person_names.NAME_AND_ID, r"\2", ids.str.endswith(")"))
    mails = ids.str.contains("@", regex=False)
    ids = ids.mask(mails, ids[mails].str.casefold()) if mails.any() else ids
    shortened = ids.str.contains("+", regex=False).to_numpy(bool, copy=True)
    shortened[shortened] = ids[shortened].str.fullmatch(r"\d\.\d+[eE]\+\d+").to_numpy(bool)
    return _Read(
        ids.mask(pd.Series(shortened)),
        shortened,
        "The spreadsheet shortened this number. Format the column as text, enter the full id again, export it anew.",
    )


def _without_our_apostrophes(words: pd.Series) -> pd.Series:
    """The texts without the apostrophes that a download of ours puts before what a spreadsheet could run."""
    marked = words.str.contains(_MARKED)
    return words.mask(marked, words[marked].map(apostrophes.read_back)) if marked.any() else words


def _texts(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    words = _without_our_apostrophes(words)
    return _Read(
        _replace_where(words, "\u00a0", " ", words.str.contains("\u00a0", regex=False)), np.zeros(len(words), bool)
    )


def _names(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    words = _without_our_apostrophes(words)
    names = _replace_where(words, person_names.NAME_AND_ID, r"\1", words.str.endswith(")"))
    return _Read(
        _replace_where(names, _INNER_SPACES, " ", names.str.contains(_OTHER_SPACE)), np.zeros(len(words), bool)
    )


def _choices(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    values = words.map(value_words.plain).map(value_words.choices(name)).astype("str")
    values = values.where(values.isin(what.words))
    return _Read(values, values.isna().to_numpy(bool), f"Write one of: {', '.join(what.words)}.")


def _flags(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    values = words.str.casefold().map(value_words.flags()).astype("boolean")
    return _Read(values, values.isna().to_numpy(bool), "Write yes or no.")


def _decimals(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    values = _storable(numbers.read_numbers(words), what)
    remedy = "Write a plain number of at most 16 digits, such as 52000 or 52000.50."
    return _Read(values, np.isnan(values), remedy)


def _shares(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    hours = words.str.extract(_HOURS)[0]
    values = numbers.read_numbers(words.mask(hours.notna(), hours))
    whole = words.str.casefold().isin(["full time", "full-time", "fulltime", "ft"]).to_numpy(bool)
    values = np.where(whole, 1.0, values)
    percent = words.str.contains("%", regex=False).to_numpy(bool)
    most, remarks = float(np.nanmax(values[np.abs(values) < _NO_UNIT], initial=0)), []
    if not percent.any() and (hours.notna().any() or _FULL_WEEK[0] <= most <= _FULL_WEEK[1]):
        values = np.where(whole, 1.0, values / most) if most > 0 else values
        text = f"The shares are given in hours; {most:g} hours were taken as full-time."
        remarks.append(Remark(text, "Bring shares, such as 0.8, if that is wrong."))
    elif not percent.any() and most > 2:
        percent = ~whole
    values = _storable(np.where(percent, values / 100, values), what)
    return _Read(values, np.isnan(values), "Write a share between 0 and 1, such as 0.8, or 80%.", remarks)


def _integers(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    by_word = words.map(value_words.plain).map(value_words.numbers(name)).astype("float64")
    values = np.where(by_word.notna(), by_word, numbers.read_numbers(words))
    inside = words.str.extract(r"^(?:[^\W\d]{0,12}[-_ .]?)(\d{1,3})(?!\d*[.,/]?\d)(?:[-_ :].*|[A-Za-z]?)$")[0].astype(
        "float64"
    )
    values = np.where(np.isnan(values), inside, values)
    rounded = np.floor(values + 0.5)
    remarks = []
    if bool(np.any(rounded[~np.isnan(values)] != values[~np.isnan(values)])):
        remarks.append(
            Remark("Some values have decimals; they were rounded.", "Bring whole numbers where rounding is not meant.")
        )
    bad = np.isnan(_storable(rounded, what))
    known = value_words.numbers(name)
    hint = f", or a known word such as {', '.join(list(known)[:4])}" if known else ""
    return _Read(pd.Series(rounded).mask(pd.Series(bad)).astype("Int64"), bad, f"Write a whole number{hint}.", remarks)


def _storable(values: np.ndarray, what: Field) -> np.ndarray:
    """The numbers that the database can hold; NaN in the place of those it cannot, as of those that are none."""
    held: np.ndarray = np.where(np.abs(values) < _BELOW[what.kind], values, np.nan)
    return held


def _days(words: pd.Series, name: str, what: Field, context: ConversionContext) -> _Read:
    days = dates.read(words, dates.century(name, context.loaded_on), context.order)
    open_end = np.isin(days.values, value_words.open_ends())
    bad = np.isnat(days.values)
    remarks, either = [], None
    if days.fits_both:
        either = _example_of_both_orders(words, days, context)
        if not context.order or context.order_proof:
            source = (
                f"as in column {context.order_proof}" if context.order else "for nothing in the file says otherwise"
            )
            text = f"Every date fits both day first and month first; they were read {days.order}, {source}."
            remedy = "Check one date against the spreadsheet, or export the dates as 2026-09-30."
            remarks.append(Remark(text, remedy, AMBIGUOUS_DATES))
    if days.mixed.any():
        example = words[days.mixed].iloc[0]
        remarks.append(
            Remark(
                f"The dates are {days.order}, but {int(days.mixed.sum())} only fit the other order, such as {example}.",
                "Export the dates in one format, best as 2026-09-30.",
            )
        )
    values = np.where(open_end, np.datetime64("NaT"), days.values).astype("datetime64[s]")
    return _Read(pd.Series(values), bad, "Write the day as 2026-09-30.", remarks, either)


def _example_of_both_orders(words: pd.Series, days: dates.Days, context: ConversionContext) -> EitherWay | None:
    for text, day in zip(words, days.values, strict=True):
        if dates.is_either(text) and not np.isnat(day) and days.order:
            return EitherWay(text, dates.both_ways(text), days.order, known=context.order is not None)
    return None


_READERS: dict[str, Callable[[pd.Series, str, Field, ConversionContext], _Read]] = {
    "id": _ids,
    "name": _names,
    "text": _texts,
    "date": _days,
    "integer": _integers,
    "decimal": _decimals,
    "share": _shares,
    "flag": _flags,
    "choice": _choices,
}


def said_order(columns: Sequence[tuple[str, pa.ChunkedArray]]) -> tuple[upload_answers.Order | None, str]:
    """The order of day and month that a sheet's date columns prove, with the heading of one such column; else None."""
    proofs = [(dates.said_order(distinct(column)[0]), heading) for heading, column in columns]
    orders = {order for order, _ in proofs if order}
    if len(orders) != 1:
        return None, ""
    return next((order, heading) for order, heading in proofs if order)
