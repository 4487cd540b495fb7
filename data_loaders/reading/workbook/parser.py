"""The child process that parses one workbook.

`python -m data_loaders.reading.workbook.parser WORKBOOK FOLDER MEGABYTES [SHEET]…`

Leaves `sheets.json` (names, hidden or not, or the problem and remedy of a file that is refused) and one Arrow stream
of text cells a sheet.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data_loaders.reading.sheet import from_rows
from data_loaders.reading.workbook import ods, xls, xlsb, xlsx

_MOST_CELLS = 60_000_000
_OF_CALAMINE = "limit exceeded"  # what calamine says of too many cells: its errors are of one class and have no code


class _TooManyCells(Exception):
    """A sheet that claims more cells than any export fills."""


def parse(workbook: Path, folder: Path, wanted: Collection[str] = ()) -> dict[str, object]:
    """Write each worksheet's cells into the folder, hidden ones if wanted by name; returns what `sheets.json` says."""
    try:
        with CalamineWorkbook.from_path(workbook) as book:
            overlays = _overlays(workbook)
            listed: list[dict[str, object]] = []
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                hidden = meta.visible != SheetVisibleEnum.Visible
                cells = (
                    pa.table({})
                    if hidden and meta.name not in wanted
                    else _cells(book, meta.name, overlays.get(meta.name, {}))
                )
                _write(cells, folder / f"{len(listed)}.arrow")
                listed.append({"name": meta.name, "hidden": hidden})
            return {"sheets": listed}
    except PasswordError:
        return _refused("is protected by a password.", "Save it without one and load it again.")
    except _TooManyCells:
        return _claims_too_many()
    except (CalamineError, OSError, ValueError) as error:
        if _OF_CALAMINE in str(error):
            return _claims_too_many()
        why = re.sub(r"\s+", " ", str(error)).strip().rstrip(".")
        return _refused(f"cannot be read as a workbook ({why}).", "Open it, save it anew as .xlsx, and load that.")


def _refused(problem: str, remedy: str) -> dict[str, object]:
    return {"refused": {"problem": problem, "remedy": remedy}}


def _claims_too_many() -> dict[str, object]:
    return _refused("claims far more cells than it fills.", "Copy the filled cells into a new workbook, load that.")


def _cells(book: CalamineWorkbook, name: str, overlay: xlsx.Overlay) -> pa.Table:
    sheet = book.get_sheet_by_name(name)
    height, width = (number + 1 for number in sheet.end) if sheet.end else (0, 0)
    if height * width > _MOST_CELLS:
        raise _TooManyCells
    rows = sheet.to_python(skip_empty_area=False)
    for (row, column), text in overlay.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    _fill_down(rows, sheet.merged_cell_ranges or [])
    while rows and all(cell == "" for cell in rows[-1]):
        rows.pop()
    return from_rows(rows)


def _fill_down(rows: list[list[Any]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give what stands in merged cells to every row they reach over that holds anything else."""
    for (top, left), (bottom, _) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] == "" and any(cell != "" for cell in row):
                row[left] = rows[top][left]


def _overlays(workbook: Path) -> dict[str, xlsx.Overlay]:
    parts = zipfile.ZipFile(workbook).namelist() if zipfile.is_zipfile(workbook) else []
    if "xl/workbook.xml" in parts:
        return xlsx.overlays(workbook)
    if "content.xml" in parts:
        return ods.overlays(workbook)
    return xlsb.overlays(workbook) if parts else xls.overlays(workbook)


def _write(cells: pa.Table, file: Path) -> None:
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_stream(sink, cells.schema) as stream:
        stream.write_table(cells)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows: the time limit alone holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2, megabytes * 1024**2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    source, target, most, *names = sys.argv[1:]
    _limit_memory(int(most))
    said = parse(Path(source), Path(target), names)
    (Path(target) / "sheets.json").write_text(json.dumps(said), encoding="utf-8")
