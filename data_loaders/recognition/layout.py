"""What a sheet was recognised as: its table, its header, and which column is which field."""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.contract.match_reasons import CONFIRMED, MatchReason, in_words

# Where no column says a field, what may: another hire date; names of people and roles, resolved to ids later.
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
    """One column of the sheet: the field it was taken for, None if for none, and how that was found.

    `about` is what the reason names: another heading, field or column. `by_content`: the heading led to a field of
    persons, and what the cells hold to the one that was taken.
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
        """Whether HR said it, now or at an earlier load."""
        return self.how in CONFIRMED and not self.by_content

    def in_words(self) -> str:
        """How it was found, as HR reads it; empty for a column that no field asks for."""
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
    """A heading that stands over several columns, said of one of them."""
    return f"{heading} (column {column})"


def unheaded(column: str) -> str:
    """What a column without a heading is called, by its letter."""
    return f"Column {column} (no heading)"
