"""Histories that say what held from when to when, and not what happened: each row is a change on its first day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders import deriving
from data_loaders.columns import Columns
from data_loaders.layouts import Layout
from data_loaders.problems import Problem
from data_loaders.sheets import Sheet

# What such a row may say of the person; without any of these it says nothing that is kept.
_SAYS = ("track", "job_level", "job_title", "job_family", "business_unit", "department", "manager_id", "base_salary")
_COSTS = 0.5  # a sheet that says what happened is the better history


def as_history(sheet: Sheet, layout: Layout) -> Layout:
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


class History(Columns):
    """The rows of job history."""

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Levels that run upward; in a history of intervals the action as well, and the department as the unit."""
        if "job_level" in frame:
            self.turn_levels(frame)
        if self.layout.leavers:
            return self._last_days(frame)
        if not self.layout.interval:
            return frame
        frame["action"] = "change"
        if "department" in self.layout.columns and "business_unit" not in frame:
            self.departments_as_units = True
            units = self.texts_of("department")
            frame["business_unit"] = units.mask(units == "")
        named = [name for name in self.fields if name in frame]
        return frame[["row_number", *named]]

    def notices(self) -> list[Problem]:
        """What HR should know of a history of intervals, or of a list of leavers."""
        if self.layout.leavers:
            text = "A list of leavers without their first days: each row is read as the last day of somebody known."
            remedy = "Bring a column Hire Date, to have those counted as well who stand in no roster."
            return [Problem(text, remedy, "warning", self.sheet.file, self.sheet.name)]
        if not self.layout.interval:
            return []
        told = [
            "No column says what happened: each row is read as a change on its first day, which is neither a promotion "
            "nor a move."
        ]
        if self.departments_as_units:
            told.append("Its departments are taken as units.")
        if ended := self._ended():
            told.append(f"{ended:,} people's last row has an end; whether they left is not said here.")
        remedy = "Bring a column Action, if promotions and moves are to be counted."
        return [Problem(" ".join(told), remedy, "warning", self.sheet.file, self.sheet.name)]

    def _last_days(self, frame: pd.DataFrame) -> pd.DataFrame:
        frame["action"] = "termination"
        aside = {name: self.texts_of(name) for name in deriving.USED if name in self.layout.columns}
        if "termination_type" not in frame:
            ended = frame.assign(termination_date=frame["effective_date"])
            if (types := deriving.termination_type(ended, aside)) is not None:
                frame["termination_type"] = types
        return frame[["row_number", *(name for name in self.fields if name in frame)]]

    def _ended(self) -> int:
        """The people whose latest row has an end before the day of loading."""
        if "end_date" not in self.layout.columns:
            return 0
        ends = self.days_of("end_date")
        frame = pd.DataFrame({"who": self.texts_of("employee_id"), "end": ends})
        latest = frame.assign(end=ends.fillna(pd.Timestamp.max.floor("s"))).groupby("who")["end"].max()
        return int(np.count_nonzero(latest < pd.Timestamp(self.loaded_on)))
