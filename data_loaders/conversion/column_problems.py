"""Problems of the cells of a sheet, each with row, column, cell, value and remedy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders.contract import fields, value_words
from data_loaders.contract.upload_answers import LEAVE_OUT
from data_loaders.conversion import typed_columns
from data_loaders.problems import Problem, Severity
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import Layout

_MEND_FORMULA = (
    "Mend the formula or write the value, open and save the file in its spreadsheet program, and load it again."
)
_SHOWN = 200  # warnings of one column that are listed row by row; the rest are counted
# Numbers that exports may say in words, which HR can match to ours.
_ASKED_NUMBERS = ("job_level", "offered_level", "performance_rating", "potential_rating", "criticality")
# Left empty, an unreadable day here would pass for "still employed".
_NEVER_EMPTIED = {"termination_date"}


class ColumnProblems:
    """The problems of one sheet's rows, the unknown words, those HR matched, and the rows an answer leaves out.

    Positions count the data rows that are read, from 0.
    """

    def __init__(self, sheet: Sheet, layout: Layout, positions: np.ndarray) -> None:
        self.problems: list[Problem] = []
        self.unknown: dict[tuple[str, str], int] = {}  # field and word nobody knows → rows
        self.heard: dict[tuple[str, str], tuple[str, int]] = {}  # field and word → what HR said it means, rows
        self.either: list[typed_columns.EitherWay] = []
        self.left_out: set[int] = set()  # positions of the rows left out because of a word
        self.wrong: set[int] = set()  # positions of the rows with an error
        self.headings = {match.field: match.heading for match in layout.matches if match.field}
        self._sheet, self._layout, self._positions = sheet, layout, positions
        self._rows = sheet.row_numbers(positions)

    def column(self, name: str, what: fields.Field, cleaned: typed_columns.TypedColumn) -> None:
        """Add the problems of one typed column: unreadable cells, unknown words, days that fit both orders."""
        for remark in cleaned.remarks:
            self.add(remark.problem, remark.remedy, "warning", name, code=remark.code)
        self.hear(name, cleaned.heard)
        if cleaned.either:
            self.either.append(replace(cleaned.either, heading=self.headings.get(name, name)))
        severe = what.required or what.kind == "id" or name in _NEVER_EMPTIED
        problem = f"{{}} was not understood as {name}{'' if severe else ' and is left empty'}."
        severity: Severity = "error" if severe else "warning"
        is_formula = cleaned.texts.str.startswith(("#", "=")).to_numpy(bool)
        self.rows(name, cleaned.bad[~is_formula], cleaned.texts, problem, cleaned.remedy, severity)
        if what.kind in ("choice", "flag") or name in _ASKED_NUMBERS:
            words = cleaned.texts[~is_formula]
            unknown_words = words[words.str.contains(r"[^\W\d_]")] if what.kind == "integer" else words
            self.ask(name, unknown_words)
        formula_problem = (
            f"The cell holds {{}}, a formula without a value, as {name}{'' if severe else '; it is left empty'}."
        )
        self.rows(name, cleaned.bad[is_formula], cleaned.texts, formula_problem, _MEND_FORMULA, severity)

    def rows(
        self, name: str, positions: np.ndarray, texts: pd.Series, problem: str, remedy: str, severity: Severity
    ) -> None:
        """Add one problem per row, with the row's text for `{}`; warnings past the first 200 are only counted."""
        shown = positions if severity == "error" else positions[:_SHOWN]
        for position in shown:
            text = texts.loc[position]
            self.add(problem.replace("{}", text), remedy, severity, name, int(position), text)
        if more := len(positions) - len(shown):
            self.add(f"{more:,} more rows: {problem.replace('{}', 'the value')}", remedy, severity, name)

    def add(
        self,
        problem: str,
        remedy: str,
        severity: Severity,
        name: str,
        at: int | None = None,
        value: str | None = None,
        code: str = "",
    ) -> None:
        """Add one problem of the column matched to a field, or of its cell at the position `at`."""
        row = None if at is None else int(self._rows[at])
        if at is not None and severity == "error":
            self.wrong.add(at)
        cell = None if at is None else self._sheet.address(int(self._positions[at]), self._layout.columns[name])
        heading = self.headings.get(name, name)
        self.problems.append(
            Problem(problem, remedy, severity, self._sheet.file, self._sheet.name, row, heading, cell, value, code)
        )

    def ask(self, name: str, unknown: pd.Series) -> None:
        """Count the rows of each unknown word, all its spellings together."""
        spelled: dict[str, str] = {}
        for word, rows in unknown.value_counts().items():
            key = (name, spelled.setdefault(value_words.plain(str(word)), str(word)))
            self.unknown[key] = self.unknown.get(key, 0) + int(rows)

    def hear(self, name: str, heard: dict[str, tuple[str, np.ndarray]]) -> None:
        """Record the words that HR's answers were used for, with one warning per row that an answer leaves out."""
        for word, (means, positions) in heard.items():
            self.heard[name, word] = (means, len(positions))
            if means == LEAVE_OUT:
                self.left_out |= set(positions.tolist())
                texts = pd.Series(word, positions)
                why = "{} stands here, and rows with it are left out, as you said."
                self.rows(name, positions, texts, why, "Nothing to do, unless it is data.", "warning")
