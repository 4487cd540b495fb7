"""Columns of ids and names that headings do not distinguish, distinguished by what the cells hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa

from data_loaders.contract import fields, value_words
from data_loaders.contract.person_names import NAME_AND_ID
from data_loaders.reading.sheet import Sheet, letter
from data_loaders.recognition.layout import Layout

_SAMPLE = 2000
_PAIRS = {"employees": (("employee_id", "full_name"), ("manager_id", "manager_name"))}


def settle_person_columns(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with each column of people matched by what it holds: ids, names, or both in one cell."""
    for id_field, name_field in _PAIRS.get(layout.table or "", ()):
        layout = _settle(sheet, layout, id_field, name_field)
    return layout


def _settle(sheet: Sheet, layout: Layout, id_field: str, name_field: str) -> Layout:
    columns = dict(layout.columns)
    if id_field not in columns and name_field in columns:
        texts = _sample(sheet, layout, columns[name_field])
        if _share_matching(texts, NAME_AND_ID) > 0.5:
            columns[id_field] = columns[name_field]
        elif name_field != "full_name" and _look_like_ids(sheet, layout, texts):
            columns[id_field] = columns.pop(name_field)
    elif id_field == "employee_id" and id_field in columns and not {name_field, "first_name"} & set(columns):
        if _share_matching(_sample(sheet, layout, columns[id_field]), NAME_AND_ID) > 0.5:
            columns[name_field] = columns[id_field]
    elif id_field == "manager_id" and id_field in columns and name_field not in columns:
        texts = _sample(sheet, layout, columns[id_field])
        if _share_matching(texts, r"^[^\d()]*[^\W\d][^\d()]*[\s,][^\d()]+$") > 0.7:
            columns[name_field] = columns.pop(id_field)
    return _relabelled(layout, columns)


def _relabelled(layout: Layout, columns: dict[str, int]) -> Layout:
    if columns == layout.columns:
        return layout
    by_letter = {letter(index): field for field, index in columns.items()}
    matches = [
        match
        if by_letter.get(match.column) == match.field
        else replace(match, field=by_letter[match.column], by_content=True)
        if match.column in by_letter
        else match
        for match in layout.matches
    ]
    required = fields.required_fields(layout.table or "")
    return replace(layout, columns=columns, matches=matches, lacking=tuple(f for f in required if f not in columns))


def _sample(sheet: Sheet, layout: Layout, index: int) -> list[str]:
    nobody = value_words.empties("manager_id", "id")
    texts = sheet.cells.column(index).slice(layout.header + 1, _SAMPLE).to_pylist()
    return [text for text in texts if text and text.casefold() not in nobody]


def _share_matching(texts: list[str], pattern: str) -> float:
    return sum(1 for text in texts if re.match(pattern, text)) / len(texts) if texts else 0.0


def _look_like_ids(sheet: Sheet, layout: Layout, texts: list[str]) -> bool:
    """Whether most values are ids of this sheet, or are written like ids: digits, no spaces."""
    if "employee_id" in layout.columns and layout.table == "employees":
        ids: pa.ChunkedArray = sheet.cells.column(layout.columns["employee_id"])
        known = set(ids.to_pylist())
        return sum(text in known for text in texts) > 0.5 * len(texts) > 0
    return _share_matching(texts, r"^(?=.*\d)[\w./-]+$") > 0.9
