"""What the rows of a roster need beside typed cells: their days, statuses, managers, levels that run upward."""

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
    """The rows of a roster."""

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rosters' rows with names, managers, ways of leaving and levels worked out from what stands beside."""
        self._read_days()
        aside = {name: self.texts_of(name) for name in derived_fields.USED if name in self.layout.columns}
        if "employment_status" in aside:
            aside["employment_status"] = self._status(aside["employment_status"])
        elif "left_flag" in self.layout.columns:
            aside["employment_status"] = self._answers("left_flag", {True: "left", False: "here"})
        if "rehire_date" in self.layout.columns:
            self._start_at_rehire(frame)
        if "version_end" in self.layout.columns and self.days is None:
            self._keep_newest_versions(frame)
        if "job_level" in frame:
            self.turn_levels(frame)
        self._take_currency(frame)
        self._tell_of_groups(frame)
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
        """Each row's employment status, with HR's answers in the place of words that are not ours."""
        words, codes = typed_columns.distinct(self.cells_of("employment_status"))
        if headings.plain(self.told.headings["employment_status"]) in value_words.headings_of_presence():
            words = _answered(words, {True: "here", False: "left"})
        words, heard = typed_columns.translated(words, codes, "employment_status", self.given.words)
        self.told.hear("employment_status", heard)
        known = words.map(value_words.plain).isin(value_words.statuses())
        empty = words.str.casefold().isin(value_words.empties("employment_status", "choice"))
        unknown = (~known & ~empty).to_numpy(bool)[codes]
        read = words.take(codes).set_axis(texts.index)
        self.told.ask("employment_status", read[unknown])
        return read

    def _answers(self, name: str, meanings: Mapping[bool, str]) -> pd.Series:
        """Each row's yes or no as the status it means, empty where it is neither."""
        texts = self.texts_of(name)
        said = _answered(texts, meanings)
        return said.where(said.isin(meanings.values()), "")

    def _start_at_rehire(self, frame: pd.DataFrame) -> None:
        """A rehire begins a new employment: what the row says of today belongs to that one."""
        cleaned = typed_columns.clean(self.cells_of("rehire_date"), "hire_date", fields.Field("date"), self.given)
        later = (cleaned.values > frame["hire_date"]).to_numpy(bool)
        if later.any():
            frame["hire_date"] = cleaned.values.where(later, frame["hire_date"])
            told = f"{later.sum():,} people were rehired; their employment starts on the later date."
            self.told.add(
                told, "Bring a row for each earlier employment, to count it as well.", "warning", "rehire_date"
            )

    def _keep_newest_versions(self, frame: pd.DataFrame) -> None:
        """Of several versions of one employment, each with the day until which it held, the newest counts."""
        ends = self.days_of("version_end").fillna(pd.Timestamp.max.floor("s"))
        of_one = [frame["employee_id"].to_numpy(), frame["hire_date"].to_numpy()]
        older = np.flatnonzero((ends < ends.groupby(of_one).transform("max")).to_numpy(bool))
        if len(older):
            self.told.left_out |= set(older.tolist())
            told = f"{len(older):,} rows show how people were earlier, who stand here again; they are left out."
            remedy = "Bring a job history, or a roster for each day, to have the changes as well."
            self.told.add(told, remedy, "warning", "version_end")

    def _take_currency(self, frame: pd.DataFrame) -> None:
        """The currency that the heading of the salaries names: Salary (EUR)."""
        if "base_salary" not in frame or "currency" in frame:
            return
        heading = self.told.headings["base_salary"]
        if code := numbers.currency(heading):
            frame["currency"] = pd.Series(code, frame.index, dtype="str").where(frame["base_salary"].notna())
            told = f"The salaries are taken to be in {code}, as the heading {heading} says."
            self.told.add(told, "Bring a column Currency if some are not.", "warning", "base_salary")

    def _tell_of_groups(self, frame: pd.DataFrame) -> None:
        """Units that stand in the first row of each group alone may hold for the rows below; nobody can know."""
        for name in (name for name in _PLACES if name in frame and len(frame) > 3):
            held = frame[name].dropna()
            if held.is_unique and 1 < len(held) <= len(frame) / 2 and held.index[0] == 0:
                told = f"It stands in {len(held):,} of {len(frame):,} rows, each time something else."
                remedy = "If it stands for the rows below as well, fill it down: they lack it now."
                self.told.add(told, remedy, "warning", name)

    def _find_managers(self, frame: pd.DataFrame, aside: dict[str, pd.Series]) -> None:
        if "manager_name" not in aside:
            return
        names = frame["full_name"] if "full_name" in frame else derived_fields.full_name(aside)
        if names is None:
            return
        found = manager_names.managers_by_name(frame, names, aside["manager_name"])
        if found is None:
            return
        frame["manager_id"] = found.ids
        self.told.add(found.summary, "Bring the managers' employee ids to be sure.", "warning", "manager_name")
        for rows, why in (
            (found.several, "is the name of several people"),
            (found.unknown, "is nobody's name in the file"),
        ):
            for name, same in aside["manager_name"].iloc[rows].groupby(aside["manager_name"]):
                told = f"{name}, manager in {len(same):,} rows, {why}; their manager is left empty."
                self.told.add(
                    told, "Bring the manager's employee id.", "warning", "manager_name", int(same.index[0]), name
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


def _answered(words: pd.Series, meanings: Mapping[bool, str]) -> pd.Series:
    """Yes and no in the words they mean here; other words as they are."""
    said = words.str.casefold().map(value_words.flags()).map(meanings)
    return words.mask(said.notna(), said).astype("str")
