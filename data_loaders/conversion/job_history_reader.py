"""Reads job history, also without an action: a row of an interval is a change, one of a leaver a termination."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.conversion import derived_fields
from data_loaders.conversion.table_reader import TableReader
from data_loaders.problems import Problem


class JobHistoryReader(TableReader):
    """Reads the rows of a job history."""

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with levels running upward; without an action column, with the action, and departments as units."""
        if "job_level" in frame:
            self.turn_levels(frame)
        if self.layout.leavers:
            return self._as_terminations(frame)
        if not self.layout.interval:
            return frame
        frame["action"] = "change"
        if "department" in self.layout.columns and "business_unit" not in frame:
            self.departments_as_units = True
            units = self.texts_of("department")
            frame["business_unit"] = units.mask(units == "")
        columns = [name for name in self.fields if name in frame]
        return frame[["row_number", *columns]]

    def notices(self) -> list[Problem]:
        """The warning about a history of intervals or a list of leavers; empty for any other history."""
        if self.layout.leavers:
            text = "A list of leavers without their first days: each row is read as the last day of somebody known."
            remedy = "Bring a column Hire Date, to have those counted as well who stand in no roster."
            return [Problem(text, remedy, "warning", self.sheet.file, self.sheet.name)]
        if not self.layout.interval:
            return []
        sentences = [
            "No column says what happened: each row is read as a change on its first day, which is neither a promotion "
            "nor a move."
        ]
        if self.departments_as_units:
            sentences.append("Its departments are taken as units.")
        if people := self._count_of_ended_people():
            sentences.append(f"{people:,} people's last row has an end; whether they left is not said here.")
        remedy = "Bring a column Action, if promotions and moves are to be counted."
        return [Problem(" ".join(sentences), remedy, "warning", self.sheet.file, self.sheet.name)]

    def _as_terminations(self, frame: pd.DataFrame) -> pd.DataFrame:
        frame["action"] = "termination"
        aside = {name: self.texts_of(name) for name in derived_fields.USED if name in self.layout.columns}
        if "termination_type" not in frame:
            ended = frame.assign(termination_date=frame["effective_date"])
            if (types := derived_fields.termination_type(ended, aside)) is not None:
                frame["termination_type"] = types
        return frame[["row_number", *(name for name in self.fields if name in frame)]]

    def _count_of_ended_people(self) -> int:
        """The number of people whose latest row ends before the day of loading."""
        if "end_date" not in self.layout.columns:
            return 0
        ends = self.days_of("end_date")
        frame = pd.DataFrame({"who": self.texts_of("employee_id"), "end": ends})
        latest = frame.assign(end=ends.fillna(pd.Timestamp.max.floor("s"))).groupby("who")["end"].max()
        return int(np.count_nonzero(latest < pd.Timestamp(self.loaded_on)))
