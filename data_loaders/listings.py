"""Sheets that list what codes stand for, such as DepartmentID and Name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from data_loaders import recognising
from data_loaders.headings import plain
from data_loaders.sheets import Sheet

Listing = Mapping[str, str]  # code → name
_KEY = re.compile(r"^(.{2,}?)(?:id|code|key|no|number|nr)$")
_LOOKED_AT, _LONGEST = 10, 5000


def of(sheet: Sheet) -> dict[str, Listing]:
    """By the plain heading of the codes, what a sheet lists; nothing where it is no such list."""
    for position, row in enumerate(sheet.top(_LOOKED_AT)):
        if recognising.is_wordy([cell for cell in row if cell]):
            return dict(_listed(sheet, position, [plain(cell) for cell in row]))
    return {}


def _listed(sheet: Sheet, header: int, row: list[str]) -> Iterator[tuple[str, Listing]]:
    if not 0 < sheet.cells.num_rows - header <= _LONGEST:
        return
    for index, heading in enumerate(row):
        stem = found[1] if (found := _KEY.match(heading)) else None
        names = (f"{stem}name", stem, f"{stem}description", "name", "description")
        name = next((row.index(one) for one in names if one in row), None) if stem else None
        if name is None:
            continue
        codes, texts = (sheet.cells.column(i).slice(header + 1).to_pylist() for i in (index, name))
        pairs = [(code, text) for code, text in zip(codes, texts, strict=True) if code and text]
        if pairs and len(dict(pairs)) == len(pairs):
            yield heading, dict(pairs)
