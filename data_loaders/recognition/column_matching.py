"""Which heading is which field of one table: what HR said first, then the surest, then those that are close."""

from __future__ import annotations

from collections.abc import Mapping

from data_loaders.contract import headings
from data_loaders.contract.headings import Candidate
from data_loaders.contract.match_reasons import MatchReason
from data_loaders.reading.sheet import letter
from data_loaders.recognition.layout import STAND_INS, apart, unheaded


def assign(table: str, cells: tuple[str, ...], said: Mapping[str, str]) -> dict[int, Candidate]:
    """Each column's field: what HR said first, then the surest headings, then the first of a field's list."""
    taken: dict[int, Candidate] = {}
    places = _places(cells) if said else {}
    for field, heading in said.items():
        if heading in places and places[heading] not in taken:
            taken[places[heading]] = Candidate(field, headings.SURE, -1, MatchReason.SAID)
    fields = {field for field, heading in said.items() if heading in places or not heading}
    offers = [(candidate, i) for i, cell in enumerate(cells) if cell for candidate in headings.candidates(table, cell)]
    for candidate, index in sorted(offers, key=lambda offer: (-offer[0].sure, offer[0].place, offer[1])):
        if index not in taken and candidate.field not in fields:
            taken[index] = candidate
            fields.add(candidate.field)
    return taken


def _places(cells: tuple[str, ...]) -> dict[str, int]:
    """Plain heading → column, the first of several; `apart` names the others, a letter those without a heading."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if cell:
            found.setdefault(headings.plain(cell), index)
            found[headings.plain(apart(cell, letter(index)))] = index
    for index, cell in enumerate(cells):
        found.setdefault(headings.plain(f"Column {letter(index)}"), index)
        if not cell:
            found[headings.plain(unheaded(letter(index)))] = index
    found.pop("", None)
    return found


def stand_in(table: str, taken: dict[int, Candidate]) -> None:
    """Let a column that says nearly the same be a field that no column says better."""
    columns = {candidate.field: index for index, candidate in taken.items()}
    for field, names in STAND_INS[table].items():
        name = next((name for name in names if name in columns), None)
        if field not in columns and name:
            sure = min(headings.LESS_SURE, taken[columns[name]].sure)
            taken[columns[name]] = Candidate(field, sure, -1, MatchReason.STANDS_IN, (name,))


def assign_close(table: str, cells: tuple[str, ...], said: Mapping[str, str], taken: dict[int, Candidate]) -> None:
    """Add the fields of headings that are only close to known ones, where nothing surer brings the field."""
    fields = {
        *(field for field, heading in said.items() if not heading),
        *(candidate.field for candidate in taken.values()),
    }
    for index, cell in enumerate(cells):
        if not cell or index in taken or headings.candidates(table, cell):
            continue
        candidate = headings.close(table, cell)
        if candidate and candidate.field not in fields:
            taken[index] = candidate
            fields.add(candidate.field)


def why_not(table: str, cell: str, taken: Mapping[int, Candidate]) -> tuple[MatchReason, tuple[str, ...]]:
    """Why a column is taken for no field, and what that is about."""
    for candidate in headings.candidates(table, cell):
        rival = next((i for i, other in taken.items() if other.field == candidate.field), None)
        if rival is not None:
            return MatchReason.TAKEN_ELSEWHERE, (letter(rival), candidate.field)
    return MatchReason.IGNORED, ()
