"""Sixty people, some gone, some promoted; six roles, a few nominations, offers and activities."""

from __future__ import annotations

from datetime import date

import duckdb

from company import company

DAY = date(2026, 6, 30)
FILTERS = (("business_unit", ("Sales", "Legal, Risk")), ("gender", ("f", "unknown")), ("job_level", ("2", "3", "4")))


def sixty_people() -> duckdb.DuckDBPyConnection:
    """The company in memory; every metric has something to count in it."""
    return company(
        employees=[_person(number) for number in range(60)],
        job_history=[
            *(_hired(number) for number in range(7, 60, 14)),
            *(_promotion(number) for number in range(0, 60, 7)),
            *(_step_down(number) for number in range(0, 60, 14)),
        ],
        critical_roles=[
            {
                "role_id": f"R{n}",
                "business_unit": _unit(n),
                "job_level": 4,
                "criticality": n,
                "incumbent_id": f"{n:03d}",
                "incumbent_since": date(2025, 6 + n, 1),
            }
            for n in range(1, 7)
        ],
        successors=[
            {"role_id": f"R{1 + n % 4}", "employee_id": f"{n:03d}", "willing": ("yes", "no", None)[n % 3]}
            for n in range(5, 30, 2)
        ]
        + [{"role_id": role, "employee_id": "041", "willing": "no"} for role in ("R5", "R6")],
        promotion_offers=[_offer(number) for number in range(4, 60, 5)],
        growth_activities=[
            {
                "employee_id": f"{n:03d}",
                "occurred_on": date(2025 + n % 2, 2, 1),
                "kind": ("skill", "recognition")[n % 2],
            }
            for n in range(0, 60, 3)
        ],
        settings={"observed_from": "2020-01-01"},
        as_of=DAY,
    )


def _unit(number: int) -> str:
    return ("Sales", "Legal, Risk", "Care")[number % 3]


def _person(number: int) -> dict[str, object]:
    gone = {"termination_date": date(2026, 1, 1 + number % 28), "termination_type": "voluntary"}
    return {
        "employee_id": f"{number:03d}",
        "hire_date": date(2012 + number % 9, 1 + number % 12, 1),
        "birth_date": date(1960 + number % 40, 1, 1),
        "business_unit": _unit(number),
        "job_level": 2 + number % 4,
        "gender": ("f", "m", None)[number % 3],
        "track": "manager" if number % 3 == 0 else "ic",
        "base_salary": 50_000 + 1_000 * number,
        "currency": "EUR",
        "career_preference": ("specialist", "people_manager", None)[number % 3],
        "manager_id": None if number < 3 else f"{3 * (number % 5):03d}",
        **(gone if number % 7 == 5 else {}),
    }


def _event(number: int, day: date, action: str, track: str, level: int) -> dict[str, object]:
    return {
        "employee_id": f"{number:03d}",
        "effective_date": day,
        "action": action,
        "track": track,
        "job_level": level,
    }


def _hired(number: int) -> dict[str, object]:
    return _event(number, date(2012 + number % 9, 1 + number % 12, 1), "hire", "ic", 2)


def _promotion(number: int) -> dict[str, object]:
    return _event(number, date(2025, 1, 1 + number % 28), "promotion", "manager", 3)


def _step_down(number: int) -> dict[str, object]:
    return _event(number, date(2025, 9, 1 + number % 28), "step_down", "ic", 2)


def _offer(number: int) -> dict[str, object]:
    day = date(2026, 1 + number % 5, 3)
    return {
        "employee_id": f"{number:03d}",
        "offered_on": day,
        "decided_on": day,
        "outcome": ("accepted", "declined", "declined", "withdrawn")[number % 4],
        "offered_track": ("manager", "ic")[number % 2],
        "decline_reason": ("pay", None)[number % 2],
    }
