"""Somebody who may not see persons collects every figure shown to them, and works out what they were not to know.

The attacker knows who is in which group on which day (colleagues do), and wants the total of a group of one to four.
Nothing here makes use of how the mask was made: groups are listed anew, and equations solved by eigenvectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import pytest

from company import company
from metrics import engine
from metrics.disclosure_control.mask import Mask, build
from metrics.disclosure_control.masked_metrics import masked
from metrics.scope import Scope, months_before

NEWEST = date(2026, 9, 30)
COLUMNS = ("business_unit", "location", "job_level", "gender", "track")
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Figures = Callable[[str, Scope], pd.DataFrame]


def crowd(count: int, seed: int) -> duckdb.DuckDBPyConnection:
    """People in unequal groups of four dimensions and two tracks, a tenth of them replaced each year."""
    rng = np.random.default_rng(seed)
    con = company(as_of=NEWEST, settings={"observed_from": "2020-01-01"})
    sizes = {"business_unit": 6, "location": 4, "job_level": 7, "gender": 3, "track": 2}
    people = pd.DataFrame({name: _unequal(kinds, count, rng) for name, kinds in sizes.items()})
    people["track"] = np.where(people["track"] == "2", "manager", "ic")
    hired = [date(2018, 1, 1) + timedelta(days=int(day)) for day in rng.integers(0, 700, count)]
    left: list[date | None] = [None] * count
    for at in np.flatnonzero(rng.random(count) < 0.35):
        left[at] = date(2022, 6, 1) + timedelta(days=int(rng.integers(0, 1500)))
        if rng.random() < 0.8:
            hired[at] = hired[at] + timedelta(days=int(rng.integers(1500, 1600)))
    spells = people.assign(
        employee_id=[f"E{at}" for at in range(count)],
        hire_date=hired,
        spell_start=hired,
        spell_end=left,
        left_on=left,
        left_as=["voluntary" if day else None for day in left],
        end_reason=["exit_voluntary" if day else "open" for day in left],
        assumed=False,
        track_derived=False,
    )
    spells["job_level"] = spells["job_level"].astype(int)
    names = ", ".join(spells.columns)
    con.execute(f"insert into employment_spells ({names}) select {names} from spells")
    return con


def _unequal(kinds: int, count: int, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    share = 1 / np.arange(1, kinds + 1) ** 0.8
    return rng.choice(np.arange(1, kinds + 1).astype(str), count, p=share / share.sum())


def scopes(days: list[date]) -> Iterator[Scope]:
    for day in days:
        for many in range(3):
            for columns in combinations(COLUMNS, many):
                yield Scope(day, by=columns)
        for columns in combinations(COLUMNS[:-1], 2):
            yield Scope(day, by=(*columns, "track"))


def staff(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute("select * from employment_spells where left_on is null or left_on > hire_date").df()


def in_service(people: pd.DataFrame, day: date) -> pd.Series[bool]:
    end = pd.to_datetime(people["spell_end"])
    return (pd.to_datetime(people["spell_start"]) <= str(day)) & (end.isna() | (end > str(day)))


def equations(con: duckdb.DuckDBPyConnection, figures: Figures, days: list[date]) -> Matrix:
    """A row for every number of people that was told: 1 for everybody it counts. What is told twice is told once.

    Who was there when the window opened is told by retention, who is there on the newest days by preferences.
    """
    people = staff(con)
    rows = set()
    asked = [("retention_rate", "headcount_start", 12, scope) for scope in scopes(days)]
    asked += [("career_preferences", "people", 0, scope) for scope in scopes(days[:4])]
    for metric, count, months, scope in asked:
        there = in_service(people, months_before(scope.as_of, months)).to_numpy()
        for told in figures(metric, scope).to_dict("records"):
            if pd.isna(told[count]):
                continue
            inside = there.copy()
            for column in scope.by:
                inside &= (people[column] == told[column]).to_numpy()
            assert inside.sum() == told[count]
            rows.add(inside.tobytes())
    return np.array([np.frombuffer(row, dtype=bool) for row in sorted(rows)], dtype=float)


def small_groups(people: pd.DataFrame, told: Matrix, days: list[date]) -> int:
    """How many groups of one to four people have a total that the equations settle."""
    sizes, across = np.linalg.eigh(told.T @ told)
    free = across[:, sizes < 1e-9 * sizes[-1]]
    guess = free @ np.random.default_rng(3).standard_normal((free.shape[1], 3))
    settled = int((np.abs(guess).max(axis=1) < 1e-8).sum())
    for one, other in _opposite(guess):
        settled += int(np.abs(guess[one] + guess[other]).max() < 1e-8)
    for scope in scopes(days):
        there = in_service(people, months_before(scope.as_of, 12))
        for _, group in people[there].groupby([*scope.by] or (lambda _: 0)):
            settled += int(len(group) < 5 and np.abs(guess[group.index].sum(axis=0)).max() < 1e-8)
    return settled


def _opposite(guess: Matrix) -> Iterator[tuple[int, int]]:
    order = np.argsort(guess[:, 0])
    place = np.searchsorted(guess[order, 0], -guess[:, 0] - 1e-8)
    for one, at in enumerate(place):
        for other in order[at : at + 3]:
            if one < other:
                yield one, int(other)


@pytest.fixture(scope="module", params=[(1500, 4), (150, 5)], ids=["1,500 people", "150 people"])
def con(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    return crowd(*request.param)


@pytest.fixture(scope="module")
def mask(con: duckdb.DuckDBPyConnection) -> Mask:
    return build(con, NEWEST, ["people"])


def test_from_all_that_is_shown_over_three_years_no_small_group_can_be_computed(
    con: duckdb.DuckDBPyConnection, mask: Mask
) -> None:
    days = mask.days if len(staff(con)) < 1000 else mask.days[:6]
    told = equations(con, lambda name, scope: masked(con, mask, name, scope), days)
    assert len(told) > 30
    assert small_groups(staff(con), told, days) == 0


def test_hiding_what_counts_fewer_than_five_alone_gives_small_groups_away(con: duckdb.DuckDBPyConnection) -> None:
    told = equations(con, lambda name, scope: engine.compute(con, name, scope, min_group=5), [NEWEST])
    assert small_groups(staff(con), told, [NEWEST]) > 0


def test_what_one_metric_hides_no_other_shows(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    for column in COLUMNS:
        scope = Scope(NEWEST, by=(column,))
        rates = masked(con, mask, "retention_rate", scope)
        shown = set(rates.loc[rates["rate"].notna(), column])
        for name, figure in (("retention_curve", "retained"), ("exit_causes", "cumulative")):
            rows = masked(con, mask, name, scope)
            assert set(rows.loc[rows[figure].notna(), column]) <= shown
