"""Match headings to the fields of one table: HR's answers first, then the surest headings, then close ones."""

from __future__ import annotations

from collections.abc import Mapping

from data_loaders.contract import headings
from data_loaders.contract.headings import Candidate
from data_loaders.contract.match_reasons import MatchReason
from data_loaders.reading.sheet import letter
from data_loaders.recognition.layout import STAND_INS, apart, unheaded


def assign(table: str, cells: tuple[str, ...], answers: Mapping[str, str]) -> dict[int, Candidate]:
    """Column position → field: HR's answers first, then the surest headings; ties go to the earlier heading listed.

    `answers` is field → plain heading; an empty heading means that no column holds the field.
    """
    assigned: dict[int, Candidate] = {}
    positions = _heading_positions(cells) if answers else {}
    for field, heading in answers.items():
        if heading in positions and positions[heading] not in assigned:
            assigned[positions[heading]] = Candidate(field, headings.SURE, -1, MatchReason.SAID)
    fields = {field for field, heading in answers.items() if heading in positions or not heading}
    offers = [(candidate, i) for i, cell in enumerate(cells) if cell for candidate in headings.candidates(table, cell)]
    for candidate, index in sorted(offers, key=lambda offer: (-offer[0].sure, offer[0].place, offer[1])):
        if index not in assigned and candidate.field not in fields:
            assigned[index] = candidate
            fields.add(candidate.field)
    return assigned


def _heading_positions(cells: tuple[str, ...]) -> dict[str, int]:
    """Plain heading → column position: the first column of a repeated heading; every column also by its letter."""
    positions: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if cell:
            positions.setdefault(headings.plain(cell), index)
            positions[headings.plain(apart(cell, letter(index)))] = index
    for index, cell in enumerate(cells):
        positions.setdefault(headings.plain(f"Column {letter(index)}"), index)
        if not cell:
            positions[headings.plain(unheaded(letter(index)))] = index
    positions.pop("", None)
    return positions


def stand_in(table: str, assigned: dict[int, Candidate]) -> None:
    """Assign the column of a related field, in `STAND_INS`, to a field that has no column of its own."""
    columns = {candidate.field: index for index, candidate in assigned.items()}
    for field, names in STAND_INS[table].items():
        name = next((name for name in names if name in columns), None)
        if field not in columns and name:
            sure = min(headings.LESS_SURE, assigned[columns[name]].sure)
            assigned[columns[name]] = Candidate(field, sure, -1, MatchReason.STANDS_IN, (name,))


def assign_close(
    table: str, cells: tuple[str, ...], answers: Mapping[str, str], assigned: dict[int, Candidate]
) -> None:
    """Assign headings that are only close to known ones, where the field has no column yet."""
    fields = {
        *(field for field, heading in answers.items() if not heading),
        *(candidate.field for candidate in assigned.values()),
    }
    for index, cell in enumerate(cells):
        if not cell or index in assigned or headings.candidates(table, cell):
            continue
        candidate = headings.close(table, cell)
        if candidate and candidate.field not in fields:
            assigned[index] = candidate
            fields.add(candidate.field)


def why_not(table: str, cell: str, assigned: Mapping[int, Candidate]) -> tuple[MatchReason, tuple[str, ...]]:
    """Why a column is matched to no field, and which other column and field that reason names."""
    for candidate in headings.candidates(table, cell):
        rival = next((i for i, other in assigned.items() if other.field == candidate.field), None)
        if rival is not None:
            return MatchReason.TAKEN_ELSEWHERE, (letter(rival), candidate.field)
    return MatchReason.IGNORED, ()
