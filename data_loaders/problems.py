"""What is wrong with a file or a row, said so that HR can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]
# Codes of problems that something is decided by.
AMBIGUOUS_DATES = "ambiguous_dates"
CLOSE_HEADING = "close_heading"
ASSUMED_ENCODING = "assumed_encoding"


@dataclass(frozen=True)
class Problem:
    """One thing wrong, where it is in the spreadsheet as a person sees it, and what to do about it.

    An `error` keeps its row (or, without a row, its file) out of the load; a `warning` does not. `code` says which kind
    of problem it is, where something is decided by that; the text is for people alone.
    """

    problem: str
    remedy: str
    severity: Severity = "error"
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    value: str | None = None
    code: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The problem under the keys that `load --json` prints."""
        return {name: value for name, value in asdict(self).items() if name != "code"}

    def sentence(self) -> str:
        """Where, what, and the remedy, in one line for a terminal or a list."""
        place = ", ".join(
            part
            for part in (
                self.file,
                f"sheet {self.sheet}" if self.sheet else None,
                f"row {self.row}" if self.row else None,
                f"column {self.column}" if self.column else None,
            )
            if part
        )
        return f"{place + ': ' if place else ''}{self.problem} {self.remedy}".strip()


class LoadError(Exception):
    """The base of everything the loaders refuse: the problem, then the remedy, in HR's words."""


class LoadRefused(LoadError):
    """A load that was not carried out; nothing was changed.

    `problem` and `remedy` stand apart, for whoever shows them in two places; as text it is both, in one line.
    `problems` are those of single files and rows that led to it.
    """

    def __init__(self, problem: str, remedy: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(problem, remedy)  # both are arguments of the base, so that it goes through a pipe as it is
        self.problem, self.remedy = problem, remedy
        self.problems = list(problems)

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}".strip()
