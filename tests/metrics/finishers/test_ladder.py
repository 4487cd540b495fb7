from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.finishers.ladder import median_drawn_anew
from metrics.scope import Scope

D = date(2026, 9, 30)
HIRED = date(2020, 1, 1)
Company = Callable[..., duckdb.DuckDBPyConnection]


def staff(count: int, track: str, level: int | None, salary: float | None, **fields: Any) -> list[dict[str, Any]]:
    """So many people alike; the ids tell them apart."""
    name = f"{track}{level}{salary}{''.join(map(str, fields.values()))}"
    row = {"hire_date": HIRED, "track": track, "job_level": level, "base_salary": salary, "currency": "EUR", **fields}
    return [{"employee_id": f"{name}-{number}", **row} for number in range(count)]


def parity(con: duckdb.DuckDBPyConnection, **scope: Any) -> pd.DataFrame:
    return compute(con, "ladder_parity", Scope(D, **scope))


CASE_9 = [
    *staff(9, "ic", 4, 100),
    *staff(1, "manager", 4, 95),
    *staff(1, "ic", 5, 150),
    *staff(9, "manager", 5, 140),
]


def test_within_a_level_managers_can_earn_less_whatever_the_raw_means_say(company: Company) -> None:
    """Worked case 9."""
    frame = parity(company(employees=CASE_9))
    assert frame[["job_level", "currency", "ic", "manager"]].to_numpy().tolist() == [[4, "EUR", 9, 1], [5, "EUR", 1, 9]]
    assert frame["manager_to_ic_pay"].tolist() == pytest.approx([0.95, 140 / 150])
    assert frame[["low", "high"]].isna().all(axis=None)  # one person says nothing of chance


def test_pay_is_that_of_full_time_and_currencies_stay_apart(company: Company) -> None:
    con = company(
        employees=[
            *staff(1, "ic", 4, 50, fte=0.5),
            *staff(1, "ic", 4, 120),
            *staff(1, "ic", 4, 140),
            *staff(2, "manager", 4, 130),
            *staff(2, "ic", 4, 9000, currency="INR"),
            *staff(2, "manager", 4, 9900, currency="INR"),
            *staff(1, "ic", 4, 70, currency=None),
            *staff(1, "manager", 4, 77, currency=None),
            *staff(3, "ic", 3, 70),
            *staff(3, "manager", None, 70),
            *staff(2, "manager", 4, None),
        ]
    )
    frame = parity(con).set_index("currency")
    assert frame["ic_median_salary"].to_dict() == {"EUR": 120, "INR": 9000, "unknown": 70}
    assert frame["manager_median_salary"].to_dict() == {"EUR": 130, "INR": 9900, "unknown": 77}
    assert frame["job_level"].unique().tolist() == [4]
    words = "left out: 5 without a level or a salary; levels without both tracks: 3"
    assert frame["note"].str.startswith(words).all()


def test_the_median_of_an_even_number_lies_between_the_middle_two(company: Company) -> None:
    con = company(
        employees=[row for pay in (100, 110, 130, 190) for row in staff(1, "ic", 4, pay)] + staff(2, "manager", 4, 132)
    )
    assert parity(con)["ic_median_salary"].tolist() == [120]
    assert parity(con)["manager_to_ic_pay"].tolist() == [1.1]


def test_the_salary_is_that_of_the_newest_roster_that_has_salaries(company: Company) -> None:
    def on(pay: int | None) -> list[dict[str, Any]]:
        rows = [{**row, "employee_id": f"E{number}"} for number, row in enumerate(staff(2, "ic", 4, pay))]
        rows += [{**row, "employee_id": f"M{number}"} for number, row in enumerate(staff(2, "manager", 4, pay))]
        return rows if pay else [{key: row[key] for key in ("employee_id", "hire_date", "track")} for row in rows]

    con = company(
        rosters_on={
            date(2025, 9, 30): on(100),
            date(2026, 6, 30): on(120),
            date(2026, 8, 31): on(None),
            date(2026, 12, 31): [*on(150), *staff(1, "ic", 4, 170)],
        }
    )
    for day, pay, people in ((D, 120, 2), (date(2026, 5, 1), 100, 2), (date(2021, 1, 1), 100, 2)):
        frame = compute(con, "ladder_parity", Scope(day))
        assert frame["ic_median_salary"].tolist() == [pay], day
        # somebody listed only later, but hired by then, brings the salary of that later roster
        assert frame["ic"].tolist() == [people + 1]


def test_people_outside_the_filter_and_the_order_of_rows_change_nothing(company: Company) -> None:
    random = np.random.default_rng(3)
    here = [
        row
        for number in range(60)
        for row in staff(
            1,
            ("ic", "manager")[number % 2],
            4 + number % 3,
            float(random.integers(500, 900)),
            gender="f",
            location=str(number),
        )
    ]
    elsewhere = staff(30, "ic", 4, 100, gender="m") + staff(30, "manager", 7, 999, gender="m")
    alone = parity(company(employees=here))
    among = parity(company(employees=[*elsewhere, *reversed(here)]), where=(("gender", ("f",)),))
    pd.testing.assert_frame_equal(alone, among)
    grouped = parity(company(employees=[*here, *elsewhere]), by=("gender",))
    pd.testing.assert_frame_equal(
        grouped[grouped["gender"] == "f"].drop(columns="gender").reset_index(drop=True), alone
    )


@pytest.mark.parametrize(("ic", "manager"), [(9, 10), (40, 7), (401, 62)])
def test_the_interval_is_that_of_a_bootstrap_done_the_long_way(company: Company, ic: int, manager: int) -> None:
    random = np.random.default_rng(ic)
    pay = {"ic": random.lognormal(4, 0.3, ic).round(2), "manager": random.lognormal(4.2, 0.3, manager).round(2)}
    con = company(
        employees=[
            {**staff(1, track, 4, None)[0], "employee_id": f"{track}{number}", "base_salary": float(each)}
            for track, values in pay.items()
            for number, each in enumerate(values)
        ]
    )
    row = parity(con).iloc[0]
    anew = {track: np.median(random.choice(values, (40_000, len(values))), axis=1) for track, values in pay.items()}
    ratios = anew["manager"] / anew["ic"]
    around = (0.012, 0.042, 0.958, 0.988)  # how far 2,000 draws may stray
    low_from, low_to, high_from, high_to = np.quantile(ratios, around)
    assert low_from <= row.low <= low_to
    assert high_from <= row.high <= high_to
    assert row.manager_to_ic_pay == pytest.approx(np.median(pay["manager"]) / np.median(pay["ic"]))
    assert (row.low, row.high) == tuple(parity(con).loc[0, ["low", "high"]])  # and always the same


@pytest.mark.parametrize("of", [1, 2, 3, 8, 25])
def test_a_median_drawn_anew_falls_on_each_value_as_often_as_it_must(of: int) -> None:
    values = np.arange(of, dtype=float)
    drawn = median_drawn_anew(values, values + 1, 100_000, np.random.Generator(np.random.PCG64(1)), of)
    long_way = np.median(np.random.default_rng(2).integers(0, of, (100_000, of)), axis=1)
    for value in np.unique(long_way):
        assert np.mean(drawn == value) == pytest.approx(np.mean(long_way == value), abs=0.008)
    assert set(np.unique(drawn)) <= {half / 2 for half in range(2 * of)}


# --- ceilings


def ceilings(con: duckdb.DuckDBPyConnection, **scope: Any) -> dict[str, tuple[int, int, int]]:
    frame = compute(con, "ladder_ceiling", Scope(D, **scope))
    return {row.track: (row.people, row.ceiling, row.at_ceiling) for row in frame.itertuples()}


def test_a_ladder_reaches_the_highest_level_with_three_people_or_one_per_cent(company: Company) -> None:
    con = company(
        employees=[
            *staff(198, "ic", 2, None),
            *staff(2, "ic", 5, None),  # less than 1 % of 201, just 1 % of 200
            *staff(1, "ic", 6, None),
            *staff(400, "manager", 3, None),
            *staff(3, "manager", 7, None),
            *staff(2, "manager", 8, None),
        ]
    )
    assert ceilings(con) == {"ic": (201, 2, 198), "manager": (405, 7, 3)}
    con.execute("delete from employment_spells where job_level = 6")
    assert ceilings(con)["ic"] == (200, 5, 2)


def test_people_without_a_level_reach_none(company: Company) -> None:
    con = company(employees=[*staff(5, "ic", None, None), *staff(1, "manager", 4, None, location="Bonn")])
    frame = compute(con, "ladder_ceiling", Scope(D))
    assert frame["people"].tolist() == [5, 1]
    assert frame["ceiling"].isna().tolist() == [True, False]
    assert ceilings(con, where=(("location", ("Bonn",)),)) == {"manager": (1, 4, 1)}


# --- span of control


def spans(con: duckdb.DuckDBPyConnection, day: date = D, **scope: Any) -> pd.DataFrame:
    return compute(con, "span_of_control", Scope(day, **scope))


def team(manager: str, size: int, **fields: Any) -> list[dict[str, Any]]:
    reports = [{"employee_id": f"{manager}-{number}", "manager_id": manager} for number in range(size)]
    return [{"hire_date": HIRED, "track": "ic", **row} for row in reports] + [
        {"employee_id": manager, "hire_date": HIRED, "track": "manager", **fields}
    ]


def test_spans_by_hand(company: Company) -> None:
    con = company(employees=[*team("A", 2), *team("B", 3), *team("C", 5), *team("E", 11), *team("F", 0)])
    row = spans(con).iloc[0]
    assert row.managers == 4
    assert (row["median"], row["mean"], row.over_10_share) == (4, 5.25, 0.25)
    assert (row.low, row.high) == pytest.approx((0.0456, 0.6994), abs=1e-4)
    assert row.p90 == pytest.approx(5 + 0.7 * 6)  # nine tenths of the way from the first to the fourth manager
    assert row.note == "on the manager track without direct reports (1); fewer than 10 people"


def test_only_people_in_service_that_day_are_reports_and_managers(company: Company) -> None:
    rows = team("A", 4)
    rows[0]["termination_date"] = date(2026, 9, 30)
    rows[1]["termination_date"] = date(2026, 10, 1)
    rows[2]["hire_date"] = date(2026, 10, 1)
    gone = team("B", 3, termination_date=date(2026, 3, 1))
    self_led = {"employee_id": "S", "hire_date": HIRED, "manager_id": "S", "track": "ic"}
    con = company(employees=[*rows, *gone, self_led])
    assert spans(con)[["managers", "mean"]].to_numpy().tolist() == [[1, 2.0]]
    assert spans(con, date(2026, 1, 1))[["managers", "mean"]].to_numpy().tolist() == [[2, 3.0]]


def test_managers_have_the_groups_of_that_day(company: Company) -> None:
    con = company(employees=[*team("A", 2, business_unit="Sales"), *team("B", 12, business_unit="Labs")])
    frame = spans(con, by=("business_unit",))
    assert frame[["business_unit", "mean", "over_10_share"]].to_numpy().tolist() == [["Labs", 12, 1], ["Sales", 2, 0]]


def test_without_reporting_lines_there_is_no_span(company: Company) -> None:
    row = spans(company(employees=staff(3, "ic", 1, None))).iloc[0]
    assert row.managers == 0
    assert row[["median", "mean", "p90", "over_10_share", "low", "high"]].isna().all()


def test_somebody_whose_manager_was_emptied_reports_to_nobody_from_then_on(company: Company) -> None:
    emptied = [{**row, "manager_id": None} if row["employee_id"] == "A-0" else row for row in team("A", 2)]
    con = company(rosters_on={date(2026, 6, 30): team("A", 2), date(2026, 9, 30): emptied})
    last = date(2026, 9, 30)
    assert [spans(con, day)["mean"][0] for day in (last - timedelta(1), last)] == [2, 1]
    con = company(rosters_on={date(2026, 6, 30): emptied, date(2026, 9, 30): team("A", 2)})
    assert [spans(con, day)["mean"][0] for day in (date(2026, 6, 29), date(2026, 9, 29), date(2026, 9, 30))] == [
        1,
        1,
        2,
    ]
