"""Yearly exit rates by track, tenure and age, shrunk towards the company's own rate."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pandas as pd

from metrics.errors import UnknownOption
from metrics.figure_notes import Kind, Note
from metrics.question import Question
from metrics.scope import months_before

MONTHS = 36  # looked back over
PRIOR_YEARS = 20.0  # person-years at the company's rate that every cell starts with
OWN = "own"
NO_BIRTH_DATE = "unknown"
_WANTED = "line {} of rates wants a yearly rate"
WHOM = ("employee_id", "track", "tenure")
Rate = Callable[[Mapping[str, str]], float]  # of a person: employee_id, track, tenure, age


@dataclass(frozen=True)
class ExitRates:
    """Exits per person-year: one rate per track and tenure band, plus one for retirement per age band."""

    opened: date
    by_tenure: Mapping[tuple[str, str], float]
    by_age: Mapping[str, float]
    company: float
    company_retirement: float
    exits: int
    person_years: float

    def of(self, person: Mapping[str, str]) -> float:
        """The yearly rate of a person; a cell without anybody gets the company's rate."""
        leaving = self.by_tenure.get((person["track"], person["tenure"]), self.company)
        if person["age"] == NO_BIRTH_DATE:
            return leaving
        return leaving + self.by_age.get(person["age"], self.company_retirement)


def exit_rates(question: Question) -> ExitRates | None:
    """The rates of the 36 months up to the day, or of the part in which leavers are known; None without any."""
    known_from = question.observed_from
    if known_from is None:
        return None
    day = question.scope.as_of
    opened = max(months_before(day, MONTHS), known_from - timedelta(days=1))
    if opened >= day:
        return None
    of_rates = replace(question, options={"rates_from": opened})
    return of_rates.once("exit rates", lambda: _exit_rates(of_rates.rows("exit_rates"), opened))


def _exit_rates(cells: pd.DataFrame, opened: date) -> ExitRates | None:
    of_tenure, of_age = (cells[cells["kind"] == kind] for kind in ("tenure", "age"))
    exits, years = float(of_tenure["exits"].sum()), float(of_tenure["person_years"].sum())
    retirements, aged_years = float(of_age["exits"].sum()), float(of_age["person_years"].sum())
    if years <= 0:
        return None
    company, retirement = exits / years, retirements / aged_years if aged_years > 0 else 0.0
    return ExitRates(
        opened=opened,
        by_tenure=dict(
            zip(zip(of_tenure["track"], of_tenure["band"], strict=True), _shrunk_rates(of_tenure, company), strict=True)
        ),
        by_age=dict(zip(of_age["band"], _shrunk_rates(of_age, retirement), strict=True)),
        company=company,
        company_retirement=retirement,
        exits=round(exits + retirements),
        person_years=years,
    )


def persons(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The frame's rows as the text mappings that `Rate` takes."""
    return [{str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records")]


def rates_note(rates: ExitRates, day: date) -> Note:
    """The number of exits and person-years behind the rates, and the first day where the window is cut short."""
    cut = (rates.opened + timedelta(days=1),) if rates.opened > months_before(day, MONTHS) else ()
    return Note(Kind.EXIT_RATES, rates.exits, rates.person_years, cut)


def chosen_rate(question: Question, own: ExitRates | None) -> Rate | None:
    """Each person's yearly rate as the options `rate` and `rates` set it, else their own; None if unknown."""
    single_rate, file = str(question.options["rate"]), str(question.options["rates"])
    if single_rate != OWN and file != OWN:
        raise UnknownOption("rate and rates say the same thing twice. Give one of them.")
    if single_rate != OWN:
        rate = _read_rate(single_rate, "rate is own or a yearly rate such as 0.1")
        return lambda _: rate
    if file != OWN:
        return _rates_of_file(Path(file), own.of if own else None)
    return own.of if own else None


def _shrunk_rates(cells: pd.DataFrame, towards: float) -> Iterable[float]:
    return (cells["exits"] + PRIOR_YEARS * towards) / (cells["person_years"] + PRIOR_YEARS)


def _read_rate(text: str, expected: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not rate >= 0:
        raise UnknownOption(f"{expected}, not {text!r}.")
    return rate


def _rates_of_file(file: Path, own: Rate | None) -> Rate:
    """The rates of a CSV file: the last line that fits a person; where none fits, the person's own rate."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UnknownOption("rates is own or a CSV file in UTF-8; this one cannot be read.") from None
    if not rows or "rate" not in rows[0] or not set(rows[0]) <= {"rate", *WHOM}:
        raise UnknownOption(f"rates wants a CSV file with a column rate and any of {', '.join(WHOM)}.")
    lines_of = {
        tuple(row.get(column) or "" for column in WHOM): (number, _read_rate(row["rate"] or "", _WANTED.format(number)))
        for number, row in enumerate(rows, 2)
    }

    def rate(person: Mapping[str, str]) -> float:
        fitting = (lines_of.get(whom) for whom in product(*((person[column], "") for column in WHOM)))
        if match := max(filter(None, fitting), default=None):
            return match[1]
        if own is None:
            raise UnknownOption("rates leaves people out, and no leaver is known to work out their rates from.")
        return own(person)

    return rate
