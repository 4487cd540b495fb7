"""What recognising a sheet leaves open, told to HR with what to do."""

from __future__ import annotations

from collections.abc import Mapping

from data_loaders import contract, headings, recognising
from data_loaders.problems import Problem
from data_loaders.recognising import Layout
from data_loaders.sheets import Sheet


def not_wanted(sheet: Sheet) -> Problem:
    """A sheet that HR leaves out."""
    return Problem("The sheet is left out, as you said.", "", "warning", sheet.file, sheet.name)


def not_recognised(sheet: Sheet, layout: Layout) -> Problem:
    """A sheet that is none of the tables as it stands: what it may be, what it lacks, and what to do."""
    if layout.table is None or layout.score <= -3 or len(layout.columns) < 2:
        return Problem(
            "No header was recognised: this is none of the six tables.",
            "Put the headings in one row, or say the table and which heading is which field.",
            file=sheet.file,
            sheet=sheet.name,
        )
    if not layout.lacking:
        return Problem(
            f"This may be {layout.table}, but its headings could mean anything.",
            f"Say that it is {layout.table}, if it is.",
            file=sheet.file,
            sheet=sheet.name,
        )
    lacking = " and ".join(layout.lacking)
    return Problem(
        f"This looks like {layout.table}, but no column was recognised as {lacking}.",
        f"Add it, or say which heading holds it: {layout.lacking[0]}=HEADING.",
        file=sheet.file,
        sheet=sheet.name,
    )


def unheard(sheet: Sheet, layout: Layout, mapping: Mapping[str, str]) -> list[Problem]:
    """Headings that HR named for a field of this table and that the sheet does not have."""
    given = {
        headings.plain(name)
        for match in layout.matches
        for name in (match.heading, recognising.apart(match.heading, match.column))
    }
    return [
        Problem(
            f"There is no heading {heading} here, which was said to hold {field}.",
            "Correct the heading.",
            "warning",
            sheet.file,
            sheet.name,
        )
        for field, heading in mapping.items()
        if field in contract.TABLES[layout.table or ""] and heading and headings.plain(heading) not in given
    ]


def guesses(sheet: Sheet, layout: Layout) -> list[Problem]:
    """Headings that are only close to a known one."""
    return [
        Problem(
            f"The heading {match.heading} was taken for {match.field}: it is {match.how}.",
            f"Say which heading holds it, {match.field}=HEADING, if this is wrong.",
            "warning",
            sheet.file,
            sheet.name,
            column=match.heading,
        )
        for match in layout.matches
        if match.field in layout.guessed
    ]
