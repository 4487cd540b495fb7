"""Lists of who left, when and how, which do not say when they came: each row is a termination on the last day.

Where a column says what happened, that holds, and nobody is made a leaver by another.
"""

from __future__ import annotations

import re
from dataclasses import replace

from data_loaders.contract import headings, value_words
from data_loaders.contract.fields import TABLES
from data_loaders.contract.match_reasons import MatchReason
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import ColumnMatch, Layout

_WHO = ("employee_id", "full_name", "work_email")  # what may say who it was, the surest first
_HOW = ("employment_status", "involuntary_flag")  # read to work out how somebody left
_OF_LEAVERS = {"termination_date", "termination_type", "termination_reason", "involuntary_flag"}
_GAIN = 5.5  # such a list lacks nothing: what a roster without hire dates is short of, and a little less
_SAMPLE, _MOST = 5000, 0.9  # rows, and the share of them that has a last day
_OPEN = re.compile(r"9999|4712|2999|1900")  # years of days that stand for no end


def as_leaver_list(sheet: Sheet, layout: Layout, history: Layout) -> Layout | None:
    """A roster that lacks the hire date, and in which nearly everybody has a last day, as job history; else None.

    `history` is what the sheet is as a job history: its action, where it has one, goes before.
    """
    last_day = "effective_date" if "effective_date" in layout.columns else "termination_date"
    who = next((name for name in _WHO if name in layout.columns), None)
    if layout.table != "employees" or "hire_date" in layout.columns or not who or last_day not in layout.columns:
        return None
    if _says_what_happened(sheet, history) or (last_day == "effective_date" and not _is_of_leavers(layout)):
        return None
    if not _ended(sheet, layout, who, last_day):
        return None
    fields = {who: "employee_id", last_day: "effective_date"}
    kept = {*TABLES["job_history"], *_HOW} - {"employee_id", "effective_date"}
    fields |= {name: name for name in layout.columns if name in kept}
    return replace(
        layout,
        table="job_history",
        columns={ours: layout.columns[name] for name, ours in fields.items()},
        matches=[_renamed(match, fields) for match in layout.matches],
        lacking=(),
        score=layout.score + _GAIN + (0.0 if who == "employee_id" else headings.LESS_SURE),
        doubtful=False,
        guessed=tuple(fields[name] for name in layout.guessed if name in fields),
        leavers=True,
    )


def _says_what_happened(sheet: Sheet, history: Layout) -> bool:
    """Whether HR said which column is the action, or one is known whose words are not of terminations alone.

    Words nobody knows may be of anything, unless they answer yes or no, or the heading is one of how somebody left.
    """
    action = next((match for match in history.matches if match.field == "action"), None)
    if action is None or action.is_confirmed:
        return action is not None
    words = set(sheet.cells.column(history.columns["action"]).slice(history.header + 1, _SAMPLE).to_pylist())
    flags = value_words.flags()
    meant = {
        value_words.choices("action").get(value_words.plain(word))
        for word in words
        if word and word.casefold() not in flags
    }
    known = {candidate.field for candidate in headings.candidates("employees", action.heading)}
    return bool(meant - ({None, "termination"} if _OF_LEAVERS & known else {"termination"}))


def _is_of_leavers(layout: Layout) -> bool:
    """Whether a day that HR said to be one of a change is a last day, by its own heading or by the columns beside."""
    day = next(match.heading for match in layout.matches if match.field == "effective_date")
    known = {candidate.field for candidate in headings.candidates("employees", day)}
    return bool(_OF_LEAVERS & {*known, *layout.columns})


def _ended(sheet: Sheet, layout: Layout, who: str, last_day: str) -> bool:
    people, days = (
        sheet.cells.column(layout.columns[name]).slice(layout.header + 1, _SAMPLE).to_pylist()
        for name in (who, last_day)
    )
    nothing = value_words.empties("termination_date", "date")
    said = [day for person, day in zip(people, days, strict=True) if person]
    ended = [day for day in said if day and day.casefold() not in nothing and not _OPEN.search(day)]
    return len(ended) > _MOST * len(said) > 0


def _renamed(match: ColumnMatch, fields: dict[str, str]) -> ColumnMatch:
    if match.field is None:
        return match
    if match.field in fields:
        return replace(match, field=fields[match.field])
    return replace(match, field=None, how=MatchReason.NOT_OF_LEAVERS, about=(), by_content=False, sure=0.0)


# What such a row may say of the person; without any of these it says nothing that is kept.
_SAYS = ("track", "job_level", "job_title", "job_family", "business_unit", "department", "manager_id", "base_salary")
_COSTS = 0.5  # a sheet that says what happened is the better history


def as_interval_history(sheet: Sheet, layout: Layout) -> Layout:
    """A layout of job history that lacks nothing but the action, taken without one; else the layout as it is.

    The rows must end on a day as well, or the people stand in it repeatedly, under a heading that plainly is a day of
    change or with several things said of each.
    """
    if layout.table != "job_history" or layout.lacking != ("action",) or not set(_SAYS) & set(layout.columns):
        return layout
    says = len(set(_SAYS) & set(layout.columns))
    if "end_date" not in layout.columns and not ((_sure(layout) or says > 1) and _repeats(sheet, layout)):
        return layout
    return replace(layout, lacking=(), score=layout.score + 3.0 - _COSTS, interval=True)


def says_nothing(layout: Layout) -> bool:
    """Whether a sheet may be such a history and holds none of what is kept of one."""
    history = layout.table == "job_history" and layout.lacking == ("action",) and "end_date" in layout.columns
    return history and not set(_SAYS) & set(layout.columns)


def _sure(layout: Layout) -> bool:
    return any(match.field == "effective_date" and match.sure > 0.5 for match in layout.matches)


def _repeats(sheet: Sheet, layout: Layout) -> bool:
    ids = sheet.cells.column(layout.columns["employee_id"]).slice(layout.header + 1, 5000).to_pylist()
    held = [text for text in ids if text]
    return len(set(held)) < len(held)
