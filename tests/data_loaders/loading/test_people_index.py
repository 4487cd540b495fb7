"""Who a name or an e-mail means: one person, several, or nobody."""

from __future__ import annotations

import pytest

from data_loaders.loading.people_index import Register

NAMES = [
    ("1", "Ana Ruiz"),
    ("2", "Li, Bo"),
    ("3", "Bo Li"),
    ("4", "Cy M. Day"),
    ("5", "Zoë Ångström"),
    ("6", "Dr. Eva Marie Kern"),
    ("6", "Eva Holt"),
]
CASES = {
    "Ana Ruiz": ["1"],
    "RUIZ, Ana": ["1"],
    "Ana  Ruiz, PhD": ["1"],
    "Bo Li": ["2", "3"],
    "Cy Day": ["4"],
    "Cy Martin Day": ["4"],
    "Cy B. Day": [],
    "Zoe Angstrom": ["5"],
    "Eva Kern": ["6"],
    "Eva Holt": ["6"],
    "Ana": [],
    "Ruiz Ana": [],
    "ana.ruiz@firm.example": ["1"],
    "bo.li@firm.example": ["2", "3"],
    "ana.ruiz2@firm.example": [],
    "aruiz@firm.example": [],
}


@pytest.mark.parametrize(("text", "ids"), CASES.items())
def test_a_name_means_those_who_are_called_so(text: str, ids: list[str]) -> None:
    assert Register(NAMES, {}).find(text) == ids


def test_where_the_roster_brings_emails_only_they_count() -> None:
    register = Register(NAMES, {"ana@firm.example": {"9"}})
    assert register.find("Ana@firm.example") == ["9"]
    assert register.find("ana.ruiz@firm.example") == []
