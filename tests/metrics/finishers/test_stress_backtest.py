from __future__ import annotations

import math
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from company import company as a_company
from metrics.engine import compute
from metrics.errors import UnknownOption
from metrics.finishers.stress_backtest import poisson_binomial
from metrics.scope import Scope

D = date(2026, 6, 30)
HIRED = date(2010, 1, 1)


def here(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"spell_start": HIRED, **fields}] * count


def gone(count: int, day: date, **fields: Any) -> list[dict[str, Any]]:
    return here(count, spell_end=day, end_reason="exit_voluntary", **fields)


@pytest.fixture
def company(spells: Any) -> Any:
    """A hundred people since 2010, of whom 5 left in 2023, 10 in the year to mid 2025 and 7 in the year after."""
    rows = [*gone(5, date(2023, 6, 1)), *gone(10, date(2025, 6, 30)), *gone(7, date(2025, 7, 1)), *here(78)]
    return spells(rows, observed_from=date(2015, 1, 1))


def test_each_year_back_is_foretold_from_what_was_known_then(company: Any) -> None:
    """By hand: everybody is in one cell (ic, 6 years and more), where the company's rate is the cell's own.

    2025-06-30: 85 in service; 15 exits in (2022-06-30, 2025-06-30], 1,096 days but 336 for those gone in 2023.
    2024-06-30: 95 in service; 5 exits in (2021-06-30, 2024-06-30], 1,096 days but 701 for them.
    """
    frame = compute(company, "stress_backtest", Scope(D))
    assert frame.as_of.tolist() == [date(2025, 6, 30), date(2024, 6, 30)]
    assert frame.people.tolist() == [85, 95]
    assert frame.actual_exits.tolist() == [7, 10]
    rates = [15 / ((95 * 1096 + 5 * 336) / 365.25), 5 / ((95 * 1096 + 5 * 701) / 365.25)]
    chances = [1 - math.exp(-rate) for rate in rates]
    assert frame.expected_exits.tolist() == pytest.approx([85 * chances[0], 95 * chances[1]])
    for row, n, p in zip(frame.itertuples(), [85, 95], chances, strict=True):
        assert (row.low, row.high) == stats.binom.interval(0.95, n, p)


def test_the_groups_are_those_of_the_day_set_back_and_together_give_the_whole(spells: Any) -> None:
    rows = [
        *here(20, business_unit="Labs", track="manager"),
        *gone(5, date(2026, 1, 1), business_unit="Labs"),
        *here(20, business_unit="Sales"),
    ]
    con = spells(rows, observed_from=date(2015, 1, 1))
    whole = compute(con, "stress_backtest", Scope(D))
    parts = compute(con, "stress_backtest", Scope(D, by=("business_unit",)))
    assert parts.business_unit.tolist() == ["Labs", "Labs", "Sales", "Sales"]
    assert parts.people.tolist() == [25, 25, 20, 20]
    assert parts.groupby("as_of").expected_exits.sum()[date(2025, 6, 30)] == pytest.approx(whole.expected_exits[0])
    assert parts.actual_exits.tolist() == [5, 0, 0, 0]
    only = compute(con, "stress_backtest", Scope(D, where=(("business_unit", ("Labs",)),)))
    assert only.expected_exits.tolist() == pytest.approx(parts.expected_exits[:2].tolist())
    by_track = compute(con, "stress_backtest", Scope(D, by=("track",)))
    assert by_track.people.tolist() == [25, 25, 20, 20]


def test_a_year_that_opens_before_leavers_are_known_has_no_figure(spells: Any) -> None:
    rows = [*here(30), *gone(3, date(2025, 12, 1))]
    frame = compute(spells(rows, observed_from=date(2024, 12, 1)), "stress_backtest", Scope(D))
    assert frame.expected_exits.notna().tolist() == [True, False]
    assert frame.actual_exits.isna().tolist() == [False, True]
    assert "window cut: leavers are known only from 2024-12-01" in frame.note[0]
    assert "before leavers are known" in frame.note[1]
    frame = compute(spells(here(30)), "stress_backtest", Scope(D))
    assert frame.expected_exits.isna().all()


def test_it_has_days_of_its_own_and_so_no_trend(company: Any) -> None:
    with pytest.raises(UnknownOption, match="trend"):
        compute(company, "stress_backtest", Scope(D), trend=3)


def test_the_number_of_exits_is_spread_as_a_binomial_where_all_have_one_chance() -> None:
    first, likely = poisson_binomial(np.array([60.0, 40.0]), np.array([0.1, 0.1]))
    numbers = np.arange(first, first + len(likely))
    assert likely == pytest.approx(stats.binom.pmf(numbers, 100, 0.1))
    first, likely = poisson_binomial(np.array([1e6]), np.array([0.1]))
    assert likely.sum() == pytest.approx(1)
    assert first + int(np.argmax(likely)) == 100_000


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 1)), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_the_number_of_exits_is_spread_as_trying_every_outcome_says(cells: list[tuple[int, float]]) -> None:
    each = [p for n, p in cells for _ in range(n)]
    expected = np.zeros(len(each) + 1)
    for left in product([0, 1], repeat=len(each)):
        expected[sum(left)] += math.prod(p if gone else 1 - p for p, gone in zip(each, left, strict=True))
    people, chance = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    first, likely = poisson_binomial(people, chance)
    assert likely == pytest.approx(expected[first : first + len(likely)], abs=1e-12)
    assert likely.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("known_from", "shown"), [(date(2024, 6, 30), [True, True]), (date(2024, 7, 1), [True, False])]
)
def test_a_year_has_a_figure_where_leavers_are_known_for_a_day_before_it(
    spells: Any, known_from: date, shown: list[bool]
) -> None:
    rows = [*here(30), *gone(3, date(2025, 12, 1))]
    frame = compute(spells(rows, observed_from=known_from), "stress_backtest", Scope(D))
    assert frame.actual_exits.notna().tolist() == shown


def chance_of(con: Any, unit: str) -> float:
    """What the rates known on 2025-06-30 foretell for the one person of that unit."""
    frame = compute(con, "stress_backtest", Scope(D, by=("business_unit",))).set_index(["business_unit", "as_of"])
    row = frame.loc[(unit, date(2025, 6, 30))]
    assert row.people == 1
    return float(row.expected_exits)


def test_a_tenure_band_ends_with_the_anniversary_and_an_exit_on_it_counts_in_the_band_before(spells: Any) -> None:
    """By hand, over (2022-06-30, 2025-06-30], 1,096 days, nobody with a birth date.

    One leaves on the first anniversary, 366 days on; one is on it on the day itself, 365 days on, and so in 1–3,
    where nobody has spent time; one was hired 181 days before the day; one is here since 2010.
    """
    con = spells(
        [
            {"spell_start": date(2023, 3, 1), "spell_end": date(2024, 3, 1), "end_reason": "exit_voluntary"},
            {"spell_start": date(2024, 6, 30), "business_unit": "a year to the day"},
            {"spell_start": date(2024, 12, 31), "business_unit": "new"},
            {"spell_start": HIRED, "business_unit": "old"},
        ],
        observed_from=date(2015, 1, 1),
    )
    first_year = (366 + 365 + 181) / 365.25
    company = 1 / (first_year + 1096 / 365.25)
    assert chance_of(con, "new") == pytest.approx(1 - math.exp(-(1 + 20 * company) / (first_year + 20)))
    assert chance_of(con, "a year to the day") == pytest.approx(1 - math.exp(-company))
    assert chance_of(con, "old") == pytest.approx(1 - math.exp(-20 * company / (1096 / 365.25 + 20)))


def test_an_age_band_ends_with_the_birthday_and_retiring_on_it_counts_in_the_band_before() -> None:
    """By hand, over the same 1,096 days; all have been here since 2010, and nobody leaves but by retiring.

    One retires on the sixtieth birthday, 731 days on; one is sixty on the day itself, and so in 60–64, where nobody
    has spent time; one is fifty-eight then, and was fifty-five before the window opened.
    """

    def born(day: date, unit: str, **more: object) -> dict[str, object]:
        return {"employee_id": unit, "hire_date": HIRED, "birth_date": day, "business_unit": unit, **more}

    con = a_company(
        employees=[
            born(date(1964, 6, 30), "gone", termination_date=date(2024, 6, 30), termination_type="retirement"),
            born(date(1965, 6, 30), "sixty to the day"),
            born(date(1967, 1, 1), "fifty-eight"),
        ],
        settings={"observed_from": "2015-01-01"},
        as_of=D,
    )
    years = (731 + 2 * 1096) / 365.25
    company = 1 / years
    assert chance_of(con, "fifty-eight") == pytest.approx(1 - math.exp(-(1 + 20 * company) / (years + 20)))
    assert chance_of(con, "sixty to the day") == pytest.approx(1 - math.exp(-company))
    con.close()
