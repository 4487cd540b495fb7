"""Manager ids from managers' names, looked up among the people of the same sheet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.contract.person_names import name_key


@dataclass(frozen=True)
class Managers:
    """Manager ids by name, one per row; positions of rows whose name is ambiguous or unknown; a summary sentence."""

    ids: pd.Series
    several: np.ndarray
    unknown: np.ndarray
    summary: str


def managers_by_name(frame: pd.DataFrame, names: pd.Series, managers: pd.Series) -> Managers | None:
    """Manager ids looked up by name; None where the file's own manager ids can be used, or no name matches."""
    people = frame["employee_id"]
    if "manager_id" in frame and frame["manager_id"].dropna().isin(people).any():
        return None
    keys = pd.DataFrame({"key": names.map(name_key, na_action="ignore"), "id": people}).dropna().drop_duplicates()
    counts = keys.groupby("key")["id"].count()
    single = keys[keys["key"].map(counts) == 1].set_index("key")["id"]
    manager_keys = managers.map(name_key)
    ids = manager_keys.map(single).astype("str")
    if not ids.notna().any():
        return None
    several = np.flatnonzero((manager_keys.map(counts) > 1).to_numpy(bool))
    unknown = np.flatnonzero(((manager_keys != "") & ~manager_keys.isin(keys["key"])).to_numpy(bool))
    rows = f"{ids.notna().sum():,} of {len(ids):,} rows"
    summary = f"No manager id is an employee id, so managers were found by name: in {rows}."
    return Managers(ids, several, unknown, summary)
