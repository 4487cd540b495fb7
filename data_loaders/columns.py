"""The recognised columns of one sheet on their way to typed values, with every cell that could not be read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders import cleaning, contract, dates, deriving, levels, persons, recognising, snapshots, vocabulary
from data_loaders.problems import Problem, Severity
from data_loaders.recognising import Layout
from data_loaders.said import LEAVE_OUT, Words
from data_loaders.sheets import Sheet

_MEND_FORMULA = (
    "Mend the formula or write the value, open and save the file in its spreadsheet program, and load it again."
)
_SHOWN = 200  # warnings of one column that are listed row by row; the rest are counted
# Numbers that exports may say in words, which HR can match to ours.
ASKED_NUMBERS = ("job_level", "offered_level", "performance_rating", "potential_rating", "criticality")
# Left empty, an unreadable day here would pass for "still employed".
_NEVER_EMPTIED = {"termination_date"}


@dataclass
class Columns:
    """The data rows of a sheet and what was met while typing them."""

    sheet: Sheet
    layout: Layout
    positions: np.ndarray  # of the rows in the sheet
    cells: pa.Table
    loaded_on: date
    order: dates.Order | None = None  # of day and month, as HR said
    words: Words = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = self.sheet.row_numbers(self.positions)
        self.days: pd.Series | None = None  # of each row, in a file of several rosters
        self.fields = contract.TABLES[self.layout.table or ""]
        self.unknown: dict[tuple[str, str], int] = {}  # field and word nobody knows → rows
        self.heard: dict[tuple[str, str], tuple[str, int]] = {}  # field and word → what HR said it means, rows
        self.either: list[cleaning.EitherWay] = []
        self._out: set[int] = set()  # rows left out because of a word
        self.headings = {match.field: match.heading for match in self.layout.matches if match.field}

    def frame(self) -> pd.DataFrame:
        """`row_number` and every canonical column that the sheet brings, in the contract's order."""
        frame = self._frame(self._circumstances())
        if not self._out:
            return frame
        kept = ~frame["row_number"].isin(self._out)
        if self.days is not None:
            self.days = self.days[kept.to_numpy()].reset_index(drop=True)
        return frame[kept].reset_index(drop=True)

    def _frame(self, given: cleaning.Circumstances) -> pd.DataFrame:
        values: dict[str, pd.Series] = {"row_number": pd.Series(self.rows, dtype="int64")}
        brought = [name for name in self.fields if name in self.layout.columns]
        with ThreadPoolExecutor() as threads:
            typed = threads.map(lambda name: cleaning.clean(self._cells(name), name, self.fields[name], given), brought)
            for name, cleaned in zip(brought, typed, strict=True):
                self._tell(name, self.fields[name], cleaned)
                values[name] = cleaned.values
        if self.layout.table != "employees":
            self._fill_by_name(values, given)
        frame = pd.DataFrame(values)
        if self.layout.table == "employees":
            self._read_days(given)
            return self._complete(frame)
        if self.layout.table == "critical_roles" and "is_critical" in self.layout.columns:
            return self._only_critical(frame)
        return frame

    def _fill_by_name(self, values: dict[str, pd.Series], given: cleaning.Circumstances) -> None:
        """Where an id is empty, the name or e-mail beside it stands in; who or what that is, the load finds out."""
        for identity, names in recognising.STAND_INS[self.layout.table or ""].items():
            for name in names:
                if identity in values and name in self.layout.columns:
                    cleaned = cleaning.clean(self._cells(name), identity, self.fields[identity], given)
                    values[identity] = values[identity].fillna(cleaned.values)

    def _read_days(self, given: cleaning.Circumstances) -> None:
        if "as_of" not in self.layout.columns:
            return
        cleaned = snapshots.days(self._cells("as_of"), given)
        self._tell("as_of", contract.Field("date", required=True), cleaned)
        undated = np.setdiff1d(np.flatnonzero(cleaned.values.isna().to_numpy()), cleaned.bad)
        texts = pd.Series("", range(len(cleaned.values)))
        why = "The row does not say which day it shows, and is left out."
        self._tell_rows("as_of", undated, texts, why, "Fill in the day, or leave the row out.", "error")
        self.days = cleaned.values

    def _only_critical(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Positions marked as not critical are no critical roles; they are left out by name."""
        marks = self._cells("is_critical").to_pandas().astype("str")
        critical = marks.str.casefold().map(vocabulary.flags()).astype("boolean").fillna(True).to_numpy(bool)
        why = "The position is marked as not critical ({}); it is left out."
        self._tell_rows(
            "is_critical", np.flatnonzero(~critical), marks, why, "Mark it as critical if it is.", "warning"
        )
        return frame.take(np.flatnonzero(critical)).reset_index(drop=True)

    def _circumstances(self) -> cleaning.Circumstances:
        dated = [name for name, what in self.fields.items() if what.kind == "date" and name in self.layout.columns]
        order, proof = cleaning.said_order([(self.headings[name], self._cells(name)) for name in dated])
        order, source = (self.order, cleaning.AS_SAID) if self.order else (order, f"as in column {proof}")
        words = {(name, vocabulary.plain(word)): means for (name, word), means in self.words.items()}
        return cleaning.Circumstances(self.loaded_on, order, source, words)

    def _cells(self, name: str) -> pa.ChunkedArray:
        return self.cells.column(self.layout.columns[name])

    def _complete(self, frame: pd.DataFrame) -> pd.DataFrame:
        aside = {
            name: self._cells(name).to_pandas().astype("str") for name in deriving.USED if name in self.layout.columns
        }
        if "employment_status" in aside:
            aside["employment_status"] = self._status(aside["employment_status"])
        if "rehire_date" in self.layout.columns:
            self._start_at_rehire(frame)
        if "job_level" in frame:
            self._turn_levels(frame)
        self._find_managers(frame, aside)
        if "full_name" not in frame and (names := deriving.full_name(aside)) is not None:
            frame["full_name"] = names
        if "termination_type" not in frame and (types := deriving.termination_type(frame, aside)) is not None:
            frame["termination_type"] = types
        if "employment_status" in aside:
            self._compare_with_status(frame, aside["employment_status"])
        if "work_email" in self.layout.columns:
            frame["work_email"] = self._cells("work_email").to_pandas().astype("str").str.casefold()
        if "job_level" in frame and (worded := levels.in_words(self._cells("job_level"))) is not None:
            frame["level_words"] = worded
        return frame[["row_number", *(name for name in (*self.fields, "work_email", "level_words") if name in frame)]]

    def _status(self, texts: pd.Series) -> pd.Series:
        """Each row's employment status, with HR's answers in the place of words that are not ours."""
        words, codes = cleaning.distinct(self._cells("employment_status"))
        words, heard = cleaning.translated(words, codes, "employment_status", self._circumstances().words)
        self._hear("employment_status", heard)
        known = words.map(vocabulary.plain).isin(vocabulary.statuses())
        empty = words.str.casefold().isin(vocabulary.empties("employment_status", "choice"))
        unknown = (~known & ~empty).to_numpy(bool)[codes]
        read = words.take(codes).set_axis(texts.index)
        self._ask("employment_status", read[unknown])
        return read

    def _ask(self, name: str, unknown: pd.Series) -> None:
        """Count each word nobody knows, one for all its spellings."""
        spelled: dict[str, str] = {}
        for word, rows in unknown.value_counts().items():
            key = (name, spelled.setdefault(vocabulary.plain(str(word)), str(word)))
            self.unknown[key] = self.unknown.get(key, 0) + int(rows)

    def _hear(self, name: str, heard: dict[str, tuple[str, np.ndarray]]) -> None:
        """Keep which words HR's answers were used for; rows they leave out are told one by one."""
        for word, (means, positions) in heard.items():
            self.heard[name, word] = (means, len(positions))
            if means == LEAVE_OUT:
                self._out |= set(self.rows[positions].tolist())
                texts = pd.Series(word, positions)
                why = "{} stands here, and rows with it are left out, as you said."
                self._tell_rows(name, positions, texts, why, "Nothing to do, unless it is data.", "warning")

    def _start_at_rehire(self, frame: pd.DataFrame) -> None:
        """A rehire begins a new employment: what the row says of today belongs to that one."""
        cleaned = cleaning.clean(self._cells("rehire_date"), "hire_date", contract.Field("date"), self._circumstances())
        later = (cleaned.values > frame["hire_date"]).to_numpy(bool)
        if later.any():
            frame["hire_date"] = cleaned.values.where(later, frame["hire_date"])
            told = f"{later.sum():,} people were rehired; their employment starts on the later date."
            self._add(told, "Bring a row for each earlier employment, to count it as well.", "warning", "rehire_date")

    def _turn_levels(self, frame: pd.DataFrame) -> None:
        turned = levels.upward(frame, self._cells("job_level"), self.headings["job_level"])
        if turned is not None:
            frame["job_level"], problem = turned
            self._add(problem, "Bring levels that run upward, 1 = entry, if this is wrong.", "warning", "job_level")

    def _find_managers(self, frame: pd.DataFrame, aside: dict[str, pd.Series]) -> None:
        if "manager_name" not in aside:
            return
        names = frame["full_name"] if "full_name" in frame else deriving.full_name(aside)
        if names is None:
            return
        found = persons.managers_by_name(frame, names, aside["manager_name"])
        if found is None:
            return
        frame["manager_id"] = found.ids
        self._add(found.summary, "Bring the managers' employee ids to be sure.", "warning", "manager_name")
        for rows, why in (
            (found.several, "is the name of several people"),
            (found.unknown, "is nobody's name in the file"),
        ):
            for name, same in aside["manager_name"].iloc[rows].groupby(aside["manager_name"]):
                told = f"{name}, manager in {len(same):,} rows, {why}; their manager is left empty."
                self._add(told, "Bring the manager's employee id.", "warning", "manager_name", int(same.index[0]), name)

    def _compare_with_status(self, frame: pd.DataFrame, status: pd.Series) -> None:
        left = deriving.left_by_status(status)
        ended = frame["termination_date"] if "termination_date" in frame else pd.Series(pd.NaT, frame.index)
        past = ended < pd.Timestamp(self.loaded_on)
        self._tell_rows(
            "employment_status",
            np.flatnonzero((left.fillna(False) & ended.isna()).to_numpy(bool)),
            status,
            "The status {} says that the person left, but there is no termination date; they count as employed.",
            "Give the termination date.",
            "warning",
        )
        self._tell_rows(
            "employment_status",
            np.flatnonzero((~left.fillna(True) & past).to_numpy(bool)),
            status,
            "The status {} says that the person is here, but the termination date has passed; they count as a leaver.",
            "Correct the status or the date.",
            "warning",
        )

    def _tell(self, name: str, what: contract.Field, cleaned: cleaning.Cleaned) -> None:
        for problem, remedy in cleaned.remarks:
            self._add(problem, remedy, "warning", name)
        self._hear(name, cleaned.heard)
        if cleaned.either:
            self.either.append(replace(cleaned.either, heading=self.headings.get(name, name)))
        severe = what.required or what.kind == "id" or name in _NEVER_EMPTIED
        problem = f"{{}} was not understood as {name}{'' if severe else ' and is left empty'}."
        severity: Severity = "error" if severe else "warning"
        failed = cleaned.texts.str.startswith(("#", "=")).to_numpy(bool)
        self._tell_rows(name, cleaned.bad[~failed], cleaned.texts, problem, cleaned.remedy, severity)
        if what.kind in ("choice", "flag") or name in ASKED_NUMBERS:
            words = cleaned.texts[~failed]
            asked = words[words.str.contains(r"[^\W\d_]")] if what.kind == "integer" else words
            self._ask(name, asked)
        broken = f"The cell holds {{}}, a formula without a value, as {name}{'' if severe else '; it is left empty'}."
        self._tell_rows(name, cleaned.bad[failed], cleaned.texts, broken, _MEND_FORMULA, severity)

    def _tell_rows(
        self, name: str, positions: np.ndarray, texts: pd.Series, problem: str, remedy: str, severity: Severity
    ) -> None:
        shown = positions if severity == "error" else positions[:_SHOWN]
        for position in shown:
            text = texts.loc[position]
            self._add(problem.replace("{}", text), remedy, severity, name, int(position), text)
        if more := len(positions) - len(shown):
            self._add(f"{more:,} more rows: {problem.replace('{}', 'the value')}", remedy, severity, name)

    def _add(
        self, problem: str, remedy: str, severity: Severity, name: str, at: int | None = None, value: str | None = None
    ) -> None:
        row = None if at is None else int(self.rows[at])
        cell = None if at is None else self.sheet.address(int(self.positions[at]), self.layout.columns[name])
        heading = self.headings.get(name, name)
        self.problems.append(
            Problem(problem, remedy, severity, self.sheet.file, self.sheet.name, row, heading, cell, value)
        )
