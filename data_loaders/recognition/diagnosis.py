"""Problems that recognising a sheet leaves open, each with its remedy in HR's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from data_loaders.contract import headings
from data_loaders.contract.fields import TABLES, required_fields
from data_loaders.problems import CLOSE_HEADING, Problem
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition import implied_history, table_detection
from data_loaders.recognition.data_rows import data_rows
from data_loaders.recognition.layout import Layout, apart

_ROWS_SEARCHED, _MOST_NAMED, _LONGEST = 40, 4, 120  # rows, headings, characters

_IDENTITY_FIELDS = {"full_name", "first_name", "last_name", "work_email"}  # identify the person of a row without an id
_PIVOT_HEADINGS = {"rowlabels", "zeilenbeschriftungen", "etiquettesdelignes", "etiquetasdefila"}


def left_out_problem(sheet: Sheet) -> Problem:
    """The notice that HR chose to leave the sheet out."""
    return Problem("The sheet is left out, as you said.", "", "warning", sheet.file, sheet.name)


def not_recognised_problem(sheet: Sheet, layout: Layout) -> Problem:
    """Why a sheet is none of the tables: the one it resembles most, what it lacks, and what to do."""
    if _is_pivot(sheet):
        problem = "This is a pivot table, which counts people and does not list them."
        remedy = "Bring the rows behind it: double-click its grand total in Excel, and save the sheet that opens."
    elif layout.bookings and not layout.lacking:
        problem = _bookings_sentence(sheet, layout)
        remedy = f"Leave it out, or say that it is {layout.table}, if it is."
    elif layout.table and layout.columns and not layout.lacking:
        problem = f"This may be {layout.table}, but its headings could mean anything."
        remedy = f"Say that it is {layout.table}, if it is."
    elif (near := _nearest(sheet, layout)) and implied_history.says_nothing(near):
        problem = f"{_subject(sheet)}is a history, but says nothing of people's jobs: no title, level, unit or manager."
        remedy = "Leave it out, or bring the history of one of these."
    elif near:
        matched = "; ".join(["", *_headings_of_other_names(near)[:_MOST_NAMED]])
        lacking = " and ".join(f"{field} ({_meaning(near.table or '', field)})" for field in near.lacking)
        problem = f"{_subject(sheet)}looks most like {near.table}, but lacks {lacking}{matched}."
        remedy = f"{_how_to_add(sheet, near)} Leave it out if it is something else."
    elif heading_cells := _heading_row(sheet)[1]:
        heading_text = " ".join(", ".join(filter(None, heading_cells)).split())
        problem = f"{_subject(sheet)}is none of the six tables: none has the headings {_shortened(heading_text)}."
        remedy = "Leave it out, or say which table it is and which heading is which field."
    else:
        problem = "No header was recognised: this is none of the six tables."
        remedy = "Put the headings in one row, or say the table and which heading is which field."
    return Problem(problem, remedy, file=sheet.file, sheet=sheet.name)


def _is_pivot(sheet: Sheet) -> bool:
    return any(_PIVOT_HEADINGS & {headings.plain(cell) for cell in row} for row in sheet.top(_ROWS_SEARCHED))


def proposed_mapping(sheet: Sheet, layout: Layout) -> dict[str, str]:
    """Field → heading that HR may say holds it, in a sheet that is none of the tables as it stands."""
    near = _nearest(sheet, layout)
    heading = proposed_id_column(sheet, near) if near else None
    return {"employee_id": heading} if heading else {}


def _how_to_add(sheet: Sheet, near: Layout) -> str:
    remedies = [missing_id_remedy(sheet, near)] if (near.table, near.lacking[0]) == ("employees", "employee_id") else []
    name = next((field for field in near.lacking[len(remedies) :]), None)
    remedies += [f"Add a column {name}, or say which heading holds it: {name}=HEADING."] if name else []
    return " ".join(remedies)


def _nearest(sheet: Sheet, layout: Layout) -> Layout | None:
    """The table whose headings the header, or else the first row of words, has most of; None if it has hardly any.

    Columns that HR confirmed are kept as they are.
    """
    if layout.lacking and any(match.is_confirmed for match in layout.matches):
        return layout
    rows = sheet.top(_ROWS_SEARCHED)
    position, row = (layout.header, tuple(rows[layout.header])) if layout.columns else _heading_row(sheet)
    candidates = (
        _without_vague_fields(replace(table_detection.of_row(table, row), header=position)) for table in TABLES
    )
    nearest = [near for near in candidates if near.lacking and _says_enough(near)]
    if any(map(_lists_persons, nearest)):
        nearest = [near for near in nearest if near.table != "critical_roles"]
    ranked = sorted(nearest, key=lambda near: _distance(near, layout))
    return next(iter(ranked), None)


def _distance(near: Layout, layout: Layout) -> tuple[int, bool, bool, int]:
    """Sort key, nearest first: fields lacking, then the table recognised as likeliest, then columns matched."""
    likeliest = near.table == layout.table and len(near.lacking) == 1
    return len(near.lacking), not implied_history.says_nothing(near), not likeliest, -len(near.columns)


def _headings_of_other_names(near: Layout) -> list[str]:
    """One phrase per heading that was matched to a field of another name."""
    fields = TABLES[near.table or ""]
    return [
        f"{match.heading} is taken for {match.field}"
        for match in near.matches
        if match.field in fields and headings.plain(match.heading) != headings.plain(match.field or "")
    ]


def _without_vague_fields(near: Layout) -> Layout:
    """The layout without required fields whose heading, such as Id or Date, could mean anything."""
    required = required_fields(near.table or "")
    vague = {match.field for match in near.matches if match.field in required and match.sure < headings.LESS_SURE}
    if not vague or implied_history.says_nothing(near):
        return near
    return replace(
        near,
        columns={field: index for field, index in near.columns.items() if field not in vague},
        matches=[replace(match, field=None) if match.field in vague else match for match in near.matches],
        lacking=tuple(field for field in required if field in near.lacking or field in vague),
    )


def _says_enough(near: Layout) -> bool:
    """Whether at least half of the table's required fields have a heading, or the sheet plainly lists persons."""
    return 2 * len(near.lacking) <= len(required_fields(near.table or "")) or _lists_persons(near)


def _lists_persons(near: Layout) -> bool:
    sure = {match.field for match in near.matches if match.field and match.sure >= headings.LESS_SURE}
    named = {match.field for match in near.matches if match.field}
    return near.table == "employees" and len(sure) > 1 and len(named) > 2 and bool(_IDENTITY_FIELDS & named)


def _heading_row(sheet: Sheet) -> tuple[int, tuple[str, ...]]:
    """The first row of several cells that are all words, and its position."""
    wordy = (
        (position, tuple(row))
        for position, row in enumerate(sheet.top(_ROWS_SEARCHED))
        if table_detection.is_wordy([cell for cell in row if cell])
    )
    return next(wordy, (0, ()))


def _subject(sheet: Sheet) -> str:
    first = int(sheet.row_numbers(np.array([0]))[0]) if sheet.cells.num_rows else 1
    return "This " if first == 1 else f"What begins in row {first} "


def _meaning(table: str, field: str) -> str:
    return TABLES[table][field].meaning.split(";")[0]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(", ")[0] + ", …"


def unknown_heading_problems(sheet: Sheet, layout: Layout, mapping: Mapping[str, str]) -> list[Problem]:
    """One warning per heading that HR named for a field and that the sheet does not have."""
    known = {
        headings.plain(name)
        for match in layout.matches
        for name in (match.heading, apart(match.heading, match.column), f"Column {match.column}")
    }
    return [
        Problem(
            f"There is no heading {heading} here, which was said to hold {field}.",
            "Correct the heading.",
            "warning",
            sheet.file,
            sheet.name,
        )
        for field, heading in mapping.items()
        if field in TABLES[layout.table or ""] and heading and headings.plain(heading) not in known
    ]


def bookings(sheet: Sheet, layout: Layout) -> list[Problem]:
    """A warning that the table HR chose for the sheet looks like a list of bookings; empty where it does not."""
    if not layout.bookings:
        return []
    remedy = f"Leave it out, unless it is {layout.table}, as you said."
    return [Problem(_bookings_sentence(sheet, layout), remedy, "warning", sheet.file, sheet.name)]


def _bookings_sentence(sheet: Sheet, layout: Layout) -> str:
    signs = "; ".join(layout.bookings)
    outcome = "change jobs" if layout.interval else "leave the company"
    return (
        f"{_subject(sheet)}looks like a list of leave, courses or projects, which would make people {outcome}: {signs}."
    )


def close_heading_problems(sheet: Sheet, layout: Layout) -> list[Problem]:
    """One warning per heading that was matched only because it is close to a known one."""
    return [
        Problem(
            f"The heading {match.heading} was taken for {match.field}: it is {match.in_words()}.",
            f"Say which heading holds it, {match.field}=HEADING, if this is wrong.",
            "warning",
            sheet.file,
            sheet.name,
            column=match.heading,
            code=CLOSE_HEADING,
        )
        for match in layout.matches
        if match.field in layout.guessed
    ]


_NAME_FIELDS = ("full_name", "last_name")


def proposed_id_column(sheet: Sheet, layout: Layout) -> str | None:
    """The heading of a roster's e-mail column that can serve as id: filled in every row, no value twice; else None."""
    if layout.table != "employees" or "employee_id" in layout.columns or "work_email" not in layout.columns:
        return None
    texts = [text.casefold() for text in _texts(sheet, layout, "work_email")]
    unique = bool(texts) and all("@" in text for text in texts) and len(set(texts)) == len(texts)
    return _heading(layout, "work_email") if unique else None


def missing_id_remedy(sheet: Sheet, layout: Layout) -> str:
    """What HR can do about a roster without ids."""
    if mail := proposed_id_column(sheet, layout):
        condition = f"The addresses under {mail} are different in every row, so they may serve as ids"
        return f"Add a column employee_id. {condition}: employee_id={mail}."
    name = next((field for field in _NAME_FIELDS if field in layout.columns), None)
    if name != "full_name":
        return "Add a column employee_id, or say which heading holds it: employee_id=HEADING."
    heading, names = _heading(layout, name), _texts(sheet, layout, name)
    repeated = len(names) - len(set(names))
    if repeated:
        return (
            f"Add a column employee_id: {repeated:,} rows repeat a name under {heading}, so names cannot serve as ids."
        )
    condition = f"While nobody shares a name or changes it, names may serve as ids: employee_id={heading}."
    return f"Add a column employee_id. {condition}"


def _texts(sheet: Sheet, layout: Layout, field: str) -> list[str]:
    _, cells, _ = data_rows(sheet, layout)
    texts: list[str] = cells.column(layout.columns[field]).to_pylist()
    return texts


def _heading(layout: Layout, field: str) -> str:
    return next(match.heading for match in layout.matches if match.field == field)
