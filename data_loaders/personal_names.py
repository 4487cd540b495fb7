"""People said by name where an id is wanted: "Ana Ruiz (1001)", and managers by name where it is unambiguous."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders import contract, vocabulary
from data_loaders.layouts import Layout
from data_loaders.sheets import Sheet, letter

# Only an inner part with a digit is an id: "Smith (Bob)" is a name.
NAME_AND_ID = r"^(.*[^\W\d].*?)\s*\(((?=[^()]*\d)[\w./-]+)\)$"
_SAMPLE = 2000
_PAIRS = {"employees": (("employee_id", "full_name"), ("manager_id", "manager_name"))}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "dds", "md", "phd", "dr", "mr", "mrs", "ms", "prof"}


@dataclass(frozen=True)
class Managers:
    """Manager ids found by name; positions of rows whose name several people have, or nobody; the outcome in words."""

    ids: pd.Series
    several: np.ndarray
    unknown: np.ndarray
    summary: str


def settled(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with columns of people told apart by what they hold: ids, names, or both in one cell."""
    for id_field, name_field in _PAIRS.get(layout.table or "", ()):
        layout = _settle(sheet, layout, id_field, name_field)
    return layout


def _settle(sheet: Sheet, layout: Layout, id_field: str, name_field: str) -> Layout:
    columns = dict(layout.columns)
    if id_field not in columns and name_field in columns:
        texts = _sample(sheet, layout, columns[name_field])
        if _share(texts, NAME_AND_ID) > 0.5:
            columns[id_field] = columns[name_field]
        elif name_field != "full_name" and _look_like_ids(sheet, layout, texts):
            columns[id_field] = columns.pop(name_field)
    elif id_field == "employee_id" and id_field in columns and not {name_field, "first_name"} & set(columns):
        if _share(_sample(sheet, layout, columns[id_field]), NAME_AND_ID) > 0.5:
            columns[name_field] = columns[id_field]
    elif id_field == "manager_id" and id_field in columns and name_field not in columns:
        texts = _sample(sheet, layout, columns[id_field])
        if _share(texts, r"^[^\d()]*[^\W\d][^\d()]*[\s,][^\d()]+$") > 0.7:
            columns[name_field] = columns.pop(id_field)
    return _relabelled(layout, columns)


def _relabelled(layout: Layout, columns: dict[str, int]) -> Layout:
    if columns == layout.columns:
        return layout
    by_letter = {letter(index): field for field, index in columns.items()}
    matches = [
        match
        if by_letter.get(match.column) == match.field
        else replace(match, field=by_letter[match.column], how=f"{match.how}, by what it holds")
        if match.column in by_letter
        else match
        for match in layout.matches
    ]
    required = contract.required(layout.table or "")
    return replace(layout, columns=columns, matches=matches, lacking=tuple(f for f in required if f not in columns))


def _sample(sheet: Sheet, layout: Layout, index: int) -> list[str]:
    nobody = vocabulary.empties("manager_id", "id")
    texts = sheet.cells.column(index).slice(layout.header + 1, _SAMPLE).to_pylist()
    return [text for text in texts if text and text.casefold() not in nobody]


def _share(texts: list[str], pattern: str) -> float:
    return sum(1 for text in texts if re.match(pattern, text)) / len(texts) if texts else 0.0


def _look_like_ids(sheet: Sheet, layout: Layout, texts: list[str]) -> bool:
    """Whether most values are ids of this sheet, or are written like ids: digits, no spaces."""
    if "employee_id" in layout.columns and layout.table == "employees":
        ids: pa.ChunkedArray = sheet.cells.column(layout.columns["employee_id"])
        known = set(ids.to_pylist())
        return sum(text in known for text in texts) > 0.5 * len(texts) > 0
    return _share(texts, r"^(?=.*\d)[\w./-]+$") > 0.9


def managers_by_name(frame: pd.DataFrame, names: pd.Series, managers: pd.Series) -> Managers | None:
    """Ids of managers who are named, where no manager id of the file is anybody's. None where ids can be used."""
    people = frame["employee_id"]
    if "manager_id" in frame and frame["manager_id"].dropna().isin(people).any():
        return None
    keys = pd.DataFrame({"key": names.map(_key, na_action="ignore"), "id": people}).dropna().drop_duplicates()
    counts = keys.groupby("key")["id"].count()
    single = keys[keys["key"].map(counts) == 1].set_index("key")["id"]
    wanted = managers.map(_key)
    ids = wanted.map(single).astype("str")
    if not ids.notna().any():
        return None
    several = np.flatnonzero((wanted.map(counts) > 1).to_numpy(bool))
    unknown = np.flatnonzero(((wanted != "") & ~wanted.isin(keys["key"])).to_numpy(bool))
    rows = f"{ids.notna().sum():,} of {len(ids):,} rows"
    summary = f"No manager id is an employee id, so managers were found by name: in {rows}."
    return Managers(ids, several, unknown, summary)


def words(name: str) -> list[str]:
    """The words of a name, first name first, without titles, accents and case; "Last, First" is turned round."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    last, _, first = letters.partition(",")
    found = re.findall(r"[^\W\d_][\w'’-]*", f"{first} {last}" if first else letters)
    return [word for word in found if word not in _SUFFIXES]


def _key(name: str) -> str:
    """First and last name, without middle initials."""
    kept = [word for word in words(name) if len(word) > 1]
    return f"{kept[0]} {kept[-1]}" if len(kept) > 1 else " ".join(kept)
