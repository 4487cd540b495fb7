from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.scope import Scope

DAY = date(2026, 6, 30)
SINCE = date(2020, 1, 1)
LONG_AGO = date(2005, 1, 1)


def stay(start: date, end: date | None = None, cause: str = "voluntary", **more: Any) -> dict[str, Any]:
    return {"spell_start": start, "spell_end": end, "end_reason": f"exit_{cause}" if end else "open", **more}


def watched(entry: int, last: int, cause: str | None) -> dict[str, Any]:
    """A spell under watch from so many days after its start, that ends or is lost from sight so many days after it."""
    start = SINCE - timedelta(entry + 1) if entry else SINCE
    end = start + timedelta(last)
    return stay(start, end, cause) if cause else {"spell_start": start, "spell_end": end, "end_reason": "change"}


def causes(con: Any, by: tuple[str, ...] = (), as_of: date = DAY, **options: Any) -> pd.DataFrame:
    return compute(con, "exit_causes", Scope(as_of, by=by), {"min_at_risk": 1, **options})


def share(frame: pd.DataFrame, month: int, cause: str) -> float:
    return float(frame.set_index(["month", "cause"]).loc[(month, cause), "cumulative"])


# --- causes of exit


def test_who_has_retired_can_no_longer_resign(spells: Callable[..., Any]) -> None:
    """Worked case 7: 1 retires, 2 and 3 resign, 4 lost from sight: .50 resigned, where 1 minus one curve says .667."""
    ends = [(1, "retirement"), (2, "voluntary"), (3, "voluntary"), (4, None)]
    con = spells([watched(0, 100 * time, cause) for time, cause in ends], LONG_AGO)
    frame = causes(con, since=SINCE)
    assert share(frame, 11, "voluntary") == pytest.approx(0.5)
    assert share(frame, 11, "retirement") == pytest.approx(0.25)
    assert share(frame, 11, "retained") == pytest.approx(0.25)


def test_delayed_entry_and_ties_as_known(spells: Callable[..., Any]) -> None:
    """The known values at time 12; every time t stands for day t × 487 ÷ 12, so that 12 is month 16 to the day."""
    entry, last = (0, 0, 2, 3, 5, 0, 1, 6), (4, 10, 6, 9, 12, 7, 3, 12)
    cause = ("voluntary", "retirement", "voluntary", None, "voluntary", "retirement", "voluntary", None)
    times = [(int(a * 487 / 12), int(b * 487 / 12)) for a, b in zip(entry, last, strict=True)]
    con = spells([watched(a, b, why) for (a, b), why in zip(times, cause, strict=True)], LONG_AGO)
    frame = causes(con, since=SINCE)
    assert share(frame, 16, "voluntary") == pytest.approx(0.6245333, abs=5e-8)
    assert share(frame, 16, "retirement") == pytest.approx(0.2389333, abs=5e-8)


def some_people(count: int, seed: int) -> list[dict[str, Any]]:
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        start = date(2015, 1, 1) + timedelta(int(random.integers(0, 3800)))
        end = start + timedelta(int(random.integers(0, 2500)))
        cause = str(random.choice(["voluntary", "involuntary", "retirement", "other", "unknown"]))
        place = {"business_unit": str(random.choice(["Sales", "Labs"])), "employee_id": f"E{number}"}
        rows.append(stay(start, end if random.random() < 0.7 else None, cause, **place))
    return rows


def test_causes_and_those_still_here_add_up_to_one_at_every_month(spells: Callable[..., Any]) -> None:
    con = spells(some_people(200, 1), LONG_AGO)
    for frame in (causes(con, since=SINCE, min_at_risk=10), causes(con, since=LONG_AGO)):
        sums = frame.groupby("month")["cumulative"].sum()
        assert sums.to_numpy() == pytest.approx(np.ones(len(sums)))
        assert len(frame) == 6 * len(sums)


@pytest.mark.parametrize("options", [{}, {"clock": "tenure"}, {"since": date(2017, 3, 1)}, {"min_at_risk": 30}])
def test_those_still_here_are_those_of_the_retention_curve(spells: Callable[..., Any], options: dict[str, Any]) -> None:
    con = spells(some_people(300, 2), date(2019, 1, 1))
    scope = Scope(DAY, by=("business_unit",))
    curve, frame = compute(con, "retention_curve", scope, options), compute(con, "exit_causes", scope, options)
    still = frame[frame["cause"] == "retained"].reset_index(drop=True)
    shared = ["business_unit", "month", "at_risk"]
    pd.testing.assert_frame_equal(still[shared], curve[shared])
    assert still["cumulative"].to_numpy() == pytest.approx(curve["retained"].to_numpy())
    assert still["note"].tolist() == curve["note"].tolist()


def test_neither_the_order_of_rows_nor_the_names_of_people_matter(spells: Callable[..., Any]) -> None:
    rows = some_people(120, 3)
    renamed = [{**row, "employee_id": f"X{row['employee_id'][::-1]}"} for row in reversed(rows)]
    scope = Scope(DAY, by=("business_unit",))
    first, second = (compute(spells(each, LONG_AGO), "exit_causes", scope) for each in (rows, renamed))
    pd.testing.assert_frame_equal(first, second)


def test_an_exit_nobody_wrote_down_the_kind_of_is_a_cause_of_its_own(spells: Callable[..., Any]) -> None:
    start = date(2024, 1, 1)
    rows = [stay(start, start + timedelta(40), "unknown"), stay(start), stay(start), stay(start)]
    frame = causes(spells(rows, LONG_AGO))
    assert share(frame, 2, "unknown") == 0.25
    assert [share(frame, 2, cause) for cause in ("voluntary", "involuntary", "retirement", "other")] == [0, 0, 0, 0]


def test_a_group_too_small_to_draw_is_named(spells: Callable[..., Any]) -> None:
    rows = [stay(date(2024, 1, 1))] * 12 + [stay(date(2024, 1, 1), track="manager")] * 3
    frame = compute(spells(rows, LONG_AGO), "exit_causes", Scope(DAY, by=("track",)))
    assert set(frame["track"]) == {"ic"}
    assert frame["note"].unique().tolist() == ["too few people at risk to draw: manager"]
    nobody = compute(spells(rows[:3], LONG_AGO), "exit_causes", Scope(DAY))
    assert nobody.empty
    assert list(nobody) == ["month", "cause", "at_risk", "cumulative", "note"]


# --- expertise lost


def person(employee: str, hired: date, last: date | None = None, **fields: Any) -> dict[str, Any]:
    return {"employee_id": employee, "hire_date": hired, "termination_date": last, **fields}


def lost(con: Any, by: tuple[str, ...] = (), as_of: date = DAY, **options: Any) -> pd.DataFrame:
    return compute(con, "expertise_lost", Scope(as_of, by=by), options)


def test_years_of_tenure_leave_with_their_people(company: Callable[..., Any]) -> None:
    con = company(
        employees=[
            person("A", date(2016, 1, 1), date(2026, 1, 1), performance_rating=4, business_unit="Sales"),  # 3653 days
            person("B", date(2024, 1, 1), date(2025, 12, 31), performance_rating=3, business_unit="Sales"),  # 730 days
            person("C", date(2020, 1, 1), date(2026, 6, 30), business_unit="Labs"),  # 2372 days, not rated
            person("D", date(2020, 1, 1), date(2026, 7, 1), performance_rating=5),  # the day after
            person("E", date(2020, 1, 1), date(2025, 6, 30), performance_rating=5),  # before the window
            person("F", date(2020, 1, 1), performance_rating=5),
        ],
        settings={"observed_from": "2010-01-01"},
    )
    row = lost(con).iloc[0]
    assert (row.leavers, row.high_performers) == (3, 1)
    assert row.tenure_years == pytest.approx((3653 + 730 + 2372) / 365.25)
    assert row.tenure_years_high_performers == pytest.approx(3653 / 365.25)
    assert row.note == "some had no rating on record (1); fewer than 10 people"
    units = lost(con, by=("business_unit",)).set_index("business_unit")
    assert units.leavers.to_dict() == {"Labs": 1, "Sales": 2}
    assert units.tenure_years_high_performers.to_dict() == {"Labs": 0, "Sales": pytest.approx(3653 / 365.25)}


def test_the_rating_is_that_of_the_newest_roster_that_asked(company: Callable[..., Any]) -> None:
    gone = date(2026, 5, 1)
    con = company(
        rosters_on={
            date(2025, 3, 31): [person("A", date(2020, 1, 1), performance_rating=3)],
            date(2026, 3, 31): [person("A", date(2020, 1, 1), performance_rating=5)],
            date(2026, 5, 31): [person("A", date(2020, 1, 1), gone)],  # has no ratings
            date(2026, 7, 31): [person("A", date(2020, 1, 1), gone, performance_rating=1)],  # after the day
        },
        settings={"observed_from": "2010-01-01"},
    )
    assert lost(con)["high_performers"].tolist() == [1]
    assert lost(con, as_of=date(2026, 8, 31))["high_performers"].tolist() == [0]


def test_without_any_rating_high_performers_are_unknown_not_none(company: Callable[..., Any]) -> None:
    con = company(employees=[person("A", date(2020, 1, 1), date(2026, 1, 1))], settings={"observed_from": "2010-01-01"})
    frame = lost(con)
    assert frame["leavers"].tolist() == [1]
    assert frame[["high_performers", "tenure_years_high_performers"]].isna().all(axis=None)
    assert "no roster has ratings" in frame["note"][0]


def test_a_rehire_takes_along_only_the_years_of_the_employment_that_ended(company: Callable[..., Any]) -> None:
    con = company(
        employees=[
            person("A", date(2010, 1, 1), date(2020, 1, 1), performance_rating=5),
            person("A", date(2025, 1, 1), date(2026, 1, 1), performance_rating=5),
        ],
        settings={"observed_from": "2010-01-01"},
    )
    row = lost(con).iloc[0]
    assert (row.leavers, row.high_performers) == (1, 1)
    assert row.tenure_years == pytest.approx(365 / 365.25)


def test_only_exits_of_the_cause_asked_for_are_counted(company: Callable[..., Any]) -> None:
    kinds = ["voluntary", "voluntary", "retirement", None]
    con = company(
        employees=[
            person(f"P{number}", date(2020, 1, 1), date(2026, 1, 1), termination_type=kind, performance_rating=4)
            for number, kind in enumerate(kinds)
        ],
        settings={"observed_from": "2010-01-01"},
    )
    counts = {cause: lost(con, exits=cause)["high_performers"][0] for cause in ("all", "voluntary", "other", "unknown")}
    assert counts == {"all": 4, "voluntary": 2, "other": 0, "unknown": 1}


def test_nobody_gone_is_no_years_gone(company: Callable[..., Any]) -> None:
    frame = lost(
        company(
            employees=[person("A", date(2020, 1, 1), performance_rating=4)], settings={"observed_from": "2010-01-01"}
        )
    )
    assert frame[
        ["leavers", "tenure_years", "high_performers", "tenure_years_high_performers"]
    ].to_numpy().tolist() == [[0, 0, 0, 0]]
