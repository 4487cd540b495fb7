"""The sample company's files as an outsider reads them: text and days, nothing of how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

AS_OF = pd.Timestamp("2026-09-30")
EXPERT, MANAGER = "Individual Contributor", "Manager"


@dataclass(frozen=True)
class Exports:
    """The default sample, read back."""

    files: list[Path]
    rosters: dict[pd.Timestamp, pd.DataFrame]
    history: pd.DataFrame
    offers: pd.DataFrame
    growth: pd.DataFrame
    roles: pd.DataFrame
    nominations: pd.DataFrame

    @property
    def newest(self) -> pd.DataFrame:
        """The newest roster, leavers of eight years included."""
        return self.rosters[AS_OF]


def read(path: Path, *days: str) -> pd.DataFrame:
    """One export as text, the named columns as days."""
    if path.suffix == ".xlsx":
        return pd.read_excel(path, dtype=object, engine="openpyxl")
    frame = pd.read_csv(path, dtype=str)
    for day in days:
        frame[day] = pd.to_datetime(frame[day])
    return frame


def after(history: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """What the history says of everyone at the end of `day`: the newest value of each column, by person."""
    return history[history["EFFDT"] <= day].groupby("EMPLID").last()
