from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest
from scipy import stats

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
O = date(2025, 9, 30)  # noqa: E741
HIRED = date(2018, 1, 1)
Company = Callable[..., duckdb.DuckDBPyConnection]
KNOWN = {"observed_from": "2010-01-01"}


def person(employee: str, last: date | None = None, **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "hire_date": HIRED, "termination_date": last, **fields}


def event(employee: str, day: date, action: str, **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "effective_date": day, "action": action, **fields}


# --- career moves


def moves(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **scope: Any) -> pd.DataFrame:
    return compute(con, "career_moves", Scope(D, by=by, **scope))


def made(frame: pd.DataFrame) -> dict[str, int]:
    return {move: count for move, count in zip(frame["move"], frame["moves"], strict=True) if count}


def test_moves_are_counted_against_the_years_worked(company: Company) -> None:
    con = company(
        employees=[person(name) for name in "ABCDE"],
        job_history=[
            event("A", date(2026, 1, 1), "promotion", job_level=3),
            event("B", date(2026, 2, 1), "promotion", job_level=3),
            event("C", date(2026, 3, 1), "transfer", business_unit="Labs"),
        ],
        settings=KNOWN,
    )
    frame = moves(con).set_index("move")
    assert frame["moves"].to_dict() == {"promotion": 2, "lateral": 0, "step_down": 0, "track_change": 0, "transfer": 1}
    years = 5 * 365 / 365.25
    assert frame.loc["promotion", "per_100_person_years"] == pytest.approx(100 * 2 / years)
    assert frame.loc["promotion", "low"] == pytest.approx(100 * stats.chi2.ppf(0.025, 4) / 2 / years)
    assert frame.loc["lateral", "high"] == pytest.approx(100 * stats.chi2.ppf(0.975, 2) / 2 / years)


@pytest.mark.parametrize(
    ("events", "counted"),
    [
        ([event("A", O, "promotion")], {}),
        ([event("A", O + timedelta(1), "promotion")], {"promotion": 1}),
        ([event("A", D, "promotion")], {"promotion": 1}),
        ([event("A", D + timedelta(1), "promotion")], {}),
        ([event("A", date(2026, 1, 1), "lateral", job_title="Painter")], {"lateral": 1}),  # no spell begins
        ([event("A", date(2026, 1, 1), "promotion", job_level=2)] * 2, {"promotion": 1}),
        (
            [event("A", date(2026, 1, 1), "promotion", job_level=2), event("A", date(2026, 1, 1), "transfer")],
            {"promotion": 1, "transfer": 1},
        ),
        ([event("gone", date(2026, 1, 1), "promotion")], {}),  # the last day
        ([event("gone", date(2025, 12, 31), "promotion")], {"promotion": 1}),
        ([event("new", date(2026, 2, 1), "promotion")], {}),  # the first day
        ([event("new", date(2026, 2, 2), "promotion")], {"promotion": 1}),
        ([event("nobody knows", date(2026, 2, 2), "termination"), event("A", D, "lateral")], {"lateral": 1}),
    ],
)
def test_an_event_counts_within_the_window_and_the_employment(
    company: Company, events: list[dict[str, Any]], counted: dict[str, int]
) -> None:
    new = {"employee_id": "new", "hire_date": date(2026, 2, 1)}
    con = company(employees=[person("A"), person("gone", date(2026, 1, 1)), new], job_history=events, settings=KNOWN)
    assert made(moves(con)) == counted


def test_a_move_belongs_to_the_track_and_level_held_until_then(company: Company) -> None:
    con = company(
        employees=[person("A")],
        job_history=[
            event("A", HIRED, "hire", track="ic", job_level=3),
            event("A", date(2026, 4, 1), "promotion", track="manager", job_level=4),
        ],
        settings=KNOWN,
    )
    frame = moves(con, by=("track",))
    assert {track: made(rows) for track, rows in frame.groupby("track")} == {"ic": {"promotion": 1}, "manager": {}}
    assert made(moves(con, where=(("job_level", ("3",)),))) == {"promotion": 1}


BEFORE = {"track": "ic", "job_level": 3, "business_unit": "Sales", "job_family": "Field", "location": "Bonn"}


@pytest.mark.parametrize(
    ("after", "counted"),
    [
        ({}, {}),
        ({"job_level": 4, "track": "manager"}, {"promotion": 1}),
        ({"job_level": 2, "business_unit": "Labs"}, {"step_down": 1}),
        ({"track": "manager"}, {"track_change": 1}),
        ({"business_unit": "Labs", "job_family": "Research"}, {"transfer": 1}),
        ({"location": "Graz"}, {"transfer": 1}),
        ({"job_family": "Research"}, {"lateral": 1}),
        ({"job_level": None}, {}),
    ],
)
def test_without_a_job_history_moves_are_what_differs_between_rosters(
    company: Company, after: dict[str, Any], counted: dict[str, int]
) -> None:
    con = company(
        rosters_on={date(2025, 12, 31): [person("A", **BEFORE)], date(2026, 6, 30): [person("A", **BEFORE | after)]},
        settings=KNOWN,
    )
    frame = moves(con)
    assert made(frame) == counted
    assert frame["note"].str.contains("seen between two rosters").sum() == len(counted)


def test_where_a_job_history_tells_of_a_person_rosters_add_no_moves(company: Company) -> None:
    both = [person(name, **BEFORE) for name in "AB"]
    con = company(
        rosters_on={
            date(2025, 12, 31): both,
            date(2026, 6, 30): [{**row, "job_level": 4, "location": "Graz"} for row in both],
        },
        job_history=[event("A", HIRED, "hire", job_level=3), event("A", date(2026, 5, 1), "promotion", job_level=4)],
        settings=KNOWN,
    )
    assert made(moves(con)) == {"promotion": 2}  # A's by event, B's between rosters
    assert "seen between two rosters (1 of 2)" in moves(con).set_index("move").loc["promotion", "note"]


def test_one_roster_alone_cannot_show_a_move(company: Company) -> None:
    frame = moves(company(employees=[person("A")], settings=KNOWN))
    assert frame["move"].tolist() == ["promotion", "lateral", "step_down", "track_change", "transfer"]
    assert frame[["moves", "per_100_person_years", "low", "high"]].isna().all(axis=None)
    assert frame["note"].str.contains("neither a job history nor a second roster").all()


# --- step downs


def run(start: date, end: date | None, reason: str = "change", **more: Any) -> dict[str, Any]:
    return {"spell_start": start, "spell_end": end, "end_reason": reason if end else "open", **more}


def back_to_ic(
    employee: str, day: date, last: date | None = None, managed: int = 730, **more: Any
) -> list[dict[str, Any]]:
    """Somebody hired as an ic who manages for so many days until `day` and then is an ic until `last`."""
    who = {"employee_id": employee, "hire_date": HIRED, **more}
    start = day - timedelta(managed)
    return [
        run(HIRED, start, **who),
        run(start, day, track="manager", **who),
        run(day, last, "exit_voluntary", **who),
    ]


def step_downs(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **options: Any) -> pd.DataFrame:
    return compute(con, "step_downs", Scope(D, by=by), {"min_at_risk": 1, **options})


def test_managers_who_step_down_are_followed_for_a_year(spells: Callable[..., Any]) -> None:
    day = date(2024, 1, 1)
    rows = [
        *back_to_ic("A", day, managed=365),
        *back_to_ic("B", day, day + timedelta(100), managed=730),
        *back_to_ic("C", day, day + timedelta(365), managed=1461),  # 12 months are 365.25 days: gone by then
        *back_to_ic("E", D - timedelta(200), managed=730),  # lost from sight after 200 days
    ]
    row = step_downs(spells(rows, date(2010, 1, 1))).iloc[0]
    assert row.people == 4
    assert row.retained_12m == pytest.approx(3 / 4 * 1 / 2)
    assert row.median_years_managing == pytest.approx(730 / 365.25)


def test_a_step_down_is_followed_through_another_change_of_track(spells: Callable[..., Any]) -> None:
    who = {"employee_id": "A", "hire_date": HIRED}
    rows = back_to_ic("A", date(2024, 1, 1), date(2024, 6, 1))
    rows[-1]["end_reason"] = "change"
    rows += [
        run(date(2024, 6, 1), date(2024, 9, 1), "exit_other", track="manager", **who),
        *back_to_ic("B", date(2024, 1, 1)),
    ]
    row = step_downs(spells(rows, date(2010, 1, 1))).iloc[0]
    assert (row.people, row.retained_12m) == (2, 0.5)


def test_only_the_first_step_down_of_a_person_counts(spells: Callable[..., Any]) -> None:
    who = {"employee_id": "A", "hire_date": HIRED}
    rows = back_to_ic("A", date(2022, 1, 1), date(2023, 1, 1))
    rows[-1]["end_reason"] = "change"
    rows += [run(date(2023, 1, 1), date(2023, 7, 1), track="manager", **who), run(date(2023, 7, 1), None, **who)]
    row = step_downs(spells(rows, date(2010, 1, 1))).iloc[0]
    assert (row.people, row.median_years_managing) == (1, pytest.approx(730 / 365.25))


def test_step_downs_before_the_first_day_observed_come_under_watch_then(spells: Callable[..., Any]) -> None:
    since = date(2024, 4, 10)
    rows = [
        *back_to_ic("A", date(2024, 1, 1)),  # under watch from day 99
        *back_to_ic("B", date(2024, 1, 1), date(2024, 4, 9)),  # over before anybody looked
        *back_to_ic("C", date(2024, 6, 1), date(2024, 7, 11)),  # gone after 40 days, one at risk
        *back_to_ic("E", date(2024, 6, 1), date(2024, 9, 19)),  # gone after 110 days, with A two at risk
    ]
    row = step_downs(spells(rows, date(2010, 1, 1)), since=since).iloc[0]
    assert row.people == 3
    assert row.retained_12m == pytest.approx(1 / 2 * 1 / 2)


def test_too_few_step_downs_are_counted_and_not_judged(spells: Callable[..., Any]) -> None:
    rows = [*back_to_ic("A", date(2024, 1, 1), business_unit="Labs")]
    frame = compute(spells(rows, date(2010, 1, 1)), "step_downs", Scope(D, by=("business_unit",)))
    assert frame[["business_unit", "people"]].to_numpy().tolist() == [["Labs", 1]]
    assert frame[["retained_12m", "low", "high"]].isna().all(axis=None)
    assert "too few people at risk to say who stays" in frame["note"][0]


def test_nobody_stepped_down(spells: Callable[..., Any]) -> None:
    frame = step_downs(spells([run(HIRED, None)], date(2010, 1, 1)))
    assert frame["people"].tolist() == [0]
    assert frame[["retained_12m", "median_years_managing"]].isna().all(axis=None)


# --- first-time managers


def promoted(employee: str, day: date, last: date | None, how: str = "open", **more: Any) -> list[dict[str, Any]]:
    """Somebody hired as an ic who manages from `day` until `last`: leaves then (exit) or goes back (change)."""
    who = {"employee_id": employee, "hire_date": HIRED, **more}
    runs = [run(HIRED, day, **who), run(day, last, how, track="manager", **who)]
    return runs + ([run(last, None, **who)] if last and how == "change" else [])


def first_time(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **options: Any) -> pd.DataFrame:
    return compute(con, "first_time_managers", Scope(D, by=by), {"min_at_risk": 1, **options})


def train(con: duckdb.DuckDBPyConnection, employee: str, day: date, kind: str = "leadership_training") -> None:
    con.execute("insert into growth_activities values (?, ?, ?, null, 1)", [employee, day, kind])


def test_first_time_managers_by_hand(spells: Callable[..., Any]) -> None:
    day = date(2024, 1, 1)
    rows = [
        *promoted("A", day, day + timedelta(100), "exit_voluntary"),
        *promoted("B", day, day + timedelta(200), "change"),
        *promoted("C", day, day + timedelta(300), "exit_other"),
        *promoted("E", day, None),
    ]
    frame = first_time(spells(rows, date(2010, 1, 1))).query("prepared == 'all'").set_index("month")
    assert frame.index.tolist() == [6, 12, 18, 24]
    assert frame["at_risk"].tolist() == [3, 1, 1, 1]
    assert frame[["stayed", "stepped_down", "left"]].to_numpy().tolist() == [
        pytest.approx([3 / 4, 0, 1 / 4]),
        *[pytest.approx([1 / 4, 1 / 4, 1 / 2])] * 3,
    ]
    assert frame["people"].tolist() == [4] * 4
    # by hand: Greenwood's sums 1/12 and 1/12 + 1/6 + 1/2 = 3/4; the first is also R's survfit(conf.type = "log-log")
    assert frame.loc[6, ["low", "high"]].tolist() == pytest.approx([0.1279, 0.9605], abs=1e-4)
    assert frame.loc[12, ["low", "high"]].tolist() == pytest.approx([0.00895, 0.6653], abs=1e-4)


def test_who_was_hired_as_a_manager_or_managed_before_is_no_first_timer(spells: Callable[..., Any]) -> None:
    hired_again = date(2022, 1, 1)
    again = {"employee_id": "B", "hire_date": hired_again}
    rows = [
        run(HIRED, None, track="manager", employee_id="A"),
        run(HIRED, date(2020, 1, 1), "exit_other", track="manager", employee_id="B"),
        run(hired_again, date(2023, 1, 1), **again),
        run(date(2023, 1, 1), None, track="manager", **again),
        run(HIRED, date(2020, 1, 1), track="unknown", employee_id="C"),
        run(date(2020, 1, 1), None, track="manager", employee_id="C", hire_date=HIRED),
        *promoted("E", date(2023, 1, 1), date(2024, 1, 1), "change"),
        run(date(2025, 1, 1), None, track="manager", employee_id="E", hire_date=HIRED),
    ]
    frame = first_time(spells(rows, date(2010, 1, 1)))
    assert frame.loc[frame["prepared"] == "all", "people"].unique().tolist() == [1]  # E, once


@pytest.mark.parametrize(
    ("trained", "prepared"),
    [
        (date(2024, 2, 29), "no"),
        (date(2024, 3, 1), "yes"),
        (date(2025, 2, 28), "yes"),
        (date(2025, 3, 1), "no"),
    ],
)
def test_prepared_is_trained_within_the_year_up_to_the_change(
    spells: Callable[..., Any], trained: date, prepared: str
) -> None:
    con = spells(promoted("A", date(2025, 2, 28), None), date(2010, 1, 1))  # a month's last day, as 2024-02-29
    train(con, "somebody", date(2019, 1, 1), "mentoring_given")
    train(con, "A", trained)
    train(con, "A", date(2025, 1, 1), "skill")
    assert first_time(con)["prepared"].unique().tolist() == ["all", prepared]


def test_before_anything_was_on_record_preparation_is_unknown(spells: Callable[..., Any]) -> None:
    rows = [*promoted("A", date(2023, 5, 1), None), *promoted("B", date(2023, 8, 1), None)]
    con = spells(rows, date(2010, 1, 1))
    assert first_time(con)["prepared"].unique().tolist() == ["all", "unknown"]
    train(con, "somebody", date(2023, 6, 1))
    frame = first_time(con).groupby("prepared").first()
    assert frame["people"].to_dict() == {"all": 2, "no": 1, "unknown": 1}
    assert frame.loc["no", "note"].startswith("activities are on record only from 2023-06-01: 1 changed before")


def test_ways_of_first_time_managers_add_up_and_do_not_depend_on_the_order_of_rows(spells: Callable[..., Any]) -> None:
    rows = []
    for number in range(60):
        day = date(2022, 1, 1) + timedelta(17 * number % 900)
        last = day + timedelta(30 + 29 * number % 700)
        how = ("exit_voluntary", "change", "open")[number % 3]
        unit = {"business_unit": ("Sales", "Labs")[number % 2]}
        rows += promoted(f"E{number}", day, None if how == "open" else last, how, **unit)
    turned = [{**row, "employee_id": f"X{row['employee_id']}"} for row in reversed(rows)]
    scope, options = Scope(D, by=("business_unit",)), {"points": "every", "min_at_risk": 3, "since": date(2022, 9, 1)}
    first, second = (
        compute(spells(each, date(2010, 1, 1)), "first_time_managers", scope, options) for each in (rows, turned)
    )
    assert (first["stayed"] + first["stepped_down"] + first["left"]).to_numpy() == pytest.approx(1.0)
    pd.testing.assert_frame_equal(first, second)


def test_a_transfer_among_managers_changes_nothing(spells: Callable[..., Any]) -> None:
    day, moved = date(2024, 1, 1), date(2024, 3, 1)
    whole = promoted("A", day, date(2024, 10, 1), "exit_other")
    who = {"employee_id": "A", "hire_date": HIRED, "track": "manager"}
    split = [whole[0], run(day, moved, **who), run(moved, date(2024, 10, 1), "exit_other", same_run=True, **who)]
    first, second = (first_time(spells(rows, date(2010, 1, 1)), points="every") for rows in (whole, split))
    pd.testing.assert_frame_equal(first, second)


# --- on the day itself, and between the months shown


def test_whoever_steps_down_or_becomes_a_manager_on_the_day_itself_is_counted_and_not_yet_watched(
    spells: Callable[..., Any],
) -> None:
    before = D - timedelta(400)
    down = step_downs(spells([*back_to_ic("A", before), *back_to_ic("B", D)], date(2010, 1, 1))).iloc[0]
    assert (down.people, down.retained_12m) == (2, 1)
    up = first_time(spells([*promoted("A", before, None), *promoted("B", D, None)], date(2010, 1, 1)))
    assert up.query("prepared == 'all' and month == 6")[["people", "at_risk"]].to_numpy().tolist() == [[2, 1]]


def test_a_curve_stops_at_a_month_with_too_few_that_is_not_shown(spells: Callable[..., Any]) -> None:
    """Two are watched from day 100 to day 250, month 8, two from day 350 to day 500: nobody at month 9, two at 12."""
    days = {name: D - timedelta(250 if name in "AB" else 500) for name in "ABCE"}
    watched = {"min_at_risk": 2, "since": D - timedelta(149)}
    up = spells([row for name, day in days.items() for row in promoted(name, day, None)], date(2010, 1, 1))
    assert first_time(up, **watched).query("prepared == 'all'")["month"].tolist() == [6]
    down = spells([row for name, day in days.items() for row in back_to_ic(name, day)], date(2010, 1, 1))
    row = step_downs(down, **watched).iloc[0]
    assert row.people == 4
    assert math.isnan(row.retained_12m)
