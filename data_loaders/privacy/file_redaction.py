"""Redact one person from kept files: their rows are emptied in place, so that every other row keeps its number."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from data_loaders.privacy.person import Person
from data_loaders.problems import LoadRefused
from data_loaders.reading import reader
from data_loaders.reading.sheet import Sheet
from data_loaders.store.files import sha256

Grid = list[list[str]]
Mapped = Mapping[str, Any]  # as `loads.mapping` has it: file, or file / sheet → table, fields, ignored
_TEXT = (".csv", ".tsv", ".txt")
_SEARCHED = 50  # rows looked through for the headings


@dataclass
class RedactedFile:
    """A redacted file: its name and bytes, the (sheet, row) pairs emptied, and how many single cells were."""

    name: str
    content: bytes
    rows: list[tuple[str | None, int]] = field(default_factory=list)
    cells: int = 0


def kept(uploads: Path) -> list[Path]:
    """Every kept file."""
    return [path for path in sorted(uploads.glob("*/*")) if path.is_file() and path.parent.name.isdecimal()]


def load(path: Path) -> int:
    """The number of the load that brought a kept file."""
    return int(path.parent.name)


def laid_out(path: Path, mapped: Mapped) -> Iterator[tuple[Grid, dict[str, list[int]]]]:
    """Each sheet of a kept file: its cells, and field → column indices; empty where the load did not map the sheet."""
    for sheet in _sheets(path):
        yield _laid_out(sheet, mapped)


def gather(path: Path, mapped: Mapped, person: Person) -> None:
    """Add names, e-mails and ids of offers that stand in the person's own rows."""
    for grid, columns in laid_out(path, mapped):
        for row in grid:
            if not any(person.is_named(row[at]) for at in columns.get("employee_id", ())):
                continue
            person.emails |= {text for text in row if re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", text)}
            person.offers |= {row[at] for at in columns.get("offer_id", ()) if row[at]}
            person.names |= {row[at] for at in columns.get("full_name", ()) if " " in row[at]}
            first, last = (
                [row[at] for at in columns.get(f"{which}_name", ()) if row[at]] for which in ("first", "last")
            )
            if first and last:
                person.names.add(f"{first[0]} {last[0]}")


def cleaned(path: Path, mapped: Mapped, person: Person) -> RedactedFile | None:
    """The file without the person; None where they do not stand in it."""
    sheets = _sheets(path)
    redacted = RedactedFile(person.scrubbed(path.name), b"")
    grids: list[tuple[Sheet, Grid]] = []
    for sheet in sheets:
        grid, columns = _laid_out(sheet, mapped)
        rows, cells = _empty(grid, columns, person, placed=bool(columns))
        redacted.rows += [(sheet.name, row) for row in rows]
        redacted.cells += cells
        grids.append((sheet, grid))
    if not redacted.rows and not redacted.cells and redacted.name == path.name and not _hidden(path, person):
        return None
    text = path.suffix.lower() in _TEXT and len(grids) == 1 and grids[0][0].name is None
    redacted.content = _as_text(grids[0][1]) if text else _as_workbook(grids)
    if not text and path.suffix.lower() != ".xlsx":
        redacted.name = f"{Path(redacted.name).stem} ({path.suffix.lower().lstrip('.')}).xlsx"
    return redacted


_read: dict[str, list[Sheet]] = {}  # by sha256: the same file lies in the folder and in each of its backups
_SMALL = 20_000_000  # bytes of a file that is not read twice


def forget() -> None:
    """Forget the files read so far."""
    _read.clear()


def _sheets(path: Path) -> list[Sheet]:
    digest = sha256(path)
    if digest not in _read:
        sheets = _all_sheets(path)
        if path.stat().st_size > _SMALL:
            return sheets
        _read[digest] = sheets
    return [replace(sheet, file=path.name) for sheet in _read[digest]]


def _all_sheets(path: Path) -> list[Sheet]:
    try:
        sheets = reader.read_file(path)
        hidden = {sheet.name for sheet in sheets if sheet.name and sheet.hidden}
        return reader.read_file(path, hidden) if hidden else sheets
    except LoadRefused:
        raise LoadRefused(f"{path} is damaged and cannot be searched.", "Delete it, then erase again.") from None


def _laid_out(sheet: Sheet, mapped: Mapped) -> tuple[Grid, dict[str, list[int]]]:
    """The cells, and field → column indices by the load's headings; empty where the load did not map the sheet."""
    grid = sheet.top(sheet.cells.num_rows)
    sheet_mapping = mapped.get(f"{sheet.file} / {sheet.name}" if sheet.name else sheet.file, {})
    fields: Mapping[str, str] = sheet_mapping.get("fields", {})
    field_of_heading = {heading: name for name, heading in fields.items() if heading}
    header = max(grid[:_SEARCHED], key=lambda row: len(field_of_heading.keys() & set(row)), default=[])
    columns: dict[str, list[int]] = {}
    for at, heading in enumerate(header):
        if heading in field_of_heading:
            columns.setdefault(field_of_heading[heading], []).append(at)
    return grid, columns


PERSONS = ("employee_id", "manager_id", "manager_name", "incumbent_id")


def _empty(grid: Grid, columns: dict[str, list[int]], person: Person, *, placed: bool) -> tuple[list[int], int]:
    """Empty the person's rows and every other cell that names them; returns the row numbers and the count of cells.

    A whole row is emptied where it is about the person, or where the sheet is not mapped and its columns are unknown.
    """
    own, name, offers = (columns.get(field_name, []) for field_name in ("employee_id", "full_name", "offer_id"))
    known = {at for places in columns.values() for at in places}
    persons = {at for field_name in PERSONS for at in columns.get(field_name, ())}
    sentence = re.compile(person.pattern(), re.IGNORECASE)

    def tells(at: int, text: str) -> bool:
        if at in offers and text.strip() in person.offers:
            return True
        column_of_ids = at in persons or (at not in known and (not placed or len(person.identity) >= 4))
        return bool(text) and ((column_of_ids and person.is_named(text)) or sentence.search(text) is not None)

    rows, cells = [], 0
    for number, row in enumerate(grid, 1):
        hits = [at for at, text in enumerate(row) if tells(at, text)]
        somebody_else = any(row[at] for at in own)
        theirs = any(at in own or (at in offers and not somebody_else) for at in hits)
        if hits and (not placed or theirs):
            row[:] = [""] * len(row)
            rows.append(number)
        else:
            for at in hits:
                if at not in (*name, *offers) or not somebody_else:  # a namesake keeps their name
                    row[at] = ""
                    cells += 1
    return rows, cells


def _hidden(path: Path, person: Person) -> bool:
    """Whether the person stands in a part of the file that is no cell: a comment, a property, a cached pivot table."""
    calls = [call for call in (person.identity, *person.names, *person.emails) if len(call) >= 4]
    content = b"\0".join(parts(path))
    return any(call.encode(code) in content for call in calls for code in ("utf-8", "utf-16-le"))


def parts(path: Path) -> list[bytes]:
    """The bytes of a file, and of every file packed in it, inflated."""
    contents = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            contents += [packed.read(name) for name in packed.namelist()]
    return contents


def _as_text(grid: Grid) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(row if any(row) else [] for row in grid)
    return buffer.getvalue().encode("utf-8-sig")


def _as_workbook(grids: list[tuple[Sheet, Grid]]) -> bytes:
    book = Workbook(write_only=True)
    for sheet, grid in grids:
        target = book.create_sheet((sheet.name or "Data")[:31])
        target.sheet_state = "hidden" if sheet.hidden else "visible"
        for row in grid:
            target.append([_cell(target, text) for text in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value, cell.data_type, cell.number_format = text, "s", "@"
    return cell
