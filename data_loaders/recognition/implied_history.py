"""Job histories without an action column: lists of leavers, and lists of the interval each job was held.

A list of leavers has last days and no hire dates: each row is a termination on the last day. A column that says what
happened takes precedence, so that nobody becomes a leaver through another column.
"""

from __future__ import annotations

import re
from dataclasses import replace

from data_loaders.contract import headings, value_words
from data_loaders.contract.fields import TABLES
from data_loaders.contract.match_reasons import MatchReason
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import ColumnMatch, Layout

_PERSON_FIELDS = ("employee_id", "full_name", "work_email")  # columns that identify the person, the surest first
_EXIT_FIELDS = ("employment_status", "involuntary_flag")  # read to work out how somebody left
_LEAVER_FIELDS = {"termination_date", "termination_type", "termination_reason", "involuntary_flag"}
_GAIN = 5.5  # such a list lacks nothing: what a roster without hire dates is short of, and a little less
_SAMPLE, _MOST = 5000, 0.9  # rows, and the share of them that has a last day
_OPEN = re.compile(r"9999|4712|2999|1900")  # years of days that stand for no end


def as_leaver_list(sheet: Sheet, layout: Layout, history: Layout) -> Layout | None:
    """A roster that lacks the hire date, and in which nearly everybody has a last day, as job history; else None.

    `history` is the same sheet laid out as job history; an action column in it takes precedence.
    """
    last_day = "effective_date" if "effective_date" in layout.columns else "termination_date"
    person_field = next((name for name in _PERSON_FIELDS if name in layout.columns), None)
    if (
        layout.table != "employees"
        or "hire_date" in layout.columns
        or not person_field
        or last_day not in layout.columns
    ):
        return None
    if _has_own_action(sheet, history) or (last_day == "effective_date" and not _is_last_day(layout)):
        return None
    if not _nearly_all_end(sheet, layout, person_field, last_day):
        return None
    fields = {person_field: "employee_id", last_day: "effective_date"}
    history_fields = {*TABLES["job_history"], *_EXIT_FIELDS} - {"employee_id", "effective_date"}
    fields |= {name: name for name in layout.columns if name in history_fields}
    return replace(
        layout,
        table="job_history",
        columns={ours: layout.columns[name] for name, ours in fields.items()},
        matches=[_renamed(match, fields) for match in layout.matches],
        lacking=(),
        score=layout.score + _GAIN + (0.0 if person_field == "employee_id" else headings.LESS_SURE),
        doubtful=False,
        guessed=tuple(fields[name] for name in layout.guessed if name in fields),
        leavers=True,
    )


def _has_own_action(sheet: Sheet, history: Layout) -> bool:
    """Whether an action column was confirmed by HR, or holds words for more than terminations.

    Unknown words count as other actions, unless they are yes or no, or the heading is one of how somebody left.
    """
    action = next((match for match in history.matches if match.field == "action"), None)
    if action is None or action.is_confirmed:
        return action is not None
    words = set(sheet.cells.column(history.columns["action"]).slice(history.header + 1, _SAMPLE).to_pylist())
    flags = value_words.flags()
    meanings = {
        value_words.choices("action").get(value_words.plain(word))
        for word in words
        if word and word.casefold() not in flags
    }
    known = {candidate.field for candidate in headings.candidates("employees", action.heading)}
    return bool(meanings - ({None, "termination"} if _LEAVER_FIELDS & known else {"termination"}))


def _is_last_day(layout: Layout) -> bool:
    """Whether the effective date that HR confirmed is a last day, by its own heading or by other columns."""
    day = next(match.heading for match in layout.matches if match.field == "effective_date")
    known = {candidate.field for candidate in headings.candidates("employees", day)}
    return bool(_LEAVER_FIELDS & {*known, *layout.columns})


def _nearly_all_end(sheet: Sheet, layout: Layout, person_field: str, last_day: str) -> bool:
    people, days = (
        sheet.cells.column(layout.columns[name]).slice(layout.header + 1, _SAMPLE).to_pylist()
        for name in (person_field, last_day)
    )
    no_day_words = value_words.empties("termination_date", "date")
    last_days = [day for person, day in zip(people, days, strict=True) if person]
    real_days = [day for day in last_days if day and day.casefold() not in no_day_words and not _OPEN.search(day)]
    return len(real_days) > _MOST * len(last_days) > 0


def _renamed(match: ColumnMatch, fields: dict[str, str]) -> ColumnMatch:
    if match.field is None:
        return match
    if match.field in fields:
        return replace(match, field=fields[match.field])
    return replace(match, field=None, how=MatchReason.NOT_OF_LEAVERS, about=(), by_content=False, sure=0.0)


# What a history stores of a job; a row without any of these brings nothing to store.
_JOB_FIELDS = (
    "track",
    "job_level",
    "job_title",
    "job_family",
    "business_unit",
    "department",
    "manager_id",
    "base_salary",
)
_NO_ACTION_COST = 0.5  # of two layouts, the history that has an action column is the better one


def as_interval_history(sheet: Sheet, layout: Layout) -> Layout:
    """The layout as a history of intervals where a job history lacks only the action; else the layout as it is.

    Needs an end date per row, or people in several rows together with either a sure heading for the effective date or
    at least two job fields.
    """
    if layout.table != "job_history" or layout.lacking != ("action",) or not set(_JOB_FIELDS) & set(layout.columns):
        return layout
    job_fields = len(set(_JOB_FIELDS) & set(layout.columns))
    if "end_date" not in layout.columns and not (
        (_has_sure_effective_date(layout) or job_fields > 1) and _people_repeat(sheet, layout)
    ):
        return layout
    return replace(layout, lacking=(), score=layout.score + 3.0 - _NO_ACTION_COST, interval=True)


def says_nothing(layout: Layout) -> bool:
    """Whether a sheet looks like a history of intervals, but holds none of the job fields that are stored."""
    history = layout.table == "job_history" and layout.lacking == ("action",) and "end_date" in layout.columns
    return history and not set(_JOB_FIELDS) & set(layout.columns)


def _has_sure_effective_date(layout: Layout) -> bool:
    return any(match.field == "effective_date" and match.sure > 0.5 for match in layout.matches)


def _people_repeat(sheet: Sheet, layout: Layout) -> bool:
    ids = sheet.cells.column(layout.columns["employee_id"]).slice(layout.header + 1, 5000).to_pylist()
    filled_ids = [text for text in ids if text]
    return len(set(filled_ids)) < len(filled_ids)
