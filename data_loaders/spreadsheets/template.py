"""The empty workbook to fill: a sheet per table, lists to choose from, notes, example rows that are ignored."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.contract.fields import TABLES, Field

_ROWS = 5000  # how far down the lists and formats reach
_REQUIRED, _OPTIONAL = PatternFill("solid", fgColor="D9E2EC"), PatternFill("solid", fgColor="F1F4F7")
_EXAMPLES: dict[str, dict[str, Any]] = {
    "employees": {
        "employee_id": "EXAMPLE-1",
        "hire_date": date(2019, 3, 1),
        "full_name": "Ana Example",
        "birth_date": date(1988, 5, 17),
        "business_unit": "Engineering",
        "job_title": "Team Lead",
        "job_level": 5,
        "track": "manager",
        "manager_id": "EXAMPLE-2",
        "base_salary": 84000,
        "currency": "EUR",
        "fte": 1,
        "performance_rating": 4,
        "career_preference": "people_manager",
    },
    "job_history": {
        "employee_id": "EXAMPLE-1",
        "effective_date": date(2022, 1, 1),
        "action": "promotion",
        "track": "manager",
        "job_level": 5,
    },
    "promotion_offers": {
        "offer_id": "EXAMPLE-1",
        "employee_id": "EXAMPLE-1",
        "offered_on": date(2021, 11, 15),
        "decided_on": date(2021, 12, 1),
        "outcome": "accepted",
        "offered_track": "manager",
        "offered_level": 5,
    },
    "critical_roles": {
        "role_id": "EXAMPLE-1",
        "title": "Head of Engineering",
        "business_unit": "Engineering",
        "incumbent_id": "EXAMPLE-2",
        "criticality": 1,
    },
    "successors": {
        "role_id": "EXAMPLE-1",
        "employee_id": "EXAMPLE-1",
        "readiness": "ready_now",
        "nominated_on": date(2026, 1, 15),
        "willing": "yes",
    },
    "growth_activities": {
        "employee_id": "EXAMPLE-1",
        "occurred_on": date(2026, 2, 3),
        "kind": "mentoring_given",
        "detail": "Two juniors, monthly",
    },
}


def workbook() -> bytes:
    """The template as .xlsx. Required columns are darker; ids are text, so that leading zeros stay."""
    book = Workbook()
    book.remove(book.active)
    for table, fields in TABLES.items():
        sheet = book.create_sheet(table)
        header = 1
        if table == "employees":
            _ask_for_the_day(sheet)
            header = 3
        for index, (name, field) in enumerate(fields.items(), 1):
            _column(sheet, header, index, name, field)
            sheet.cell(header + 1, index, _EXAMPLES[table].get(name))
        sheet.freeze_panes = sheet.cell(header + 1, 1)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _ask_for_the_day(sheet: Worksheet) -> None:
    sheet.cell(1, 1, "Everyone as of").font = Font(bold=True)
    day = sheet.cell(1, 2)
    day.number_format, day.fill = "yyyy-mm-dd", _REQUIRED
    day.comment = Comment("The day this list of people shows, such as 2026-09-30.", "Bench Strength", 60, 220)


def _column(sheet: Worksheet, header: int, index: int, name: str, field: Field) -> None:
    letter = get_column_letter(index)
    heading = sheet.cell(header, index, name)
    heading.font, heading.fill = Font(bold=True), _REQUIRED if field.required else _OPTIONAL
    note = f"{field.meaning}." + (" Every row needs it." if field.required else "") + _words(field)
    heading.comment = Comment(note, "Bench Strength", 110, 260)
    sheet.column_dimensions[letter].width = max(14, len(name) + 3)
    for row in range(header + 1, header + 201):
        sheet.cell(row, index).number_format = _format(field)
    if choices := _choices(field):
        listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
        listed.error = f"Choose one of: {', '.join(choices)}"
        sheet.add_data_validation(listed)
        listed.add(f"{letter}{header + 1}:{letter}{_ROWS}")


def _choices(field: Field) -> tuple[str, ...]:
    return ("yes", "no") if field.kind == "flag" else field.words


def _words(field: Field) -> str:
    return f" One of: {', '.join(_choices(field))}." if _choices(field) else ""


def _format(field: Field) -> str:
    if field.kind == "date":
        return "yyyy-mm-dd"
    return "@" if field.kind in ("id", "name", "text", "choice") else "General"
