"""The words that exports use for values: value_words.json, compared without case and punctuation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

_VOCABULARIES = Path(__file__).with_name("value_words.json")


@cache
def everything() -> Mapping[str, Any]:
    """The content of value_words.json."""
    content: Mapping[str, Any] = json.loads(_VOCABULARIES.read_text(encoding="utf-8"))
    return content


def plain(word: str) -> str:
    """A value without case, punctuation and doubled spaces; signs that carry a meaning (+ > < ? %) stay."""
    return re.sub(r"[^\w+<>?%]+|_", " ", word.casefold()).strip() or word.strip().casefold()


@cache
def choices(field: str) -> Mapping[str, str]:
    """What each known word means for a field of few words: offered_track reads like track."""
    listed = everything()["choices"].get(field.removeprefix("offered_"), {})
    return {plain(word): meaning for meaning, words in listed.items() for word in (*words, meaning)}


@cache
def numbers(field: str) -> Mapping[str, int]:
    """Words that stand for a number in a field of numbers."""
    listed = everything()["numbers"].get(field, {})
    return {plain(word): int(number) for number, words in listed.items() for word in words}


@cache
def flags() -> Mapping[str, bool]:
    """Words for yes and no."""
    listed = everything()["flags"]
    return {word.casefold(): answer == "yes" for answer, words in listed.items() for word in words}


@cache
def empties(field: str, kind: str) -> frozenset[str]:
    """Texts that mean "nothing here" in a field of this kind, casefolded."""
    listed = everything()
    values = {word.casefold() for word in listed["words_that_are_values"].get(field, ())}
    tokens = {*listed["null_tokens"], *listed["null_tokens_by_kind"].get(kind, ())}
    return frozenset({token.casefold() for token in tokens} - values)


@cache
def open_ends() -> tuple[np.datetime64, ...]:
    """Days that mean "no end": 9999-12-31, 1900-01-01."""
    return tuple(np.datetime64(day, "s") for day in everything()["open_end_sentinels"] if day != "1900-01-00")


@cache
def bookings() -> Mapping[str, tuple[str, ...]]:
    """Words of leave, courses and projects: `whole` words, parts `within` longer ones, `never`; vague days."""
    return {name: tuple(words) for name, words in everything()["bookings"].items() if name != "about"}


@cache
def statuses() -> Mapping[str, str | None]:
    """Employment status → None while here, "" for somebody who left, else how they left; our own words among them."""
    listed = everything()["employment_status"]
    left = {plain(word): how for how, words in listed["left"].items() for word in words}
    own = {"here": None, "left": "", **{how: how for how in listed["left"] if how}}
    return {**left, **dict.fromkeys(map(plain, listed["here"])), **own}


@cache
def headings_of_presence() -> frozenset[str]:
    """Plain headings under which yes means that the person is here: Active, CurrentFlag."""
    return frozenset(re.sub(r"[\W_]", "", name).casefold() for name in everything()["headings_where_yes_means_here"])
