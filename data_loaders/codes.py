"""Codes in one sheet whose names another sheet of the same load lists: the names take their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data_loaders import contract
from data_loaders.headings import plain
from data_loaders.intake import Intake
from data_loaders.problems import Problem


def named(intakes: Sequence[Intake]) -> list[Intake]:
    """The intakes with names in the place of codes that another sheet of this load lists, under the same heading."""
    listings = {heading: (intake, listed) for intake in intakes for heading, listed in intake.listed.items()}
    used: dict[int, str] = {}
    found = []
    for intake in intakes:
        for field, heading in _texts(intake):
            if plain(heading) in listings:
                source, listed = listings[plain(heading)]
                codes = intake.frame[field]
                intake = replace(
                    intake,
                    frame=intake.frame.assign(**{field: codes.map(listed).fillna(codes)}),
                    problems=[*intake.problems, *_told(intake, heading, source, set(codes.dropna()) - set(listed))],
                )
                used[id(source)] = heading
        found.append(intake)
    return [_as_list(intake, used[id(intake)]) if id(intake) in used else intake for intake in found]


def _texts(intake: Intake) -> Iterator[tuple[str, str]]:
    """The stored text columns of an intake and their headings."""
    fields = contract.TABLES[intake.table] if intake.table else {}
    for match in intake.matches:
        field = "business_unit" if intake.departments_as_units and match.field == "department" else match.field
        if field in fields and field in intake.frame and fields[field].kind == "text":
            yield field, match.heading


def _told(intake: Intake, heading: str, source: Intake, unknown: set[str]) -> Iterator[Problem]:
    place = source.file if source.file != intake.file else f"the sheet {source.sheet}"
    text = f"The codes under {heading} are replaced by their names, from {place}."
    yield Problem(text, "Nothing to do.", "warning", intake.file, intake.sheet, column=heading)
    if unknown:
        shown = ", ".join(sorted(unknown)[:5])
        text = f"{len(unknown):,} codes are not listed there, such as {shown}; they stay as they are."
        yield Problem(text, "Add them to the list.", "warning", intake.file, intake.sheet, column=heading)


def _as_list(intake: Intake, heading: str) -> Intake:
    told = Problem(
        f"This is a list of names for {heading}; the other files are read with it.",
        "Nothing to do.",
        "warning",
        intake.file,
        intake.sheet,
    )
    return replace(intake, problems=[told], likely=None)
