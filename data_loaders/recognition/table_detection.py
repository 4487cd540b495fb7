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
_ROWS_SEARCHED = 40  # rows among which the header is sought
_LONGEST_HEADING = 120
_ANY_DAY = date(2099, 12, 31)  # where a text need only be a day, whatever its century
_FIRST_ROWS = 3  # rows one of which is the header, if there is any
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
    """The likeliest layout of a sheet; HR's answers, `table` and `mapping` (field → heading), take precedence."""
    top = [[cell if len(cell) < _LONGEST_HEADING else "" for cell in row] for row in sheet.top(_ROWS_SEARCHED)]
    hr_answers = {field: headings.plain(heading) for field, heading in (mapping or {}).items()}
    tables = (table,) if table else tuple(fields.TABLES)
    best, best_header = Layout(None, 0, [], {}, ()), _Header(0, ())
    for header in _headers(top):
        for name in tables:
            layout = _scored(sheet, name, header, hr_answers)
            if layout.score > best.score:
                best, best_header = layout, header
    if best.table is None:
        return best
    closer = (_scored(sheet, name, best_header, hr_answers, close=True) for name in tables)
    best = max((best, *closer), key=lambda layout: layout.score)
    return _with_unheaded(sheet, _with_labels_below(sheet, best, top, hr_answers))


def _with_unheaded(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with filled columns that have no heading among its matches, so that HR can map them too."""
    named = {match.column for match in layout.matches}
    unheaded_columns = [
        ColumnMatch(unheaded(letter(i)), None, letter(i), MatchReason.IGNORED)
        for i, column in enumerate(sheet.cells.columns)
        if letter(i) not in named and pc.any(pc.not_equal(column.slice(layout.header + 1), "")).as_py()
    ]
    return replace(layout, matches=[*layout.matches, *unheaded_columns]) if unheaded_columns else layout


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
    """The layout of a table with this row as its header, by known headings alone."""
    return _layout(table, _Header(0, cells), {}, close=False)


def _headers(top: list[list[str]]) -> Iterator[_Header]:
    """Every row that may be the header, alone and joined to the row of merged headings above it.

    Where the first rows are all data, also a header of no row: HR can then name the columns by their letters.
    """
    first = [[cell for cell in row if cell] for row in top if any(row)][:_FIRST_ROWS]
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


def _scored(sheet: Sheet, table: str, header: _Header, hr_answers: Mapping[str, str], close: bool = False) -> Layout:
    layout = implied_history.as_interval_history(sheet, _layout(table, header, hr_answers, close))
    if table == "job_history" and layout.lacking:
        layout = (
            implied_history.as_leaver_list(sheet, _layout("employees", header, hr_answers, close), layout) or layout
        )
    if layout.columns:
        layout.score += _name_bonus(table, sheet)
    if table == "employees" and layout.score > 0 and _looks_like_history(sheet, layout, header):
        layout.score -= _REPEATED_PEOPLE
    return layout


def _layout(table: str, header: _Header, hr_answers: Mapping[str, str], close: bool) -> Layout:
    targets = column_matching.assign(table, header.cells, hr_answers)
    if close:
        column_matching.assign_close(table, header.cells, hr_answers, targets)
    column_matching.stand_in(table, targets)
    columns = {candidate.field: index for index, candidate in targets.items()}
    required = fields.required_fields(table)
    lacking = tuple(field for field in required if field not in columns)
    score = -_REQUIRED * len(lacking) - header.cost
    for candidate in targets.values():
        weight = _REQUIRED if candidate.field in required else _OPTIONAL
        score += candidate.sure * (weight if candidate.field in fields.TABLES[table] else _AUXILIARY)
    if len(columns) < 2:
        score = min(score, 0.0)
    matches = [
        _match(cell or unheaded(letter(i)), letter(i), targets[i])
        if i in targets
        else _no_match(cell, letter(i), *column_matching.why_not(table, cell, targets))
        for i, cell in enumerate(header.cells)
        if cell or i in targets
    ]
    guessed = tuple(c.field for c in targets.values() if c.why is MatchReason.CLOSE)
    return Layout(table, header.position, matches, columns, lacking, score, _doubtful(targets, required), guessed)


def _match(heading: str, column: str, candidate: Candidate) -> ColumnMatch:
    return ColumnMatch(heading, candidate.field, column, candidate.why, candidate.sure, candidate.about)


def _no_match(heading: str, column: str, why: MatchReason, about: tuple[str, ...]) -> ColumnMatch:
    return ColumnMatch(heading, None, column, why, about=about)


def _with_labels_below(sheet: Sheet, layout: Layout, top: list[list[str]], hr_answers: Mapping[str, str]) -> Layout:
    """The layout with a row of labels under a row of system keys taken as header too, and with the fields it adds.

    The row must repeat several of the keys' fields in the same columns: a person's values can read like headings.
    """
    below = layout.header + 1
    if not layout.table or layout.header < 0 or below >= len(top):
        return layout
    cells = tuple(top[below])
    targets = column_matching.assign(layout.table, cells, hr_answers)
    above = {index: field for field, index in layout.columns.items()}
    repeated = [i for i, candidate in targets.items() if above.get(i) == candidate.field]
    filled = sum(1 for i in above if i < len(cells) and cells[i])
    if len(repeated) < _LABELS or len(repeated) < _LABELLED * filled or _has_value(cells):
        return layout
    columns = dict(layout.columns)
    matches = list(layout.matches)
    for index, candidate in targets.items():
        if candidate.field not in columns and index not in columns.values():
            columns[candidate.field] = index
            matches = [m for m in matches if m.column != letter(index)]
            matches.append(_match(cells[index], letter(index), candidate))
    lacking = tuple(field for field in layout.lacking if field not in columns)
    return replace(layout, header=below, columns=columns, matches=matches, lacking=lacking)


def _has_value(cells: Sequence[str]) -> bool:
    """Whether any of the cells is a number or a day, which no heading is."""
    texts = pd.Series([cell for cell in cells if cell], dtype="str")
    days = dates.read(texts, dates.century("hire_date", _ANY_DAY)).values
    return bool((~np.isnan(numbers.read_numbers(texts)) | ~np.isnat(days)).any())


def _doubtful(targets: Mapping[int, Candidate], required: tuple[str, ...]) -> bool:
    """Whether the required columns rest on headings such as Id, Name and Date alone, with little else to go by."""
    sure = [candidate.sure for candidate in targets.values() if candidate.field in required]
    others = [c for c in targets.values() if c.field not in required and c.sure == headings.SURE]
    return bool(sure) and sum(sure) / len(sure) < _DOUBT and len(others) < 3


def _name_bonus(table: str, sheet: Sheet) -> float:
    name = headings.plain(f"{sheet.name or ''} {sheet.file.rsplit('.', 1)[0]}")
    return _HINT if any(word in name for word in _HINTS[table]) else 0.0


def _looks_like_history(sheet: Sheet, layout: Layout, header: _Header) -> bool:
    """Whether people repeat in the sheet, or only an id and a termination date are sure among its columns."""
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
