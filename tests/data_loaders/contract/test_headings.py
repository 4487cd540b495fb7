"""Headings as vendors and people write them."""

from __future__ import annotations

import pytest

from data_loaders.contract import headings
from data_loaders.contract.match_reasons import MatchReason, in_words


def _fields(table: str, heading: str) -> list[str]:
    return [candidate.field for candidate in headings.candidates(table, heading)]


@pytest.mark.parametrize(
    ("table", "heading", "field"),
    [
        ("employees", "Gender (Self-reported)", "gender"),
        ("employees", "Department (Employment Profile)", "department"),
        ("employees", "* Hire Date", "hire_date"),
        ("employees", "Job Title - Current", "job_title"),
        ("employees", "Current Department", "department"),
        ("job_history", "Job Level - Proposed", "job_level"),
        ("job_history", "New Business Unit", "business_unit"),
        ("employees", "Prénom", "first_name"),
    ],
)
def test_suffixes_and_pairs_of_before_and_after_are_seen_through(table: str, heading: str, field: str) -> None:
    assert field in _fields(table, heading)


@pytest.mark.parametrize(
    ("table", "heading"), [("employees", "Job Title - Proposed"), ("job_history", "Job Title - Current")]
)
def test_the_other_side_of_a_pair_is_not_taken(table: str, heading: str) -> None:
    assert "job_title" not in _fields(table, heading)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Hire Dte", "hire_date"),
        ("Date Hire", "hire_date"),
        ("Terminaton Date", "termination_date"),
        ("Busines Unit", "business_unit"),
    ],
)
def test_a_slip_of_the_pen_is_close_to_what_was_meant(heading: str, field: str) -> None:
    candidate = headings.close("employees", heading)
    assert candidate is not None
    assert candidate.field == field
    assert candidate.why is MatchReason.CLOSE
    assert in_words(candidate.why, candidate.about).startswith("close to")


@pytest.mark.parametrize("heading", ["Shoe Size", "Cost", "Favourite Colour", "Manager's Birthday Cake"])
def test_what_is_like_nothing_is_not_guessed(heading: str) -> None:
    assert headings.close("employees", heading) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("PersNr", "employee_id"),
        ("Eintritt", "hire_date"),
        ("Austritt", "termination_date"),
        ("Nachname", "last_name"),
        ("Orgeinheit", "department"),
        ("Führungskraft", "manager_name"),
        ("Date d'embauche", "hire_date"),
        ("Date de départ", "termination_date"),
        ("Nom complet", "full_name"),
        ("Responsable hiérarchique", "manager_name"),
        ("ID de empleado", "employee_id"),
        ("Fecha de contratación", "hire_date"),
        ("Apellidos", "last_name"),
        ("Correo electrónico", "work_email"),
    ],
)
def test_headings_of_german_french_and_spanish_exports_are_known(heading: str, field: str) -> None:
    assert _fields("employees", heading)[0] == field
