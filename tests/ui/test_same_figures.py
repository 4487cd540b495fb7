"""What the pages show of a metric is what the command line prints for the same filters."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from company import company, publish
from metrics import __main__ as command_line
from metrics import catalogue
from metrics.scope import Scope
from ui import command, data, exploring, export

DAY = date(2026, 6, 30)
FILTERS = (("business_unit", ("Sales", "Legal, Risk")), ("gender", ("f", "unknown")), ("job_level", ("2", "3", "4")))
SMALL = {"draws": "50"}  # enough to tell two answers apart


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Sixty people, some gone, some promoted; four roles, a few nominations, offers and activities."""
    con = company(
        employees=[_person(number) for number in range(60)],
        job_history=[_promotion(number) for number in range(0, 60, 7)],
        critical_roles=[
            {
                "role_id": f"R{n}",
                "business_unit": _unit(n),
                "job_level": 4,
                "criticality": n,
                "incumbent_id": f"{n:03d}",
            }
            for n in range(1, 5)
        ],
        successors=[
            {"role_id": f"R{1 + n % 4}", "employee_id": f"{n:03d}", "willing": ("yes", "no", None)[n % 3]}
            for n in range(5, 30, 2)
        ],
        promotion_offers=[_offer(number) for number in range(4, 60, 5)],
        growth_activities=[
            {"employee_id": f"{n:03d}", "occurred_on": date(2026, 2, 1), "kind": "training"} for n in range(0, 60, 4)
        ],
        settings={"observed_from": "2020-01-01"},
        as_of=DAY,
    )
    of = publish(con, tmp_path_factory.mktemp("company"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "generation", lambda: of)
        yield of


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
        **(gone if number % 6 == 5 else {}),
    }


def _promotion(number: int) -> dict[str, object]:
    return {
        "employee_id": f"{number:03d}",
        "effective_date": date(2025, 1, 1 + number % 28),
        "action": "promotion",
        "track": "manager",
        "job_level": 3,
    }


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


def _printed(line: str, out: Path) -> bytes:
    assert command_line.main([*shlex.split(line)[3:], "--out", str(out)]) == 0
    return out.read_bytes()


@pytest.mark.parametrize("filtered", [False, True], ids=["everyone", "filtered"])
@pytest.mark.parametrize("name", catalogue.names())
def test_page_and_command_line_say_the_same(
    generation: tuple[str, str], tmp_path: Path, name: str, filtered: bool
) -> None:
    entry = catalogue.entry(name)
    options = {option.name: SMALL[option.name] for option in entry.options if option.name in SMALL}
    scope = data.applicable(name, Scope(DAY, where=FILTERS if filtered else ()))
    for by in ((),) if name in exploring.UNGROUPED else ((), entry.groups[-2:]):
        shown = data.metric(name, scope, by, **options)
        line = command.line(name, Scope(DAY, by=by, where=scope.where), options, folder=Path(generation[0]))
        assert export.csv(shown) == _printed(line, tmp_path / "printed.csv")
