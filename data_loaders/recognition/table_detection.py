"""Sheet → which of the six tables it is, where its header stands, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from data_loaders.contract import fields, headings
from data_loaders.contract.headings import Candidate
from data_loaders.contract.match_reasons import MatchReason
from data_loaders.literals import dates, numbers
from data_loaders.reading.sheet import Sheet, letter
from data_loaders.recognition import column_matching, implied_history
from data_loaders.recognition.layout import ColumnMatch, Layout, unheaded

_DOUBT = 0.55  # the mean sureness of the required headings below which a table is not taken unasked
_LOOKED_AT = 40  # rows among which the header is sought
_LONGEST_HEADING = 120
_ANY_DAY = date(2099, 12, 31)  # where a text need only be a day, whatever its century
_FIRST = 3  # rows one of which is the header, if there is any
_WORD = re.compile(r"[^\W\d_]")
_HINTS = {
    "employees": ("employee", "roster", "headcount", "worker", "staff", "people", "personnel", "census"),
    "job_history": ("history", "event", "jobchange", "movement", "action"),
    "promotion_offers": ("offer", "promotion"),
    "critical_roles": ("role", "position", "critical"),
    "successors": ("success", "bench", "nominat"),
    "growth_activities": ("growth", "activit", "training", "recognition", "learning", "mentor", "kudos"),
}
_REQUIRED, _OPTIONAL, _AUXILIARY, _HINT, _REPEATED_PEOPLE = 3.0, 1.0, 0.5, 2.5, 4.0
_LABELS, _LABELLED = 3, 0.4  # columns a second header line must name, and their share of those it fills
_JOINED_COSTS = 1.0  # a header read from two rows must be this much better than one row alone


@dataclass(frozen=True)
class _Header:
    position: int
    cells: tuple[str, ...]
    cost: float = 0.0


def recognise(sheet: Sheet, table: str | None = None, mapping: Mapping[str, str] | None = None) -> Layout:
    """The likeliest layout of a sheet. `table` and `mapping` (field → heading) are what HR said and win."""
    top = [[cell if len(cell) < _LONGEST_HEADING else "" for cell in row] for row in sheet.top(_LOOKED_AT)]
    said = {field: headings.plain(heading) for field, heading in (mapping or {}).items()}
    tables = (table,) if table else tuple(fields.TABLES)
    best, best_header = Layout(None, 0, [], {}, ()), _Header(0, ())
    for header in _headers(top):
        for name in tables:
            layout = _scored(sheet, name, header, said)
            if layout.score > best.score:
                best, best_header = layout, header
    if best.table is None:
        return best
    closer = (_scored(sheet, name, best_header, said, close=True) for name in tables)
    best = max((best, *closer), key=lambda layout: layout.score)
    return _with_unheaded(sheet, _with_labels_below(sheet, best, top, said))


def _with_unheaded(sheet: Sheet, layout: Layout) -> Layout:
    """Columns that hold something and have no heading stand among the others, so that HR can say what they are."""
    named = {match.column for match in layout.matches}
    bare = [
        ColumnMatch(unheaded(letter(i)), None, letter(i), MatchReason.IGNORED)
        for i, column in enumerate(sheet.cells.columns)
        if letter(i) not in named and pc.any(pc.not_equal(column.slice(layout.header + 1), "")).as_py()
    ]
    return replace(layout, matches=[*layout.matches, *bare]) if bare else layout


def is_header(cells: tuple[str, ...]) -> bool:
    """Whether a row alone is the header of a table: its required headings, or all but one and several others."""
    held = [cell for cell in cells if cell]
    if not is_wordy(held):
        return False
    for table in fields.TABLES:
        layout = of_row(table, cells)
        sure = [match for match in layout.matches if match.field and match.sure >= headings.LESS_SURE]
        if len(sure) > len(held) // 2 and len(sure) >= (2 if not layout.lacking else 4) and len(layout.lacking) < 2:
            return True
    return False


def is_wordy(cells: Sequence[str]) -> bool:
    """Whether cells may be headings: several, short, none of them a number or a date."""
    return len(cells) > 1 and all(len(cell) < _LONGEST_HEADING and _WORD.search(cell) for cell in cells)


def of_row(table: str, cells: tuple[str, ...]) -> Layout:
    """What a row would be as the header of a table, by known headings alone."""
    return _layout(table, _Header(0, cells), {}, close=False)


def _headers(top: list[list[str]]) -> Iterator[_Header]:
    """Every row that may be the header, alone and joined to the row of merged headings above it.

    Where the first rows are all data, also no row: then HR may say the columns by their letters.
    """
    first = [[cell for cell in row if cell] for row in top if any(row)][:_FIRST]
    if first and not any(is_wordy(row) for row in first):
        yield _Header(-1, ("",) * len(top[0]))
    for position, row in enumerate(top):
        if sum(map(bool, row)) < 2:
            continue
        yield _Header(position, tuple(row))
        above = top[position - 1] if position else []
        if 1 < sum(map(bool, above)) < len(above):
            group, joined = "", []
            for over, cell in zip(above, row, strict=True):
                group = over or group
                joined.append(f"{group} {cell}" if cell and group and over != cell else cell)
            yield _Header(position, tuple(joined), _JOINED_COSTS)


def _scored(sheet: Sheet, table: str, header: _Header, said: Mapping[str, str], close: bool = False) -> Layout:
    layout = implied_history.as_interval_history(sheet, _layout(table, header, said, close))
    if table == "job_history" and layout.lacking:
        layout = implied_history.as_leaver_list(sheet, _layout("employees", header, said, close), layout) or layout
    if layout.columns:
        layout.score += _hinted(table, sheet)
    if table == "employees" and layout.score > 0 and _is_a_history(sheet, layout, header):
        layout.score -= _REPEATED_PEOPLE
    return layout


def _layout(table: str, header: _Header, said: Mapping[str, str], close: bool) -> Layout:
    taken = column_matching.assign(table, header.cells, said)
    if close:
        column_matching.assign_close(table, header.cells, said, taken)
    column_matching.stand_in(table, taken)
    columns = {candidate.field: index for index, candidate in taken.items()}
    required = fields.required_fields(table)
    lacking = tuple(field for field in required if field not in columns)
    score = -_REQUIRED * len(lacking) - header.cost
    for candidate in taken.values():
        weight = _REQUIRED if candidate.field in required else _OPTIONAL
        score += candidate.sure * (weight if candidate.field in fields.TABLES[table] else _AUXILIARY)
    if len(columns) < 2:
        score = min(score, 0.0)
    matches = [
        _match(cell or unheaded(letter(i)), letter(i), taken[i])
        if i in taken
        else _no_match(cell, letter(i), *column_matching.why_not(table, cell, taken))
        for i, cell in enumerate(header.cells)
        if cell or i in taken
    ]
    guessed = tuple(c.field for c in taken.values() if c.why is MatchReason.CLOSE)
    return Layout(table, header.position, matches, columns, lacking, score, _doubtful(taken, required), guessed)


def _match(heading: str, column: str, candidate: Candidate) -> ColumnMatch:
    return ColumnMatch(heading, candidate.field, column, candidate.why, candidate.sure, candidate.about)


def _no_match(heading: str, column: str, why: MatchReason, about: tuple[str, ...]) -> ColumnMatch:
    return ColumnMatch(heading, None, column, why, about=about)


def _with_labels_below(sheet: Sheet, layout: Layout, top: list[list[str]], said: Mapping[str, str]) -> Layout:
    """A row of labels under a row of system keys is header too, and may name what the keys did not.

    It must say several of the keys anew, each in its own column: a person may have values that read like headings.
    """
    below = layout.header + 1
    if not layout.table or layout.header < 0 or below >= len(top):
        return layout
    cells = tuple(top[below])
    taken = column_matching.assign(layout.table, cells, said)
    above = {index: field for field, index in layout.columns.items()}
    anew = [i for i, candidate in taken.items() if above.get(i) == candidate.field]
    filled = sum(1 for i in above if i < len(cells) and cells[i])
    if len(anew) < _LABELS or len(anew) < _LABELLED * filled or _says_a_value(cells):
        return layout
    columns = dict(layout.columns)
    matches = list(layout.matches)
    for index, candidate in taken.items():
        if candidate.field not in columns and index not in columns.values():
            columns[candidate.field] = index
            matches = [m for m in matches if m.column != letter(index)]
            matches.append(_match(cells[index], letter(index), candidate))
    lacking = tuple(field for field in layout.lacking if field not in columns)
    return replace(layout, header=below, columns=columns, matches=matches, lacking=lacking)


def _says_a_value(cells: Sequence[str]) -> bool:
    """Whether a number or a day stands in one of the cells, as in no line of headings."""
    texts = pd.Series([cell for cell in cells if cell], dtype="str")
    days = dates.read(texts, dates.century("hire_date", _ANY_DAY)).values
    return bool((~np.isnan(numbers.read_numbers(texts)) | ~np.isnat(days)).any())


def _doubtful(taken: Mapping[int, Candidate], required: tuple[str, ...]) -> bool:
    """Whether the required columns rest on headings such as Id, Name and Date alone, with little else to go by."""
    sure = [candidate.sure for candidate in taken.values() if candidate.field in required]
    others = [c for c in taken.values() if c.field not in required and c.sure == headings.SURE]
    return bool(sure) and sum(sure) / len(sure) < _DOUBT and len(others) < 3


def _hinted(table: str, sheet: Sheet) -> float:
    name = headings.plain(f"{sheet.name or ''} {sheet.file.rsplit('.', 1)[0]}")
    return _HINT if any(word in name for word in _HINTS[table]) else 0.0


def _is_a_history(sheet: Sheet, layout: Layout, header: _Header) -> bool:
    """Whether people stand in the sheet repeatedly, or hardly more than an id and two vague dates is known of them."""
    if "employee_id" not in layout.columns or "as_of" in layout.columns:
        return False
    sure = {
        field
        for field, index in layout.columns.items()
        for candidate in headings.candidates("employees", header.cells[index])
        if candidate.field == field and candidate.sure > headings.AMBIGUOUS
    }
    column = sheet.cells.column(layout.columns["employee_id"])
    ids = [text for text in column.slice(layout.header + 1, 5000).to_pylist() if text]
    return len(set(ids)) < 0.9 * len(ids) or sure <= {"employee_id", "termination_date"}
