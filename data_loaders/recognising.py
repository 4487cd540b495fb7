"""Sheet → which of the six tables it is, where its header stands, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_loaders import contract, headings
from data_loaders.headings import Candidate
from data_loaders.sheets import Sheet, letter

_DOUBT = 0.55  # the mean sureness of the required headings below which a table is not taken unasked
_LOOKED_AT = 40  # rows among which the header is sought
_HINTS = {
    "employees": ("employee", "roster", "headcount", "worker", "staff", "people", "personnel", "census"),
    "job_history": ("history", "event", "jobchange", "movement", "action"),
    "promotion_offers": ("offer", "promotion"),
    "critical_roles": ("role", "position", "critical"),
    "successors": ("success", "bench", "nominat"),
    "growth_activities": ("growth", "activit", "training", "recognition", "learning", "mentor", "kudos"),
}
_REQUIRED, _OPTIONAL, _AUXILIARY, _HINT, _REPEATED_PEOPLE = 3.0, 1.0, 0.5, 1.5, 4.0


@dataclass
class ColumnMatch:
    """One column of the sheet: the field it was taken for, None if for none, and how that was found."""

    heading: str
    field: str | None
    column: str
    how: str


@dataclass
class Layout:
    """What a sheet was recognised as. `table` is the likeliest; `lacking` its required fields that no column brings."""

    table: str | None
    header: int  # position of the header row, from 0
    matches: list[ColumnMatch]
    columns: dict[str, int]
    lacking: tuple[str, ...]
    score: float = 0.0
    doubtful: bool = False  # its headings could mean anything


def recognise(sheet: Sheet, table: str | None = None, mapping: Mapping[str, str] | None = None) -> Layout:
    """The likeliest layout of a sheet. `table` and `mapping` (field → heading) are what HR said and win."""
    top = sheet.top(_LOOKED_AT)
    said = {field: headings.plain(heading) for field, heading in (mapping or {}).items()}
    best = Layout(None, 0, [], {}, ())
    for position, row in enumerate(top):
        plain = [headings.plain(cell) if len(cell) < 120 else "" for cell in row]
        if sum(map(bool, plain)) < 2:
            continue
        for name in (table,) if table else contract.TABLES:
            layout = _layout(name, position, row, plain, said)
            layout.score += _hinted(name, sheet)
            if name == "employees" and layout.score > 0 and _is_a_history(sheet, layout, row):
                layout.score -= _REPEATED_PEOPLE
            if layout.score > best.score:
                best = layout
    return best


def _layout(table: str, position: int, row: list[str], plain: list[str], said: Mapping[str, str]) -> Layout:
    taken = _assign(table, plain, said)
    columns = {candidate.field: index for index, candidate in taken.items()}
    required = contract.required(table)
    lacking = tuple(field for field in required if field not in columns)
    score = -_REQUIRED * len(lacking)
    for candidate in taken.values():
        weight = _REQUIRED if candidate.field in required else _OPTIONAL
        score += candidate.sure * (weight if candidate.field in contract.TABLES[table] else _AUXILIARY)
    if len(columns) < 2:
        score = min(score, 0.0)
    matches = [
        ColumnMatch(heading, taken[i].field if i in taken else None, letter(i), _how(table, i, plain, taken, said))
        for i, heading in enumerate(row)
        if heading
    ]
    doubtful = _doubtful(taken, required)
    return Layout(table, position, matches, columns, lacking, score, doubtful)


def _doubtful(taken: Mapping[int, Candidate], required: tuple[str, ...]) -> bool:
    """Whether the required columns rest on headings such as Id, Name and Date alone, with little else to go by."""
    sure = [candidate.sure for candidate in taken.values() if candidate.field in required]
    others = [c for c in taken.values() if c.field not in required and c.sure == headings.SURE]
    return bool(sure) and sum(sure) / len(sure) < _DOUBT and len(others) < 3


def _assign(table: str, plain: list[str], said: Mapping[str, str]) -> dict[int, Candidate]:
    """Each column's field: what HR said first, then the surest headings, then the first of a field's list."""
    taken: dict[int, Candidate] = {}
    fields = set()
    for field, heading in said.items():
        if heading in plain and heading and plain.index(heading) not in taken:
            taken[plain.index(heading)] = Candidate(field, 1.0, -1)
        fields.add(field)
    offers = [(candidate, index) for index, key in enumerate(plain) for candidate in headings.known(table).get(key, ())]
    for candidate, index in sorted(offers, key=lambda offer: (-offer[0].sure, offer[0].place, offer[1])):
        if index not in taken and candidate.field not in fields:
            taken[index] = candidate
            fields.add(candidate.field)
    return taken


def _how(table: str, index: int, plain: list[str], taken: Mapping[int, Candidate], said: Mapping[str, str]) -> str:
    if index in taken:
        candidate = taken[index]
        if candidate.place < 0:
            return "said by you"
        return "known heading" if candidate.sure == headings.SURE else "known heading, less sure"
    for candidate in headings.known(table).get(plain[index], ()):
        rival = next((i for i, other in taken.items() if other.field == candidate.field), None)
        if rival is not None:
            return f"ignored: column {letter(rival)} is taken for {candidate.field}"
    return "ignored"


def _hinted(table: str, sheet: Sheet) -> float:
    name = headings.plain(f"{sheet.name or ''} {sheet.file.rsplit('.', 1)[0]}")
    return _HINT if any(word in name for word in _HINTS[table]) else 0.0


def _is_a_history(sheet: Sheet, layout: Layout, row: list[str]) -> bool:
    """Whether people stand in the sheet repeatedly, or hardly more than an id and two vague dates is known of them."""
    if "employee_id" not in layout.columns:
        return False
    known = headings.known("employees")
    sure = [
        field
        for field, index in layout.columns.items()
        if any(c.field == field and c.sure > headings.AMBIGUOUS for c in known.get(headings.plain(row[index]), ()))
    ]
    column = sheet.cells.column(layout.columns["employee_id"])
    ids = [text for text in column.slice(layout.header + 1, 5000).to_pylist() if text]
    return len(set(ids)) < 0.9 * len(ids) or set(sure) <= {"employee_id", "termination_date"}
