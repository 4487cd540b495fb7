"""Sheets that list the names of codes, such as DepartmentID and Name, and the replacement of codes by names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data_loaders.contract.fields import TABLES
from data_loaders.contract.headings import plain
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.problems import Problem
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition import table_detection

Listing = Mapping[str, str]  # code → name
_KEY = re.compile(r"^(.{2,}?)(?:id|code|key|no|number|nr)$")
_LOOKED_AT, _LONGEST = 10, 5000


def of(sheet: Sheet) -> dict[str, Listing]:
    """Plain heading of the codes → code → name, for a sheet that lists codes; empty for any other."""
    for position, row in enumerate(sheet.top(_LOOKED_AT)):
        if table_detection.is_wordy([cell for cell in row if cell]):
            return dict(_listings(sheet, position, [plain(cell) for cell in row]))
    return {}


def _listings(sheet: Sheet, header: int, row: list[str]) -> Iterator[tuple[str, Listing]]:
    if not 0 < sheet.cells.num_rows - header <= _LONGEST:
        return
    for index, heading in enumerate(row):
        stem = match[1] if (match := _KEY.match(heading)) else None
        names = (f"{stem}name", stem, f"{stem}description", "name", "description")
        name = next((row.index(option) for option in names if option in row), None) if stem else None
        if name is None:
            continue
        codes, texts = (sheet.cells.column(i).slice(header + 1).to_pylist() for i in (index, name))
        pairs = [(code, text) for code, text in zip(codes, texts, strict=True) if code and text]
        if pairs and len(dict(pairs)) == len(pairs):
            yield heading, dict(pairs)


def named(intakes: Sequence[ExtractedTable]) -> list[ExtractedTable]:
    """The tables with codes replaced by names, where another sheet of the load lists them under the same heading."""
    listings = {heading: (intake, listing) for intake in intakes for heading, listing in intake.listed.items()}
    used: dict[int, str] = {}
    renamed = []
    for intake in intakes:
        for field, heading in _texts(intake):
            if plain(heading) in listings:
                source, listing = listings[plain(heading)]
                codes = intake.frame[field]
                intake = replace(
                    intake,
                    frame=intake.frame.assign(**{field: codes.map(listing).fillna(codes)}),
                    problems=[
                        *intake.problems,
                        *_replacement_problems(intake, heading, source, set(codes.dropna()) - set(listing)),
                    ],
                )
                used[id(source)] = heading
        renamed.append(intake)
    return [_as_list(intake, used[id(intake)]) if id(intake) in used else intake for intake in renamed]


def _texts(intake: ExtractedTable) -> Iterator[tuple[str, str]]:
    """Field and heading of each stored text column of a table."""
    fields = TABLES[intake.table] if intake.table else {}
    for match in intake.matches:
        field = "business_unit" if intake.departments_as_units and match.field == "department" else match.field
        if field in fields and field in intake.frame and fields[field].kind == "text":
            yield field, match.heading


def _replacement_problems(
    intake: ExtractedTable, heading: str, source: ExtractedTable, unknown: set[str]
) -> Iterator[Problem]:
    place = source.file if source.file != intake.file else f"the sheet {source.sheet}"
    text = f"The codes under {heading} are replaced by their names, from {place}."
    yield Problem(text, "Nothing to do.", "warning", intake.file, intake.sheet, column=heading)
    if unknown:
        shown = ", ".join(sorted(unknown)[:5])
        text = f"{len(unknown):,} codes are not listed there, such as {shown}; they stay as they are."
        yield Problem(text, "Add them to the list.", "warning", intake.file, intake.sheet, column=heading)


def _as_list(intake: ExtractedTable, heading: str) -> ExtractedTable:
    notice = Problem(
        f"This is a list of names for {heading}; the other files are read with it.",
        "Nothing to do.",
        "warning",
        intake.file,
        intake.sheet,
    )
    return replace(intake, problems=[notice], likely=None)
