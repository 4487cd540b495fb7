from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.errors import UnknownOption
from metrics.finishers.vacancy_stress import drawn
from metrics.question import Question
from metrics.scope import Scope
from metrics.statistics.role_matching import fill_roles

D = date(2026, 9, 30)
HIRED = date(2018, 1, 1)
ONE_IN_TEN = -math.log(0.9)  # the yearly rate at which one in ten leaves within a year
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def people(*ids: str, **fields: Any) -> Rows:
    return [{"employee_id": person, "hire_date": HIRED, "track": "manager", **fields} for person in ids]


def roles(**holders: str | None) -> Rows:
    return [{"role_id": role, "incumbent_id": holder} for role, holder in holders.items()]


def named(role: str, *ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, "employee_id": person, **fields} for person in ids]


def stress(con: duckdb.DuckDBPyConnection, scope: Scope | None = None, **options: Any) -> pd.DataFrame:
    return compute(con, "vacancy_stress", scope or Scope(D), options)


def total(frame: pd.DataFrame) -> pd.Series:
    return frame[frame.role_id == "total"].iloc[0]


def rates_file(folder: Path, lines: str) -> str:
    file = folder / "rates.csv"
    file.write_text(lines, encoding="utf-8")
    return str(file)


@pytest.fixture
def five_roles(company: Company, tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """Five roles all backed by Alice, who stays; each incumbent leaves with one chance in ten."""
    ids = {f"R{n}": f"P{n}" for n in range(1, 6)}
    con = company(
        employees=people("Alice", *ids.values()),
        critical_roles=roles(**ids),
        successors=[row for role in ids for row in named(role, "Alice", willing="yes")],
    )
    rates = rates_file(tmp_path, f"employee_id,rate\n,{ONE_IN_TEN}\nAlice,0\n")
    return lambda **options: stress(con, rates=rates, **options)


@pytest.mark.parametrize(
    ("chosen", "willing", "readiness", "unfilled"),
    [
        ({}, "yes", "ready_1_2_years", 1.0),
        ({"ready_enough": "1"}, "yes", "ready_1_2_years", 1.0),
        ({"ready_enough": "2"}, "yes", "ready_1_2_years", 0.0),
        ({"ready_enough": "2"}, "no", "ready_1_2_years", 1.0),
        ({"ready_enough": "2"}, "yes", "ready_3_5_years", 1.0),
        ({"ready_enough": "2"}, "yes", "ready_now", 0.0),
    ],
)
def test_a_company_chooses_how_ready_is_ready_enough_to_step_in(
    company: Company, chosen: dict[str, str], willing: str, readiness: str, unfilled: float
) -> None:
    con = company(
        employees=people("Alice"),
        critical_roles=roles(R1=None),
        successors=named("R1", "Alice", willing=willing, readiness=readiness),
        settings=chosen,
    )
    frame = stress(con, rate="0")
    assert frame["p_unfilled"].tolist() == [unfilled, unfilled]
    assert frame["note"].str.contains("ready in 1–2 years may step in too").any() == (chosen == {"ready_enough": "2"})
    ready = compute(con, "bench_strength", Scope(D)).set_index("step").loc["ready", "covered"]
    assert ready == (readiness == "ready_now")


def test_five_roles_backed_by_one_person_are_empty_as_often_as_can_be_worked_out(
    five_roles: Callable[..., pd.DataFrame],
) -> None:
    """Of five incumbents k leave (binomial, p = 0.1); Alice takes one role, k − 1 stay empty."""
    likely = [math.comb(5, k) * 0.1**k * 0.9 ** (5 - k) for k in range(6)]
    at_least_one = sum(likely[2:])
    expected = sum((k - 1) * p for k, p in enumerate(likely) if k)
    assert (at_least_one, expected) == (pytest.approx(0.0815, abs=5e-5), pytest.approx(0.0905, abs=5e-5))
    frame = five_roles(draws=40_000)
    assert total(frame).p_unfilled == pytest.approx(at_least_one, abs=4 * math.sqrt(0.0815 * 0.9185 / 40_000))
    assert total(frame).expected_unfilled == pytest.approx(expected, abs=4 * 0.32 / math.sqrt(40_000))
    assert total(frame).p_vacant == pytest.approx(1 - 0.9**5, abs=0.01)
    assert total(frame).p90_unfilled == 0
    of_roles = frame[frame.role_id != "total"]
    assert of_roles.p_vacant.tolist() == pytest.approx([0.1] * 5, abs=0.01)
    # Alice serves the first role that falls vacant: R1 always, R5 only when no other does
    by_hand = [0.1 * (1 - 0.9**earlier) for earlier in range(5)]
    assert of_roles.p_unfilled.tolist() == pytest.approx(by_hand, abs=0.005)


def test_the_same_seed_gives_the_same_answer_and_another_does_not(five_roles: Callable[..., pd.DataFrame]) -> None:
    pd.testing.assert_frame_equal(five_roles(), five_roles(seed=0, draws=2000, months=12))
    assert five_roles(seed=1).p_vacant.tolist() != five_roles().p_vacant.tolist()
    # as the definition says: numbers of PCG64, person by person in the order of ids (Alice, P1 … P5)
    numbers = np.random.Generator(np.random.PCG64(0)).random((6, 2000))
    assert numbers[0, 0] == 0.6369616873214543  # as numpy's own documentation prints it
    assert five_roles().p_vacant.tolist()[:5] == (numbers[1:] < 0.1).mean(axis=1).tolist()


def test_moving_somebody_up_leaves_their_own_seat_empty(company: Company, tmp_path: Path) -> None:
    con = company(
        employees=people("chief", "deputy"),
        critical_roles=roles(R1="chief", R2="deputy"),
        successors=named("R1", "deputy", willing="yes"),
    )
    frame = stress(con, rates=rates_file(tmp_path, "employee_id,rate\n,0\nchief,inf\n")).set_index("role_id")
    assert frame.p_vacant.tolist() == [1, 0, 1]
    assert frame.p_unfilled.tolist() == [0, 1, 1]
    assert (frame.expected_unfilled["total"], frame.p90_unfilled["total"]) == (1, 1)


@pytest.mark.parametrize(
    ("nomination", "steps_in"),
    [
        ({"willing": "yes"}, True),
        ({"willing": "unknown"}, True),
        ({"willing": "no"}, False),
        ({"readiness": "ready_1_2_years", "willing": "yes"}, False),
        ({"removed_on": D}, False),
        ({"nominated_on": D + timedelta(days=1)}, False),
    ],
)
def test_only_somebody_ready_now_and_not_unwilling_steps_in(
    company: Company, nomination: dict[str, Any], steps_in: bool
) -> None:
    con = company(employees=people("A"), critical_roles=roles(R=None), successors=named("R", "A", **nomination))
    frame = stress(con, rate=0)
    assert frame.p_vacant.tolist() == [1, 1]
    assert frame.p_unfilled.tolist() == ([0, 0] if steps_in else [1, 1])


def test_a_role_vacant_today_is_vacant_in_every_future(company: Company) -> None:
    con = company(employees=people("A"), critical_roles=roles(R1=None, R2="gone long ago", R3="A"))
    frame = stress(con, rate=0, draws=10).set_index("role_id")
    assert frame.p_vacant.tolist() == [1, 1, 0, 1]
    assert frame.p_unfilled.tolist() == [1, 1, 0, 1]
    assert frame.note["R2"] == "the incumbent on record is not in service"
    assert (frame.expected_unfilled["total"], frame.p90_unfilled["total"]) == (2, 2)


def test_whoever_holds_several_roles_may_keep_them(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        critical_roles=roles(R1="A", R2="A", R3="B", R4=None),
        successors=named("R4", "A", willing="yes"),
    )
    # A may hold two of R1, R2 and R4: the last of them stays empty; B, who is named for none, keeps R3
    frame = stress(con, rate=0).set_index("role_id")
    assert frame.p_unfilled.to_dict() == {"R1": 0, "R2": 0, "R3": 0, "R4": 1, "total": 1}


def test_no_months_ahead_nobody_leaves_and_many_months_ahead_everybody_has(company: Company) -> None:
    con = company(employees=people("A"), critical_roles=roles(R="A"))
    assert stress(con, rate=0.1, months=0).p_vacant.tolist() == [0, 0]
    assert stress(con, rate=0.1, months=100_000).p_vacant.tolist() == [1, 1]


def test_the_rate_is_that_of_track_and_tenure_drawn_towards_the_companys(company: Company) -> None:
    """By hand, over (2023-09-30, 2026-09-30], 1,096 days.

    A (ic, hired 2018-01-01, 6 years on 2024-01-01): 3–6 for 93 days, then 6+ for 1,003, still there.
    B (ic, hired 2024-09-30, exit on 2025-12-31): 0–1 for 365 days, 1–3 for 92 days and the exit.
    C (manager, hired 2026-01-01, exit on the same day): an exit in 0–1 without time.
    """
    con = company(
        employees=[
            *people("A", track="ic"),
            *people("B", track="ic", hire_date=date(2024, 9, 30), termination_date=date(2025, 12, 31)),
            *people("C", hire_date=date(2026, 1, 1), termination_date=date(2026, 1, 1)),
        ],
        critical_roles=roles(R="A"),
        settings={"observed_from": "2015-01-01"},
    )
    years = (1096 + 457) / 365.25
    company_rate = 2 / years
    rate = (0 + 20 * company_rate) / (1003 / 365.25 + 20)
    p = 1 - math.exp(-rate)
    frame = stress(con, draws=20_000)
    assert frame.p_vacant[0] == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / 20_000))
    assert total(frame).note.startswith("rates from 2 exits in 4 person-years; ")


def test_retirements_are_counted_apart_by_age(company: Company) -> None:
    """Ten of sixty-two, of whom two retired half a year ago, and ten young ones: the old leave more often."""
    old = people(*(f"O{n}" for n in range(10)), birth_date=date(1963, 1, 1))
    for row in old[:2]:
        row |= {"termination_date": date(2026, 3, 31), "termination_type": "retirement"}
    young = people(*(f"Y{n}" for n in range(10)), birth_date=date(1995, 1, 1))
    con = company(
        employees=old + young,
        critical_roles=roles(R1="O9", R2="Y9"),
        settings={"observed_from": "2015-01-01"},
    )
    window = 1096 / 365.25
    gone_early = 2 * 183 / 365.25  # days from 2026-03-31 to D
    company_retirement = 2 / (20 * window - gone_early)
    # sixty on 2023-01-01, before the window opens: all their time lies in 60–64
    rate = (2 + 20 * company_retirement) / (10 * window - gone_early + 20)
    young_rate = 20 * company_retirement / (10 * window + 20)
    frame = stress(con, draws=40_000)
    assert frame.p_vacant[0] == pytest.approx(1 - math.exp(-rate), abs=0.005)
    assert frame.p_vacant[1] == pytest.approx(1 - math.exp(-young_rate), abs=0.005)


def test_without_any_known_leaver_there_is_no_figure_unless_a_rate_is_given(company: Company) -> None:
    con = company(employees=people("A"), critical_roles=roles(R="A"))
    frame = stress(con)
    assert frame[["p_vacant", "p_unfilled", "expected_unfilled", "p90_unfilled"]].isna().all(axis=None)
    assert "no leaver is known" in total(frame).note
    assert stress(con, rate=0.1).p_vacant.notna().all()


def test_rates_from_fewer_than_36_months_say_so(company: Company) -> None:
    con = company(employees=people("A"), critical_roles=roles(R="A"), settings={"observed_from": "2025-09-30"})
    assert "window cut: leavers are known only from 2025-09-30" in total(stress(con)).note


@pytest.mark.parametrize(
    ("lines", "p_vacant"),
    [
        ("rate\ninf\n", [1, 1]),
        ("track,rate\nmanager,inf\nic,0\n", [1, 0]),
        ("tenure,rate\n6+,inf\n0-1,0\n", [1, 0]),
        ("employee_id,rate\n,inf\nB,0\n", [1, 0]),
        ("employee_id,track,tenure,rate\n,,,0\nA,manager,6+,inf\nA,ic,6+,0\n", [1, 0]),
    ],
)
def test_a_file_of_rates_gives_each_person_the_last_line_that_fits(
    company: Company, tmp_path: Path, lines: str, p_vacant: list[float]
) -> None:
    con = company(
        employees=[*people("A"), *people("B", track="ic", hire_date=date(2026, 1, 1))],
        critical_roles=roles(R1="A", R2="B"),
    )
    assert stress(con, rates=rates_file(tmp_path, lines)).p_vacant.tolist()[:2] == p_vacant


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": "-1"}, "yearly rate"),
        ({"rate": "often"}, "yearly rate"),
        ({"rate": "nan"}, "yearly rate"),
        ({"draws": 0}, "from 1 up"),
        ({"rates": "nowhere.csv"}, "cannot be read"),
        ({"rates": "nowhere.csv", "rate": 0.1}, "Give one"),
    ],
)
def test_what_cannot_be_drawn_from_is_refused(company: Company, options: dict[str, Any], words: str) -> None:
    con = company(employees=people("A"), critical_roles=roles(R="A"))
    with pytest.raises(UnknownOption, match=words):
        stress(con, **options)


@pytest.mark.parametrize("lines", ["", "who,rate\nA,1\n", "rate\nhigh\n", "employee_id,rate\nB,1\n"])
def test_a_file_of_rates_that_does_not_say_everybodys_rate_is_refused(
    company: Company, tmp_path: Path, lines: str
) -> None:
    con = company(employees=people("A"), critical_roles=roles(R="A"))
    with pytest.raises(UnknownOption, match="rates"):
        stress(con, rates=rates_file(tmp_path, lines))


@pytest.fixture
def mixed(company: Company) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Four roles in two units, one vacant, with people who hold one and are named for another."""

    def build(prefix: str = "", *, backwards: bool = False, extra: Rows = ()) -> duckdb.DuckDBPyConnection:  # type: ignore[assignment]
        ids = [f"{prefix}{letter}" for letter in "ABCDEFZ"]
        a, b, c, d, e, f, z = ids
        units = {"R1": "Labs", "R2": "Labs", "R3": "Sales", "R4": None}
        held = {"R1": a, "R2": b, "R3": c, "R4": None}
        its_roles = [
            {"role_id": prefix + r, "incumbent_id": held[r], "business_unit": units[r], "criticality": n % 3 + 1}
            for n, r in enumerate(held)
        ]
        nominations = [
            *named(f"{prefix}R1", b, d, willing="yes"),
            *named(f"{prefix}R2", d),
            *named(f"{prefix}R3", e, f, readiness="ready_1_2_years"),
            *named(f"{prefix}R4", c, d),
            *({**row, "role_id": prefix + row["role_id"], "employee_id": z} for row in extra),
        ]
        step = -1 if backwards else 1
        return company(employees=people(*ids)[::step], critical_roles=its_roles[::step], successors=nominations[::step])

    return build


def test_the_order_of_rows_and_the_names_of_people_and_roles_change_no_total(mixed: Any) -> None:
    figures = ["p_vacant", "p_unfilled", "expected_unfilled", "p90_unfilled"]
    plain = stress(mixed(), rate=0.3)
    pd.testing.assert_frame_equal(plain, stress(mixed(backwards=True), rate=0.3))
    pd.testing.assert_frame_equal(plain[figures], stress(mixed("X"), rate=0.3)[figures])


@pytest.mark.parametrize("role", ["R1", "R2", "R3", "R4"])
def test_one_more_willing_and_ready_successor_never_makes_it_worse(mixed: Any, role: str) -> None:
    before = stress(mixed(), rate=0.3)
    after = stress(mixed(extra=named(role, "Z", willing="yes")), rate=0.3)
    assert total(after).expected_unfilled <= total(before).expected_unfilled
    assert after.p_vacant.tolist() == before.p_vacant.tolist()


def test_the_simulation_agrees_with_trying_every_future(mixed: Any) -> None:
    bench = {"R1": "ABD", "R4": "CD", "R2": "BD", "R3": "C"}  # who may hold each, the most critical first
    empty = dict.fromkeys(bench, 0.0)
    for stays in product([True, False], repeat=4):
        here = {person for person, stay in zip("ABCD", stays, strict=True) if stay}
        chance = math.prod(0.7 if stay else 0.3 for stay in stays)
        filled = fill_roles({role: [p for p in who if p in here] for role, who in bench.items()})
        for role in set(bench) - set(filled):
            empty[role] += chance
    frame = stress(mixed(), rate=-math.log(0.7), draws=40_000).set_index("role_id")
    for role, chance in empty.items():
        assert frame.p_unfilled[role] == pytest.approx(chance, abs=0.01)
    assert frame.expected_unfilled["total"] == pytest.approx(sum(empty.values()), abs=0.02)


def test_each_group_has_a_total_of_its_own_and_filters_choose_after_the_filling(mixed: Any) -> None:
    con = mixed()
    every = stress(con, rate=0.3).set_index("role_id")
    by_unit = stress(con, Scope(D, by=("business_unit",)), rate=0.3)
    assert by_unit.business_unit.tolist() == ["Labs", "Labs", "Labs", "Sales", "Sales", "unknown", "unknown"]
    totals = by_unit[by_unit.role_id == "total"]
    assert totals.expected_unfilled.sum() == pytest.approx(every.expected_unfilled["total"])
    sales = stress(con, Scope(D, where=(("business_unit", ("Sales",)),)), rate=0.3).set_index("role_id")
    assert sales.index.tolist() == ["R3", "total"]
    assert sales.p_unfilled["R3"] == every.p_unfilled["R3"] == sales.expected_unfilled["total"]


@pytest.mark.parametrize("by", [(), ("criticality",), ("job_level", "track")])
def test_a_company_without_roles_has_nothing_to_show(company: Company, by: tuple[str, ...]) -> None:
    frame = stress(company(employees=people("A")), Scope(D, by=by), rate=0.1)
    assert frame.role_id.tolist() == ([] if by else ["total"])
    assert frame[["p_vacant", "p_unfilled", "expected_unfilled"]].isna().all(axis=None)


def test_in_a_large_company_each_role_falls_vacant_as_often_as_its_holder_leaves() -> None:
    people_of = {f"P{n:04}": n for n in range(1500)}
    ids = list(people_of)
    named_for = [[ids[(7919 * n + 500) % 1500] for n in range(role, 2000, 500)] for role in range(500)]
    rows = pd.DataFrame(
        {
            "incumbent_id": ids[:500],
            "willing_people": [people[:2] for people in named_for],
            "unknown_people": [people[2:] for people in named_for],
        }
    )
    question = Question(None, None, Scope(D), {"draws": 2000, "seed": 0}, None)  # type: ignore[arg-type]
    futures = drawn(rows, people_of, np.full(1500, 0.1), question)
    assert futures.vacant.mean() == pytest.approx(0.1, abs=0.005)
