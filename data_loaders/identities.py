"""Rosters without an id for each person: what else may tell people apart, to propose to HR."""

from __future__ import annotations

from data_loaders.layouts import Layout
from data_loaders.rows import data_rows
from data_loaders.sheets import Sheet

_NAMES = ("full_name", "last_name")


def proposed(sheet: Sheet, layout: Layout) -> str | None:
    """The heading of e-mail addresses that every row has, and no two share, where a roster has no id; else None."""
    if layout.table != "employees" or "employee_id" in layout.columns or "work_email" not in layout.columns:
        return None
    texts = [text.casefold() for text in _texts(sheet, layout, "work_email")]
    unique = bool(texts) and all("@" in text for text in texts) and len(set(texts)) == len(texts)
    return _heading(layout, "work_email") if unique else None


def remedy(sheet: Sheet, layout: Layout) -> str:
    """What HR can do about a roster without ids."""
    if mail := proposed(sheet, layout):
        told = f"The addresses under {mail} are different in every row, so they may serve as ids"
        return f"Add a column employee_id. {told}: employee_id={mail}."
    name = next((field for field in _NAMES if field in layout.columns), None)
    if name != "full_name":
        return "Add a column employee_id, or say which heading holds it: employee_id=HEADING."
    heading, names = _heading(layout, name), _texts(sheet, layout, name)
    again = len(names) - len(set(names))
    if again:
        return f"Add a column employee_id: {again:,} rows repeat a name under {heading}, so names cannot serve as ids."
    told = f"While nobody shares a name or changes it, names may serve as ids: employee_id={heading}."
    return f"Add a column employee_id. {told}"


def _texts(sheet: Sheet, layout: Layout, field: str) -> list[str]:
    _, cells, _ = data_rows(sheet, layout)
    texts: list[str] = cells.column(layout.columns[field]).to_pylist()
    return texts


def _heading(layout: Layout, field: str) -> str:
    return next(match.heading for match in layout.matches if match.field == field)
