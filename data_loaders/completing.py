"""What the rows of single tables need beside typed cells, and which class reads which table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders import vocabulary
from data_loaders.columns import Columns
from data_loaders.intervals import History
from data_loaders.people import People


class Roles(Columns):
    """The rows of critical roles."""

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Positions marked as not critical are no critical roles; they are left out by name."""
        if "is_critical" not in self.layout.columns:
            return frame
        marks = self.texts_of("is_critical")
        critical = marks.str.casefold().map(vocabulary.flags()).astype("boolean").fillna(True).to_numpy(bool)
        why = "The position is marked as not critical ({}); it is left out."
        self.told.rows("is_critical", np.flatnonzero(~critical), marks, why, "Mark it as critical if it is.", "warning")
        return frame.take(np.flatnonzero(critical)).reset_index(drop=True)


READERS: dict[str, type[Columns]] = {"employees": People, "job_history": History, "critical_roles": Roles}
