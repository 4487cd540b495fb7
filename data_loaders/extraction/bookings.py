"""Lists of leave, courses and projects: rows with a first and a last day that are no employments.

A roster with vague headings, a list of leavers and a history of intervals look the same. What tells them apart is how
long a row lasts, how often a person appears, and the words of headings, cells and titles; one sign is seldom enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from data_loaders.contract import headings, value_words
from data_loaders.contract.fields import Field
from data_loaders.conversion import typed_columns
from data_loaders.reading.sheet import Sheet, number
from data_loaders.recognition.layout import ColumnMatch, Layout

_SAMPLE, _READ = 5000, 500  # rows whose days, and whose words, are looked at
_SHORT, _YEAR = 28, 366  # days that half of the rows last at most: no employments; hardly employments
_ENDED, _REPEATING = 0.9, 0.1  # the share of rows with an end; of people with several first days
_ANY_DAY = date(2060, 12, 31)  # two digits are a year of this century: lengths alone are asked for
_PERSON_FIELDS = {
    *("birth_date", "gender", "base_salary", "currency", "termination_type", "termination_reason", "job_level"),
    *("performance_rating", "potential_rating", "original_hire_date", "rehire_date", "last_promotion_date"),
}
_WORD = re.compile(r"[^\W\d_]{3}")
_JOB_FIELDS = {"track", "job_level", "manager_id", "base_salary", "job_family"}
_LEAVER_FIELDS = {"termination_type", "termination_reason", "involuntary_flag"}
# Cells of these say where somebody belongs, who they are or what they do, whatever words they use.
_DESCRIPTIVE_FIELDS = {"job_title", "department", "business_unit", "location", "full_name", "first_name", "last_name"}


def with_signs(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with its signs of a list of bookings; doubtful for leavers whose last day may end anything."""
    doubtful = layout.doubtful or (layout.leavers and may_end_anything(sheet, layout))
    return replace(layout, bookings=signs(sheet, layout), doubtful=doubtful)


def signs(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    """One phrase per sign that a roster, history of intervals or list of leavers is a list of bookings; else empty."""
    if layout.leavers:
        return _of_leavers(sheet, layout)
    if layout.interval:
        return _of_history(sheet, layout)
    if layout.table == "employees" and "hire_date" in layout.columns and "as_of" not in layout.columns:
        return _of_roster(sheet, layout)
    return ()


def may_end_anything(sheet: Sheet, layout: Layout) -> bool:
    """Whether the last day of a list of leavers stands under a vague heading, and nothing else says that they left."""
    return _is_vague(layout, "effective_date", "ends") and not (
        (_LEAVER_FIELDS & _sure_fields(layout)) or any(_words(name) & _leaver_words() for name in _names(sheet, layout))
    )


def _of_roster(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    vague = _is_vague(layout, "hire_date", "starts")
    repeated = "version_end" not in layout.columns and _people_repeat(sheet, layout, "hire_date")
    column, title = _column_of_bookings(sheet, layout), _title_of_bookings(sheet, layout)
    if not (vague or repeated or column or title):
        return ()
    length = _median_days(sheet, layout, "hire_date", "termination_date")
    short, within_year = length is not None and length <= _SHORT, length is not None and length <= _YEAR
    few = len(_PERSON_FIELDS & _sure_fields(layout)) < 2
    if (
        (short and (vague or column or title or _is_mapped_to_other_field(layout, "hire_date")))
        or (column and (repeated or (vague and few)))
        or (within_year and repeated and (vague or title))
        or (title and vague and few and within_year)
    ):
        return _signs(column, title, length if within_year else None, repeated)
    return ()


def _of_history(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    column = _column_of_bookings(sheet, layout)
    length = _median_days(sheet, layout, "effective_date", "end_date")
    short = length is not None and length <= _SHORT
    if short or (column and not _JOB_FIELDS & _sure_fields(layout)):
        return _signs(column, _title_of_bookings(sheet, layout), length if short else None, again=False)
    return ()


def _of_leavers(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    repeated = _people_repeat(sheet, layout, "effective_date")
    column = _column_of_bookings(sheet, layout) if _is_vague(layout, "effective_date", "ends") else None
    return _signs(column, _title_of_bookings(sheet, layout), None, repeated) if repeated or column else ()


def _signs(column: str | None, title: str | None, median_days: float | None, again: bool) -> tuple[str, ...]:
    lasting = None if median_days is None else f"half of its rows last {median_days:,.0f} days at most"
    often = "people stand in it several times, each time from another day" if again else None
    return tuple(sign for sign in (column, title, lasting, often) if sign)


def _is_vague(layout: Layout, field: str, listed: str) -> bool:
    """Whether the heading of the day could be of anything, and HR did not confirm it for this field."""
    match = _match(layout, field)
    if match is None or match.is_confirmed:
        return match is None
    anything = {headings.plain(heading) for heading in value_words.bookings()[listed]}
    return match.sure <= headings.AMBIGUOUS or headings.plain(match.heading) in anything


def _is_mapped_to_other_field(layout: Layout, field: str) -> bool:
    """Whether HR mapped a heading to the day that is not known for it."""
    match = _match(layout, field)
    if match is None or not match.is_confirmed:
        return False
    known = {candidate.field for candidate in headings.candidates(layout.table or "", match.heading)}
    return field not in known


def _match(layout: Layout, field: str) -> ColumnMatch | None:
    return next((match for match in layout.matches if match.field == field), None)


def _sure_fields(layout: Layout) -> set[str | None]:
    return {match.field for match in layout.matches if match.sure >= headings.LESS_SURE}


def _column_of_bookings(sheet: Sheet, layout: Layout) -> str | None:
    """The column whose heading, or most of whose cells, name leave, courses or projects; cells must be words."""
    for match in layout.matches:
        plainly = match.sure >= headings.LESS_SURE
        if match.field in _DESCRIPTIVE_FIELDS and (plainly or not _is_of_bookings(match.heading)):
            continue
        texts = [text for text in _texts(sheet, layout, number(match.column))[:_READ] if text]
        different = {text.casefold() for text in texts}
        wordy = {text for text in different if _WORD.search(text) and text not in value_words.flags()}
        if 2 * len(wordy) <= len(different):
            continue
        if not plainly and _is_of_bookings(match.heading):
            return f"it has a column {match.heading}"
        naming = [text for text in wordy if _is_of_bookings(text)]
        if not plainly and 2 * len(naming) >= len(different):
            example = next(text for text in texts if _is_of_bookings(text))
            return f"its column {match.heading} says {example}"
    days = [match for match in layout.matches if match.field in ("hire_date", "termination_date", "effective_date")]
    day_heading = next((m.heading for m in days if m.sure < headings.LESS_SURE and _is_of_bookings(m.heading)), None)
    return f"it has a column {day_heading}" if day_heading else None


def _title_of_bookings(sheet: Sheet, layout: Layout) -> str | None:
    name = next((name for name in _names(sheet, layout) if _is_of_bookings(name)), None)
    return f"it is called {name}" if name else None


def _names(sheet: Sheet, layout: Layout) -> Iterator[str]:
    """The names of the sheet and its file, and the texts above its header."""
    yield from filter(None, (sheet.name, sheet.file.rsplit(".", 1)[0]))
    yield from (text for row in sheet.top(max(0, layout.header)) for text in row if text)


def _people_repeat(sheet: Sheet, layout: Layout, day: str) -> bool:
    """Whether more than a tenth of the people have rows with different days."""
    if "employee_id" not in layout.columns:
        return False
    people, days = (_texts(sheet, layout, layout.columns[name]) for name in ("employee_id", day))
    different = {(person, text) for person, text in zip(people, days, strict=True) if person and text}
    counted = pd.Series([person for person, _ in different], dtype="str").value_counts()
    return bool((counted > 1).sum() > _REPEATING * len(counted) > 0)


def _median_days(sheet: Sheet, layout: Layout, first: str, last: str) -> float | None:
    """The median length of a row in days; None unless nearly all rows end."""
    if last not in layout.columns:
        return None
    cells = [sheet.cells.column(layout.columns[name]).slice(layout.header + 1, _SAMPLE) for name in (first, last)]
    order, _ = typed_columns.said_order([(name, column) for name, column in zip((first, last), cells, strict=True)])
    reading = typed_columns.ConversionContext(_ANY_DAY, order)
    starts, ends = (typed_columns.clean(column, "effective_date", Field("date"), reading).values for column in cells)
    days = (ends - starts).dt.days[starts.notna()] + 1
    lasting = days[days > 0]
    return float(np.median(lasting)) if len(lasting) > _ENDED * len(days) > 0 else None


def _texts(sheet: Sheet, layout: Layout, column: int) -> list[str]:
    texts: list[str | None] = sheet.cells.column(column).slice(layout.header + 1, _SAMPLE).to_pylist()
    return [text or "" for text in texts]


def _is_of_bookings(text: str) -> bool:
    listed = value_words.bookings()
    words = _words(text)
    bare = " ".join(re.findall(r"[a-z]+", _folded(text)))
    if any(phrase in bare for phrase in listed["never"]):
        return False
    return bool(words & set(listed["whole"])) or any(part in word for word in words for part in listed["within"])


@cache
def _leaver_words() -> frozenset[str]:
    return frozenset(value_words.everything()["words_of_leavers"])


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", _folded(text)))


def _folded(text: str) -> str:
    """Lower case words without accents: LeaveType, leave_type and Leave Type are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    letters = unicodedata.normalize("NFKD", apart).casefold()
    return "".join(c for c in letters if not unicodedata.combining(c))
