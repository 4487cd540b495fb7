"""Roles by title and people by name in the place of ids, where a person reads."""

from __future__ import annotations

import pandas as pd

from ui.datasource.role_people import Person
from ui.views.bench import role_titles

TITLES = {"R1": "Head of IT", "R2": "Head of Law"}
KNOWN = {"004": Person("004", "004", "Ana Roth", "", 1, True, True, False)}


def test_ids_become_titles_and_names_and_other_columns_stay() -> None:
    frame = pd.DataFrame(
        {
            "move": ["ask", "widen"],
            "employee_id": ["004", None],
            "role_id": ["R1", "R2"],
            "role_ids": ["", "R1; R2; R9"],
        }
    )
    read = role_titles.worded(frame, TITLES, KNOWN)
    assert read["person"].fillna("").tolist() == ["Ana Roth", ""]
    assert read["role"].tolist() == ["Head of IT", "Head of Law"]
    assert read["role_ids"].tolist() == ["", "Head of IT, Head of Law, a role out of view"]
    assert read["move"].tolist() == ["ask", "widen"]
    assert "role_id" in frame  # what is downloaded keeps its ids


def test_several_people_and_somebody_without_a_name() -> None:
    frame = pd.DataFrame({"employee_ids": ["004; 005"]})
    assert role_titles.worded(frame, TITLES, KNOWN)["employee_ids"].tolist() == ["Ana Roth, 005"]
