"""What a sheet was recognised as: its table, its header, and which column is which field."""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.contract.match_reasons import CONFIRMED, MatchReason, in_words

# Fields that may stand in for one without a column: another hire date; names of people and roles, resolved later.
STAND_INS: dict[str, dict[str, tuple[str, ...]]] = {
    "employees": {"hire_date": ("original_hire_date", "rehire_date"), "manager_id": ("manager_email",)},
    "job_history": {"employee_id": ("employee_name", "employee_email"), "manager_id": ("manager_name",)},
    "promotion_offers": {"employee_id": ("employee_name", "employee_email")},
    "critical_roles": {"incumbent_id": ("incumbent_name", "incumbent_email")},
    "successors": {"employee_id": ("successor_name", "successor_email"), "role_id": ("role_title",)},
    "growth_activities": {"employee_id": ("employee_name", "employee_email")},
}


@dataclass
class ColumnMatch:
    """One column of the sheet: the field it was matched to, None if to none, and why.

    `about` is what the reason names: another heading, field or column. `by_content`: the cells, not the heading,
    decided which field of a person the column is.
    """

    heading: str
    field: str | None
    column: str
    how: MatchReason
    sure: float = 0.0  # 1 where there is no doubt, 0 where nothing was found
    about: tuple[str, ...] = ()
    by_content: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether HR confirmed the match, now or at an earlier load."""
        return self.how in CONFIRMED and not self.by_content

    def in_words(self) -> str:
        """The reason for the match, as HR reads it; empty for a column matched to no field."""
        return in_words(self.how, self.about) + (", by what it holds" if self.by_content else "")


@dataclass
class Layout:
    """What a sheet was recognised as. `table` is the likeliest; `lacking` its required fields that no column brings."""

    table: str | None
    header: int  # position of the last header row, from 0
    matches: list[ColumnMatch]
    columns: dict[str, int]
    lacking: tuple[str, ...]
    score: float = 0.0
    doubtful: bool = False  # its headings could mean anything
    guessed: tuple[str, ...] = ()  # fields whose heading is only close to a known one
    interval: bool = False  # a history of what held from when to when, which does not say what happened
    leavers: bool = False  # a list of last days
    bookings: tuple[str, ...] = ()  # what says that it is a list of leave, courses or projects instead


def apart(heading: str, column: str) -> str:
    """The name of one of several columns with the same heading: the heading and the column's letter."""
    return f"{heading} (column {column})"


def unheaded(column: str) -> str:
    """The name of a column without a heading, by its letter."""
    return f"Column {column} (no heading)"
