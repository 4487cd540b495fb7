"""Reads rosters: beside typed cells their days, statuses, managers, and levels running upward."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data_loaders.contract import fields, headings, value_words
from data_loaders.conversion import as_of_date, derived_fields, job_levels, manager_names, typed_columns
from data_loaders.conversion.table_reader import TableReader
from data_loaders.literals import numbers

_PLACES = ("business_unit", "department", "location", "country", "job_family")


class RosterReader(TableReader):
    """Reads the rows of a roster."""

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with names, managers, termination types and levels derived from the other columns."""
        self._read_days()
        aside = {name: self.texts_of(name) for name in derived_fields.USED if name in self.layout.columns}
        if "employment_status" in aside:
            aside["employment_status"] = self._status(aside["employment_status"])
        elif "left_flag" in self.layout.columns:
            aside["employment_status"] = self._flags_as_status("left_flag", {True: "left", False: "here"})
        if "rehire_date" in self.layout.columns:
            self._start_at_rehire(frame)
        if "version_end" in self.layout.columns and self.days is None:
            self._keep_newest_versions(frame)
        if "job_level" in frame:
            self.turn_levels(frame)
        self._fill_currency(frame)
        self._warn_of_group_labels(frame)
        self._find_managers(frame, aside)
        if "full_name" not in frame and (names := derived_fields.full_name(aside)) is not None:
            frame["full_name"] = names
        if "termination_type" not in frame and (types := derived_fields.termination_type(frame, aside)) is not None:
            frame["termination_type"] = types
        if "employment_status" in aside:
            name = "employment_status" if "employment_status" in self.layout.columns else "left_flag"
            self._compare_with_status(frame, name, aside["employment_status"])
        if "work_email" in self.layout.columns:
            frame["work_email"] = self.texts_of("work_email").str.casefold()
        if "job_level" in frame and (worded := job_levels.in_words(self.cells_of("job_level"))) is not None:
            frame["level_words"] = worded
        return frame[["row_number", *(name for name in (*self.fields, "work_email", "level_words") if name in frame)]]

    def _status(self, texts: pd.Series) -> pd.Series:
        """Each row's employment status, with HR's answers in the place of unknown words."""
        words, codes = typed_columns.distinct(self.cells_of("employment_status"))
        if headings.plain(self.told.headings["employment_status"]) in value_words.headings_of_presence():
            words = _flags_as_words(words, {True: "here", False: "left"})
        words, heard = typed_columns.translated(words, codes, "employment_status", self.given.words)
        self.told.hear("employment_status", heard)
        known = words.map(value_words.plain).isin(value_words.statuses())
        empty = words.str.casefold().isin(value_words.empties("employment_status", "choice"))
        unknown = (~known & ~empty).to_numpy(bool)[codes]
        read = words.take(codes).set_axis(texts.index)
        self.told.ask("employment_status", read[unknown])
        return read

    def _flags_as_status(self, name: str, meanings: Mapping[bool, str]) -> pd.Series:
        """Each row's yes or no as the status it means, empty where it is neither."""
        texts = self.texts_of(name)
        statuses = _flags_as_words(texts, meanings)
        return statuses.where(statuses.isin(meanings.values()), "")

    def _start_at_rehire(self, frame: pd.DataFrame) -> None:
        """Move the hire date of a rehired person to the rehire: the row's other values belong to that employment."""
        cleaned = typed_columns.clean(self.cells_of("rehire_date"), "hire_date", fields.Field("date"), self.given)
        later = (cleaned.values > frame["hire_date"]).to_numpy(bool)
        if later.any():
            frame["hire_date"] = cleaned.values.where(later, frame["hire_date"])
            text = f"{later.sum():,} people were rehired; their employment starts on the later date."
            self.told.add(
                text, "Bring a row for each earlier employment, to count it as well.", "warning", "rehire_date"
            )

    def _keep_newest_versions(self, frame: pd.DataFrame) -> None:
        """Leave out all but the newest version of each employment, by the day each version ended."""
        ends = self.days_of("version_end").fillna(pd.Timestamp.max.floor("s"))
        employment = [frame["employee_id"].to_numpy(), frame["hire_date"].to_numpy()]
        older = np.flatnonzero((ends < ends.groupby(employment).transform("max")).to_numpy(bool))
        if len(older):
            self.told.left_out |= set(older.tolist())
            text = f"{len(older):,} rows show how people were earlier, who stand here again; they are left out."
            remedy = "Bring a job history, or a roster for each day, to have the changes as well."
            self.told.add(text, remedy, "warning", "version_end")

    def _fill_currency(self, frame: pd.DataFrame) -> None:
        """Fill the currency that the heading of the salaries names, as in Salary (EUR)."""
        if "base_salary" not in frame or "currency" in frame:
            return
        heading = self.told.headings["base_salary"]
        if code := numbers.currency(heading):
            frame["currency"] = pd.Series(code, frame.index, dtype="str").where(frame["base_salary"].notna())
            text = f"The salaries are taken to be in {code}, as the heading {heading} says."
            self.told.add(text, "Bring a column Currency if some are not.", "warning", "base_salary")

    def _warn_of_group_labels(self, frame: pd.DataFrame) -> None:
        """Warn of values that may be labels of a group: only in its first row, and perhaps meant for the rows below."""
        for name in (name for name in _PLACES if name in frame and len(frame) > 3):
            filled = frame[name].dropna()
            if filled.is_unique and 1 < len(filled) <= len(frame) / 2 and filled.index[0] == 0:
                text = f"It stands in {len(filled):,} of {len(frame):,} rows, each time something else."
                remedy = "If it stands for the rows below as well, fill it down: they lack it now."
                self.told.add(text, remedy, "warning", name)

    def _find_managers(self, frame: pd.DataFrame, aside: dict[str, pd.Series]) -> None:
        if "manager_name" not in aside:
            return
        names = frame["full_name"] if "full_name" in frame else derived_fields.full_name(aside)
        if names is None:
            return
        managers = manager_names.managers_by_name(frame, names, aside["manager_name"])
        if managers is None:
            return
        frame["manager_id"] = managers.ids
        self.told.add(managers.summary, "Bring the managers' employee ids to be sure.", "warning", "manager_name")
        for rows, why in (
            (managers.several, "is the name of several people"),
            (managers.unknown, "is nobody's name in the file"),
        ):
            for name, rows_of_name in aside["manager_name"].iloc[rows].groupby(aside["manager_name"]):
                text = f"{name}, manager in {len(rows_of_name):,} rows, {why}; their manager is left empty."
                self.told.add(
                    text,
                    "Bring the manager's employee id.",
                    "warning",
                    "manager_name",
                    int(rows_of_name.index[0]),
                    name,
                )

    def _compare_with_status(self, frame: pd.DataFrame, name: str, status: pd.Series) -> None:
        heading, shown = self.told.headings.get(name, "Status"), self.texts_of(name)
        left = derived_fields.left_by_status(status)
        ended = frame["termination_date"] if "termination_date" in frame else pd.Series(pd.NaT, frame.index)
        past = ended < (pd.Timestamp(self.loaded_on) if self.days is None else self.days)
        self.told.rows(
            name,
            np.flatnonzero((left.fillna(False) & ended.isna()).to_numpy(bool)),
            shown,
            f"{heading} {{}} says that the person left, but there is no termination date; they count as employed.",
            "Give the termination date.",
            "warning",
        )
        self.told.rows(
            name,
            np.flatnonzero((~left.fillna(True) & past).to_numpy(bool)),
            shown,
            f"{heading} {{}} says that the person is here, but the last day has passed; they count as a leaver.",
            "Correct the status or the date.",
            "warning",
        )

    def _read_days(self) -> None:
        if "as_of" not in self.layout.columns:
            return
        cleaned = as_of_date.days(self.cells_of("as_of"), self.given)
        self.told.column("as_of", fields.Field("date", required=True), cleaned)
        undated = np.setdiff1d(np.flatnonzero(cleaned.values.isna().to_numpy()), cleaned.bad)
        texts = pd.Series("", range(len(cleaned.values)))
        why = "The row does not say which day it shows, and is left out."
        self.told.rows("as_of", undated, texts, why, "Fill in the day, or leave the row out.", "error")
        self.days = cleaned.values


def _flags_as_words(words: pd.Series, meanings: Mapping[bool, str]) -> pd.Series:
    """Yes and no in the words they mean here; other words as they are."""
    meant_words = words.str.casefold().map(value_words.flags()).map(meanings)
    return words.mask(meant_words.notna(), meant_words).astype("str")
