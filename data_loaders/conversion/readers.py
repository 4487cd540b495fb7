"""The class that reads the rows of each table that needs more than typed cells."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.contract import value_words
from data_loaders.conversion.job_history_reader import JobHistoryReader
from data_loaders.conversion.roster_reader import RosterReader
from data_loaders.conversion.table_reader import TableReader


class CriticalRolesReader(TableReader):
    """Reads the rows of critical roles."""

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows without positions marked as not critical, with one warning per row left out."""
        if "is_critical" not in self.layout.columns:
            return frame
        marks = self.texts_of("is_critical")
        critical = marks.str.casefold().map(value_words.flags()).astype("boolean").fillna(True).to_numpy(bool)
        why = "The position is marked as not critical ({}); it is left out."
        self.told.rows("is_critical", np.flatnonzero(~critical), marks, why, "Mark it as critical if it is.", "warning")
        return frame.take(np.flatnonzero(critical)).reset_index(drop=True)


READERS: dict[str, type[TableReader]] = {
    "employees": RosterReader,
    "job_history": JobHistoryReader,
    "critical_roles": CriticalRolesReader,
}
