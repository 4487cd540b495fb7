"""A colleague who knows when everybody left works out why, how they were rated and what they had answered.

What is found is held against the truth. Each attack is first played on figures as those who see persons have them, and
must find somebody there; then on what is shown to those who may not see persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from company import company
from metrics import engine
from metrics.disclosure_control.mask import Mask, NotMasked, build
from metrics.disclosure_control.masked_metrics import masked
from metrics.scope import UNKNOWN, Scope

NEWEST = date(2026, 9, 30)
SINCE = date(2016, 1, 1)
MONTH = 30.4375
COLUMNS = ("business_unit", "job_level", "gender", "track")
CAUSES = ("voluntary", "involuntary", "retirement", "other", "unknown")
SAID = ("accepted", "declined")
Figures = Callable[[str, Scope], pd.DataFrame]
People = frozenset[str]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """500 people, most of them gone, a third offered a promotion; in Labs all say no and all who leave resign."""
    rng = np.random.default_rng(11)
    staff: list[dict[str, Any]] = []
    offers: list[dict[str, Any]] = []
    for number in range(500):
        unit = str(rng.choice(["Care", "Sales", "Labs", "Works"], p=[0.4, 0.25, 0.2, 0.15]))
        hired = SINCE + timedelta(int(rng.integers(0, 3700)))
        gone = hired + timedelta(int(rng.exponential(1100)) + 2)
        left = gone if gone <= NEWEST else None
        why = "voluntary" if unit == "Labs" else str(rng.choice(CAUSES, p=[0.6, 0.2, 0.1, 0.06, 0.04]))
        staff.append(
            {
                "employee_id": f"E{number}",
                "hire_date": hired,
                "termination_date": left,
                "termination_type": why if left and why != "unknown" else None,
                "business_unit": unit,
                "job_level": int(rng.integers(3, 6)),
                "gender": str(rng.choice(["f", "m"])),
                "track": "manager" if rng.random() < 0.2 else "ic",
                "performance_rating": int(rng.choice([2, 3, 4], p=[0.2, 0.5, 0.3])),
            }
        )
        asked = max(hired + timedelta(5), NEWEST - timedelta(int(1000 * rng.random() ** 1.5)))
        if left and left > date(2024, 1, 1):
            asked = max(hired + timedelta(5), left - timedelta(int(rng.integers(5, 500))))
        if unit == "Labs" and left is None:
            asked = max(hired + timedelta(5), date(2026, 1, 15))
        if rng.random() < 0.8 and asked < (left or NEWEST):
            track = str(rng.choice(["manager", "ic"], p=[0.8, 0.2]))
            no = unit == "Labs" or rng.random() < (0.4 if track == "manager" else 0.1)
            offers.append(
                {
                    "employee_id": f"E{number}",
                    "offered_on": asked - timedelta(3),
                    "decided_on": asked,
                    "outcome": "declined" if no else "accepted",
                    "decline_reason": "craft" if no else None,
                    "offered_track": track,
                }
            )
    return company(employees=staff, promotion_offers=offers, as_of=NEWEST, settings={"observed_from": f"{SINCE}"})


@pytest.fixture(scope="module")
def mask(con: duckdb.DuckDBPyConnection) -> Mask:
    return build(con, NEWEST, ["people", "leavers", "departed", "offers"])


@pytest.fixture
def shown(con: duckdb.DuckDBPyConnection, mask: Mask) -> Figures:
    """What is shown to those who may not see persons; nothing where the question is refused."""

    def figures(name: str, scope: Scope, options: Mapping[str, object] | None = None) -> pd.DataFrame:
        try:
            return masked(con, mask, name, scope, options)
        except NotMasked:
            return engine.compute(con, name, scope, options).iloc[:0]

    return figures


def scopes(*beside: str) -> Iterator[Scope]:
    columns = (*COLUMNS, *beside)
    for many in range(3):
        for by in combinations(columns, many):
            yield Scope(NEWEST, by=by)


def within(people: pd.DataFrame, scope: Scope, row: Mapping[str, Any]) -> pd.DataFrame:
    for column in scope.by:
        people = people[people[column].fillna(UNKNOWN).astype(str) == str(row[column])]
    return people


def steps(
    frame: pd.DataFrame, scope: Scope, kind: str, figure: str, people: pd.DataFrame
) -> Iterator[tuple[float, pd.Series[float], pd.DataFrame]]:
    """Of every group and every two months next to each other: what each kind of row lost or gained, and who left then.

    `day` says on which day of the clock somebody among the people left; the later month comes first.
    """
    told = frame[frame[figure].notna()]
    for key, rows in told.groupby([*scope.by]) if scope.by else [((), told)]:
        inside = within(people, scope, dict(zip(scope.by, key, strict=True)))
        curves = rows.pivot_table(index="month", columns=kind, values=figure).sort_index()
        moved = curves.diff()
        moved[:1] = curves[:1] - [float(kind == "answer" or column == "retained") for column in curves]
        days = inside["day"].to_numpy(float)
        before = 0.0
        for month in curves.index:
            gone = inside[(days > before * MONTH) & (days <= month * MONTH)]
            yield float(month), moved.loc[month].dropna(), gone
            before = float(month)


# --- why they left


@pytest.fixture(scope="module")
def leavers(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(
        "select *, run_end - run_start as day, left_as as why from track_runs where end_reason like 'exit%'"
    ).df()


def causes_read(figures: Figures, leavers: pd.DataFrame) -> dict[str, str]:
    """Whose cause is read off, and what: all who left in a step whose fall, to a percent, is the rise of one cause."""
    found: dict[str, str] = {}
    for scope in scopes():
        frame = figures("exit_causes", scope)
        for _, moved, gone in steps(frame, scope, "cause", "cumulative", leavers):
            causes = moved.drop("retained", errors="ignore")
            risen = causes.index[causes > 1e-9]
            if len(gone) and len(risen) == 1 and causes[risen[0]] > -moved["retained"] - 0.0101:
                found |= dict.fromkeys(gone["employee_id"], str(risen[0]))
    return found


def test_why_somebody_left_is_read_off_a_curve_of_every_month(
    con: duckdb.DuckDBPyConnection, leavers: pd.DataFrame
) -> None:
    found = causes_read(lambda name, scope: engine.compute(con, name, scope), leavers)
    truth = leavers.set_index("employee_id")["why"]
    assert len(found) > 0.5 * len(truth)
    assert np.mean([truth[who] == why for who, why in found.items()]) > 0.9


def test_why_somebody_left_is_not_read_off_what_is_shown(shown: Figures, leavers: pd.DataFrame) -> None:
    assert len(shown("exit_causes", Scope(NEWEST, by=("track",)))) > 0
    assert causes_read(shown, leavers) == {}


Told = dict[tuple[str, float], list[People]]


def causes_told(frame: pd.DataFrame, leavers: pd.DataFrame, scope: Scope) -> Told:
    """For every cause and month shown: those who left so since the month before, group by group; also all the rest."""
    told: Told = {}
    for month, moved, gone in steps(frame, scope, "cause", "cumulative", leavers):
        causes = moved.index.drop("retained", errors="ignore")
        for cause in causes:
            told.setdefault((str(cause), month), []).append(frozenset(gone.loc[gone["why"] == cause, "employee_id"]))
        if 0 < len(causes) < len(CAUSES):
            rest = gone.loc[~gone["why"].isin(causes), "employee_id"]
            told.setdefault(("the rest", month), []).append(frozenset(rest))
    return told


def test_each_step_and_cause_rests_on_five_who_left(shown: Figures, leavers: pd.DataFrame) -> None:
    found = [causes_told(shown("exit_causes", scope), leavers, scope) for scope in scopes()]
    assert sum(map(len, found)) > 10
    assert min(len(people) for told in found for groups in told.values() for people in groups) >= 5


def test_what_a_whole_tells_beside_its_parts_rests_on_five_as_well(shown: Figures, leavers: pd.DataFrame) -> None:
    compared = 0
    for scope in scopes():
        frame = shown("exit_causes", scope)
        for column in scope.by:
            above = Scope(NEWEST, by=tuple(one for one in scope.by if one != column))
            wholes = shown("exit_causes", above)
            for key, rows in lines(frame, above):
                parts = causes_told(rows, leavers, scope)
                for step, [whole] in causes_told(only(wholes, key), leavers, above).items():
                    if step[0] == "the rest" or step not in parts:
                        continue
                    rest = whole - frozenset().union(*parts[step])
                    compared += 1
                    assert len(rest) >= 5 or all_tell(rows, step)
    assert compared > 10


def all_tell(rows: pd.DataFrame, step: tuple[str, float]) -> bool:
    """Whether every group of a line tells this cause at this month."""
    names = [column for column in rows if column in COLUMNS]
    cells = rows[(rows["cause"] == step[0]) & (rows["month"] == step[1]) & rows["cumulative"].notna()]
    return len(cells) == len(rows[names].drop_duplicates())


def lines(frame: pd.DataFrame, above: Scope) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    if not above.by:
        yield {}, frame
        return
    for key, rows in frame.groupby([*above.by]):
        yield dict(zip(above.by, key, strict=True)), rows


def only(frame: pd.DataFrame, key: Mapping[str, Any]) -> pd.DataFrame:
    for column, value in key.items():
        frame = frame[frame[column].astype(str) == str(value)]
    return frame


def test_causes_are_told_on_one_day_and_one_clock_so_that_two_cannot_be_compared(
    con: duckdb.DuckDBPyConnection, mask: Mask
) -> None:
    with pytest.raises(NotMasked, match="30 September 2026"):
        masked(con, mask, "exit_causes", Scope(mask.days[1]))
    with pytest.raises(NotMasked, match="leave out clock"):
        masked(con, mask, "exit_causes", Scope(NEWEST), {"clock": "tenure"})


def all_for_one_cause(figures: Callable[..., pd.DataFrame]) -> int:
    """How many are known to have left for one cause, as everybody of their group did."""
    found = 0
    for scope in scopes():
        every = figures("retention_rate", scope)["leavers"]
        for cause in CAUSES:
            so = figures("retention_rate", scope, {"exits": cause})["leavers"]
            found += int(so[(so > 0) & (so == every)].sum()) if len(so) == len(every) else 0
    return found


def test_where_all_left_for_one_cause_it_is_not_said(con: duckdb.DuckDBPyConnection, shown: Figures) -> None:
    assert all_for_one_cause(lambda name, scope, options=None: engine.compute(con, name, scope, options)) > 20
    assert all_for_one_cause(shown) == 0


# --- how they had been rated


def ratings_read(figures: Figures, con: duckdb.DuckDBPyConnection) -> int:
    """How many ratings follow from the years that went with high performers: where one set alone has that sum."""
    left = con.execute(
        "select *, spell_end - hire_date as days from employment_spells where end_reason like 'exit%' "
        "and spell_end > date '2025-09-30' and spell_end <= date '2026-09-30'"
    ).df()
    found: set[str] = set()
    for scope in scopes():
        for row in figures("expertise_lost", scope).to_dict("records"):
            if pd.isna(row["tenure_years_high_performers"]) or pd.isna(row["high_performers"]):
                continue
            gone = within(left, scope, row)
            total, many = round(row["tenure_years_high_performers"] * 365.25), int(row["high_performers"])
            if len(gone) <= 40 and ways(list(gone["days"]), many, total) == 1:
                found |= {*gone["employee_id"]}
    return len(found)


def ways(days: list[int], many: int, total: int) -> int:
    """How many sets of so many of these numbers have that sum."""
    sums: dict[tuple[int, int], int] = {(0, 0): 1}
    for day in days:
        for (taken, reached), count in list(sums.items()):
            if taken < many and reached + day <= total:
                sums[taken + 1, reached + day] = sums.get((taken + 1, reached + day), 0) + count
    return sums.get((many, total), 0)


def test_how_leavers_were_rated_follows_from_the_years_of_the_high_performers(con: duckdb.DuckDBPyConnection) -> None:
    assert ratings_read(lambda name, scope: engine.compute(con, name, scope, min_group=10), con) > 20


def test_how_leavers_were_rated_does_not_follow_from_what_is_shown(
    con: duckdb.DuckDBPyConnection, shown: Figures
) -> None:
    assert shown("expertise_lost", Scope(NEWEST))["high_performers"].notna().all()
    assert ratings_read(shown, con) == 0
    for scope in scopes():
        assert shown("expertise_lost", scope)["tenure_years_high_performers"].isna().all()


# --- what they answered


@pytest.fixture(scope="module")
def asked(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(
        "select o.*, s.left_on - o.decided_on as day from promotion_offers as o "
        "join offer_spells as s on s.offer_id = o.offer_id and s.moment = 'decided'"
    ).df()


OFFERS = (Scope(NEWEST), *(Scope(NEWEST, where=(("offered_track", (track,)),)) for track in ("manager", "ic")))


def answers_read(figures: Figures, asked: pd.DataFrame) -> dict[str, str]:
    """Whose answer is read off, and what: all who left in a step in which one of both curves alone has moved."""
    found: dict[str, str] = {}
    for scope in OFFERS:
        frame, people = figures("after_the_answer", scope), offered(asked, scope)
        for _, moved, gone in steps(frame, replace(scope, where=()), "answer", "retained", people):
            fallen = moved.index[moved < -1e-9]
            if len(gone) and len(fallen) == 1 and len(moved) == len(SAID):
                found |= dict.fromkeys(gone["employee_id"], str(fallen[0]))
    return found


def offered(asked: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    return asked[asked["offered_track"].isin(dict(scope.where).get("offered_track", ("manager", "ic")))]


def test_what_somebody_answered_is_read_off_a_curve_of_every_month(
    con: duckdb.DuckDBPyConnection, asked: pd.DataFrame
) -> None:
    found = answers_read(
        lambda name, scope: engine.compute(con, name, scope, {"points": "every"} if name == "after_the_answer" else {}),
        asked,
    )
    truth = asked.set_index("employee_id")["outcome"]
    assert len(found) > 10
    assert np.mean([truth[who] == said for who, said in found.items()]) > 0.9


def test_what_somebody_answered_is_not_read_off_what_is_shown(shown: Figures, asked: pd.DataFrame) -> None:
    assert answers_read(shown, asked) == {}


def answers_told(shown: Figures, asked: pd.DataFrame, scope: Scope) -> dict[tuple[str, float], People]:
    frame, people = shown("after_the_answer", scope), offered(asked, scope)
    return {
        (str(answer), month): frozenset(gone.loc[gone["outcome"] == answer, "employee_id"])
        for month, moved, gone in steps(frame, replace(scope, where=()), "answer", "retained", people)
        for answer in moved.index
    }


def test_each_step_and_answer_rests_on_ten_who_left_also_what_one_kind_of_offers_leaves_of_all(
    shown: Figures, asked: pd.DataFrame
) -> None:
    every, *single = (answers_told(shown, asked, scope) for scope in OFFERS)
    told = [every, *single]
    assert any(told)
    assert min(len(people) for one in told for people in one.values()) >= 10
    for step, people in every.items():
        rest = people - frozenset().union(*(one.get(step, frozenset()) for one in single))
        assert len(rest) >= 10 or all(step in one for one in single)


def test_answers_are_told_after_one_and_two_years_alone(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "after_the_answer", Scope(NEWEST, where=(("offered_track", ("manager",)),)))
    assert {*rows.loc[rows["retained"].notna(), "month"]} <= {12, 24}
    assert len(rows)
    with pytest.raises(NotMasked, match="leave out points"):
        masked(con, mask, "after_the_answer", Scope(NEWEST), {"points": "every"})


def test_a_p_value_has_too_few_digits_to_try_out_who_answered_what(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "after_the_answer", Scope(NEWEST, where=(("offered_track", ("manager",)),)))
    found = rows["p_value"].dropna()
    assert len(found)
    assert (found * 100 - (found * 100).round()).abs().max() < 1e-9


def refusals_read(figures: Figures, con: duckdb.DuckDBPyConnection) -> int:
    """How many are known to have said no, as everybody in their group did, or in what a whole has beside its parts."""
    found = 0
    for scope in scopes("offered_track"):
        rows = figures("promotion_refusals", scope)
        found += int(rows.loc[(rows["declined"] > 0) & (rows["accepted"] == 0), "declined"].sum())
        for column in scope.by:
            above = Scope(NEWEST, by=tuple(one for one in scope.by if one != column))
            wholes = figures("promotion_refusals", above)
            for key, parts in lines(rows, above):
                [whole] = (
                    only(wholes, key)[["accepted", "declined"]].to_numpy(float, na_value=np.nan)
                    if len(wholes)
                    else [[np.nan] * 2]
                )
                rest = whole - parts[["accepted", "declined"]].astype(float).sum().to_numpy()
                found += int(rest[1]) if rest[0] == 0 and rest[1] > 0 else 0
    return found


def test_no_kind_of_role_is_said_to_be_declined_by_everybody_nor_one_reason_given_by_all() -> None:
    """In Labs all 24 say no, for one reason; the roles of Works are too few, and all declined as well."""
    sizes = {"Labs": (0, 24), "Works": (0, 4), "Care": (12, 9), "Sales": (20, 15)}
    people = [
        (f"{unit}{number}", unit, number >= yes) for unit, (yes, no) in sizes.items() for number in range(yes + no)
    ]
    con = company(
        employees=[
            {"employee_id": who, "hire_date": SINCE, "business_unit": "X", "track": "ic", "job_level": 3}
            for who, _, _ in people
        ],
        critical_roles=[{"role_id": unit, "business_unit": unit} for unit in sizes],
        promotion_offers=[
            {"employee_id": who, "offered_on": date(2026, 2, 1), "decided_on": date(2026, 3, 1), "role_id": unit,
             "outcome": "declined" if no else "accepted", "decline_reason": "craft" if no else None}
            for who, unit, no in people
        ],
        as_of=NEWEST,
        settings={"observed_from": f"{SINCE}"},
    )  # fmt: skip
    mask = build(con, NEWEST, ["offers"])
    every = engine.compute(con, "role_repulsion", Scope(NEWEST)).query("aspect == 'unit'").set_index("value")
    assert every.loc["Labs", "refusal_rate"] == 1
    rows = masked(con, mask, "role_repulsion", Scope(NEWEST)).query("aspect == 'unit'")
    shown = rows[rows["declined"].notna()]
    whole = every[["accepted", "declined"]].sum()
    rest = whole - shown[["accepted", "declined"]].sum()
    assert len(shown)
    assert (shown["accepted"] > 0).all()
    assert rest["accepted"] > 0
    assert engine.compute(con, "refusal_reasons", Scope(NEWEST))["share"].tolist() == [1.0]
    assert masked(con, mask, "refusal_reasons", Scope(NEWEST))[["declined", "share"]].isna().all(axis=None)


def test_where_everybody_said_no_it_is_not_said(con: duckdb.DuckDBPyConnection, shown: Figures) -> None:
    every = engine.compute(con, "promotion_refusals", Scope(NEWEST, by=("business_unit",))).set_index("business_unit")
    assert every.loc["Labs", "accepted"] == 0
    assert every.loc["Labs", "declined"] > 0
    assert shown("promotion_refusals", Scope(NEWEST, by=("business_unit",)))["declined"].notna().any()
    assert refusals_read(lambda name, scope: engine.compute(con, name, scope, min_group=10), con) > 0
    assert refusals_read(shown, con) == 0
