"""HR's answers about an upload: the day, the table, headings, words, the order of day and month, mended cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

LEAVE_OUT = "leave out"  # said of a word: the rows that hold it stay out
LEAVE_EMPTY = ""  # said of a word: the cell counts as empty
NOTHING = "nothing"  # said of a sheet: it holds none of the tables, and is not taken

Words = Mapping[tuple[str, str], str]  # field and word → what it means


@dataclass(frozen=True)
class UploadAnswers:
    """What HR said about one file: its day, what it holds, its sheet, field → heading, mended cells, rows left out.

    `words` and `order` say how its texts are read, `hidden` which hidden sheets are taken as well. `sheets` holds what
    was said of single sheets, by name; it goes before what was said of the file.
    """

    as_of: date | None = None
    table: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    mends: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    left_out: frozenset[tuple[str | None, int]] = frozenset()  # sheet and row
    words: Words = field(default_factory=dict)
    order: Order | None = None
    hidden: frozenset[str] = frozenset()
    sheets: Mapping[str | None, UploadAnswers] = field(default_factory=dict)

    def of(self, sheet: str | None) -> UploadAnswers:
        """The answers for one sheet: its own, else those about the file."""
        return self.after(self.sheets[sheet]) if sheet in self.sheets else self

    def after(self, other: UploadAnswers) -> UploadAnswers:
        """The other's answers, and these where the other has none."""
        return replace(
            self,
            as_of=other.as_of or self.as_of,
            table=other.table or self.table,
            mapping={**self.mapping, **other.mapping},
            words={**self.words, **other.words},
            order=other.order or self.order,
        )


Order = Literal["day first", "month first"]
