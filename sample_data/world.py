"""The company's parameters: units, locations, ladders, pay and behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]

AS_OF = date(2026, 9, 30)
FIRST_DAY = date(2018, 10, 1)
MONTHS = 96

IC, MANAGER = 0, 1
TRACK_NAMES = ("Individual Contributor", "Manager")
NEVER = 10**6  # a day, counted from 1970, that no one reaches


@dataclass(frozen=True)
class Unit:
    """A business unit: its share of the company, its departments and its job families."""

    name: str
    share: float
    departments: tuple[str, ...]
    families: tuple[str, ...]


UNITS = (
    Unit("Engineering", 0.25, ("Platform", "Embedded Systems", "Quality", "Data & Tools"), ("Software", "Hardware")),
    Unit("Operations", 0.20, ("Assembly", "Purchasing", "Maintenance", "Field Service "), ("Production", "Logistics")),
    Unit("Customer Care", 0.15, ("Service Desk", "Onboarding", "Key Accounts"), ("Support", "Customer Success")),
    Unit("Sales", 0.14, ("Direct Sales", "Partners", "Sales Operations"), ("Account Management", "Presales")),
    Unit("Research", 0.12, ("Materials", "Algorithms", "Prototyping"), ("Applied Science", "Laboratory")),
    Unit("Finance", 0.07, ("Controlling", "Accounting"), ("Financial Analysis", "Accounting")),
    Unit("Corporate Services", 0.07, ("People", "Legal", "IT Services"), ("Human Resources", "Business Systems")),
)
ENGINEERING, OPERATIONS, CARE, SALES, RESEARCH, FINANCE, CORPORATE = range(len(UNITS))
UNIT_SHARES = np.array([unit.share for unit in UNITS])
DEPARTMENTS = tuple(name for unit in UNITS for name in unit.departments)
FAMILIES = tuple(name for unit in UNITS for name in unit.families)
DEPARTMENT_COUNT = np.array([len(unit.departments) for unit in UNITS])
DEPARTMENT_FIRST = np.cumsum(DEPARTMENT_COUNT) - DEPARTMENT_COUNT
FAMILY_COUNT = np.array([len(unit.families) for unit in UNITS])
FAMILY_FIRST = np.cumsum(FAMILY_COUNT) - FAMILY_COUNT

LOCATIONS = ("Hamburg", "Lyon", "Leeds", "Austin", "Pune")
COUNTRIES = ("Germany", "France", "United Kingdom", "United States", "India")
CURRENCIES = ("EUR", "EUR", "GBP", "USD", "INR")
LOCATION_SHARES = np.array([0.34, 0.14, 0.17, 0.20, 0.15])
PAY_BY_LOCATION = np.array([1.0, 0.94, 0.86, 1.28, 21.0])  # also turns the base pay into the local currency

# By job level, index 0 unused.
IC_LEVELS_AT_START = np.array([0, 0.15, 0.26, 0.25, 0.17, 0.10, 0.045, 0.018, 0.007, 0])
MANAGER_LEVELS_AT_START = np.array([0, 0, 0, 0.22, 0.33, 0.23, 0.13, 0.065, 0.025, 0])
IC_LEVELS_AT_HIRE = np.array([0, 0.36, 0.31, 0.18, 0.095, 0.04, 0.015, 0, 0, 0])
MANAGER_LEVELS_AT_HIRE = np.array([0, 0, 0, 0.35, 0.35, 0.18, 0.08, 0.03, 0.01, 0])
PROMOTED_A_YEAR = np.array([0, 0.26, 0.17, 0.10, 0.065, 0.04, 0.03, 0.02, 0, 0])
MANAGER_PROMOTED_A_YEAR = np.array([0, 0, 0, 0.08, 0.06, 0.045, 0.03, 0.02, 0, 0])
RESIGN_A_YEAR = np.array([0, 0.40, 0.29, 0.13, 0.06, 0.042, 0.038, 0.035, 0.03, 0])
BASE_PAY = np.array([0, 34, 42, 52, 65, 81, 101, 126, 158, 260]) * 1000.0

MANAGER_SHARE = 0.14
# Managers resign this many times as often as experts of their own level.
MANAGERS_RESIGN = np.array([5.0, 1.2, 1.1, 1.2, 1.1, 1.1, 1.1])
EXPERTS_RESIGN = np.array([0.6, 1.05, 1.1, 1.15, 0.95, 1.0, 1.0])

IC_TITLES = (
    *("", "Associate", "Specialist", "Senior", "Staff", "Senior Staff", "Principal", "Senior Principal", "Fellow", ""),
)
MANAGER_TITLES = (
    *("", "", "", "Team Lead", "Manager", "Senior Manager", "Director", "Senior Director", "Vice President"),
    "Chief Executive",
)

WISHES = ("People Manager", "Specialist", "Project Lead", "Innovator", "Undecided")
PEOPLE_MANAGER, SPECIALIST, PROJECT_LEAD, INNOVATOR, UNDECIDED = range(len(WISHES))
WISH_BORN_FROM = np.array([1900, 1965, 1981, 1997])  # Boomers, Generation X, Millennials, Generation Z
WISHES_BY_GENERATION = np.array(
    [
        [0.42, 0.24, 0.12, 0.08, 0.14],
        [0.36, 0.29, 0.13, 0.09, 0.13],
        [0.25, 0.37, 0.15, 0.11, 0.12],
        [0.14, 0.48, 0.14, 0.12, 0.12],
    ]
)

GENDERS = ("Female", "Male", "Non-binary", "")
GENDER_SHARES = np.array([0.435, 0.545, 0.008, 0.012])


def day_number(day: date) -> int:
    """Days since 1970-01-01, as all days of the simulation are counted."""
    return (day - date(1970, 1, 1)).days


def month_ends() -> Ints:
    """The last day of each month from FIRST_DAY to AS_OF; its length is MONTHS."""
    firsts = np.arange(np.datetime64("2018-11"), np.datetime64("2018-11") + MONTHS).astype("datetime64[D]")
    return firsts.astype(np.int64) - 1
