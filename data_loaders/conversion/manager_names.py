"""Managers who are given by name, found among the people of the same sheet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.contract.person_names import name_key


@dataclass(frozen=True)
class Managers:
    """Manager ids found by name; positions of rows whose name several people have, or nobody; the outcome in words."""

    ids: pd.Series
    several: np.ndarray
    unknown: np.ndarray
    summary: str


def managers_by_name(frame: pd.DataFrame, names: pd.Series, managers: pd.Series) -> Managers | None:
    """Ids of managers who are named, where no manager id of the file is anybody's. None where ids can be used."""
    people = frame["employee_id"]
    if "manager_id" in frame and frame["manager_id"].dropna().isin(people).any():
        return None
    keys = pd.DataFrame({"key": names.map(name_key, na_action="ignore"), "id": people}).dropna().drop_duplicates()
    counts = keys.groupby("key")["id"].count()
    single = keys[keys["key"].map(counts) == 1].set_index("key")["id"]
    wanted = managers.map(name_key)
    ids = wanted.map(single).astype("str")
    if not ids.notna().any():
        return None
    several = np.flatnonzero((wanted.map(counts) > 1).to_numpy(bool))
    unknown = np.flatnonzero(((wanted != "") & ~wanted.isin(keys["key"])).to_numpy(bool))
    rows = f"{ids.notna().sum():,} of {len(ids):,} rows"
    summary = f"No manager id is an employee id, so managers were found by name: in {rows}."
    return Managers(ids, several, unknown, summary)
