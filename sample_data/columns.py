"""Columns of an export: codes, days and ids as an HRIS prints them, written in parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sample_data import names, world
from sample_data.workforce import Workforce
from sample_data.world import NEVER, Ints

Columns = dict[str, pa.Array]
_PART = 200_000


def write_csv(path: Path, count: int, cells: Callable[[slice], Columns]) -> Path:
    """Write `count` rows part by part, so that a large company need not be in memory twice."""
    with path.open("wb") as sink:
        for first in range(0, count, _PART):
            table = pa.table(cells(slice(first, min(first + _PART, count))))
            csv.write_csv(table, sink, csv.WriteOptions(include_header=first == 0, quoting_header="none"))
    return path


def part_of(arrays: dict[str, Ints], part: slice) -> dict[str, Ints]:
    """The same arrays with these rows only."""
    return {name: values[part] for name, values in arrays.items()}


def day(number: int) -> date:
    """The calendar day of a day number."""
    return date(1970, 1, 1) + timedelta(days=number)


def days(numbers: Ints) -> pa.Array:
    """Calendar days; empty where a day is NEVER."""
    return pa.array(numbers.astype(np.int32), mask=numbers >= NEVER).cast(pa.date32())


def words(texts: Sequence[str], codes: Ints) -> pa.Array:
    """The word for each code; empty where the code is below zero or the word is empty."""
    word_of_code = pa.array([text or None for text in texts], pa.string())
    return word_of_code.take(pa.array(codes.astype(np.int32), mask=codes < 0))


def numbered(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """References such as OF-0000042."""
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0"), "")


def ids(workforce: Workforce, rows: Ints) -> pa.Array:
    """Employee ids with leading zeros; empty for row -1."""
    text = pc.utf8_lpad(pa.array(_numbers(workforce, np.maximum(rows, 0))).cast(pa.string()), 8, "0")
    return pc.if_else(pa.array(rows >= 0), text, pa.scalar(None, pa.string()))


def id_text(workforce: Workforce, row: int) -> str:
    """One employee id."""
    return f"{int(_numbers(workforce, np.array([row]))[0]):08d}"


def _numbers(workforce: Workforce, rows: Ints) -> Ints:
    return workforce.person[rows].astype(np.int64) * 3 + 1017


def full_names(workforce: Workforce, rows: Ints) -> pa.Array:
    """First and last names, a few with two spaces between them."""
    first = words(names.FIRST_NAMES, workforce.first_name[rows])
    last = words(names.LAST_NAMES, workforce.last_name[rows])
    return pc.binary_join_element_wise(
        first, last, words((" ", "  "), (workforce.person[rows] % 97 == 0).astype(np.int8))
    )


def as_typed(texts: Sequence[str], codes: Ints, rows: Ints) -> pa.Array:
    """Words as different people type them: a few in capitals, or in lower case with a trailing space."""
    spellings = [*texts, *(text.upper() for text in texts), *(f"{text.lower()} " for text in texts)]
    hand = np.select([rows % 41 == 0, rows % 53 == 0], [1, 2], 0)
    return words(spellings, codes + hand * len(texts))


def titles(families: Ints, tracks: Ints, levels: Ints) -> pa.Array:
    """The job title for family, track and level; empty for level 0."""
    texts = [
        f"{prefix}, {family}" if prefix else ""
        for family in world.FAMILIES
        for ladder in (world.IC_TITLES, world.MANAGER_TITLES)
        for prefix in ladder
    ]
    return words(texts, (families.astype(np.int64) * 2 + tracks) * 10 + levels)
