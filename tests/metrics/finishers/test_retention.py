from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from metrics.engine import compute
from metrics.scope import Scope

DAY = date(2026, 6, 30)
START = date(2018, 6, 30)
LONG_AGO = date(2005, 1, 1)
VOLUNTARY = "exit_voluntary"


def years(count):
    return START.replace(year=START.year + count)


def stay(start, end=None, reason=None, **more):
    """A spell that ends in an exit where `end` is given, unless `reason` says otherwise."""
    return {"spell_start": start, "spell_end": end, "end_reason": reason or (VOLUNTARY if end else "open"), **more}


@pytest.fixture
def immortal_time(spells):
    """Worked case 1: A ic 0–2, manager 2–6, exit; B ic 0–3, manager from 3; C ic, exit at 1; D ic, exit at 4."""
    hired = {"hire_date": START}
    return spells(
        [
            stay(years(0), years(2), "change", employee_id="A"),
            stay(years(2), years(6), employee_id="A", track="manager", **hired),
            stay(years(0), years(3), "change", employee_id="B"),
            stay(years(3), employee_id="B", track="manager", **hired),
            stay(years(0), years(1), employee_id="C"),
            stay(years(0), years(4), employee_id="D"),
        ],
        observed_from=LONG_AGO,
    )


def test_time_before_becoming_a_manager_counts_as_ic_time(immortal_time):
    frame = compute(immortal_time, "turnover_rate", Scope(DAY, months=96, by=("track",))).set_index("track")
    assert frame["exits"].to_dict() == {"ic": 2, "manager": 1}
    assert frame["person_years"].to_dict() == pytest.approx({"ic": 10, "manager": 9}, abs=0.01)
    assert frame["rate_per_100"].to_dict() == pytest.approx({"ic": 20, "manager": 100 / 9}, abs=0.02)


def test_groups_pool_their_counts_never_their_rates(immortal_time):
    total = compute(immortal_time, "turnover_rate", Scope(DAY, months=96))
    assert total["rate_per_100"][0] == pytest.approx(100 * 3 / 19, abs=0.02)


def test_person_time_is_clipped_to_the_window(spells):
    con = spells([stay(date(2020, 1, 1)), stay(date(2026, 6, 1), date(2027, 1, 1))], observed_from=LONG_AGO)
    frame = compute(con, "turnover_rate", Scope(DAY, months=12))
    assert frame["person_years"][0] == pytest.approx((365 + 29) / 365.25)
    assert frame["exits"][0] == 0  # the exit of 2027 is not an exit yet


def test_turnover_has_the_exact_poisson_interval(spells):
    con = spells([stay(date(2020, 1, 1))] * 40 + [stay(date(2020, 1, 1), date(2026, 1, 1))] * 3, observed_from=LONG_AGO)
    frame = compute(con, "turnover_rate", Scope(DAY))
    exposure = frame["person_years"][0] / 100
    assert frame["low"][0] == pytest.approx(stats.chi2.ppf(0.025, 6) / 2 / exposure)
    assert frame["high"][0] == pytest.approx(stats.chi2.ppf(0.975, 8) / 2 / exposure)


def test_people_hired_and_gone_within_the_window_turn_over_but_do_not_lower_retention(spells):
    con = spells(
        [stay(date(2020, 1, 1))] * 10 + [stay(date(2025, 9, 1), date(2026, 2, 1))] * 5,
        observed_from=LONG_AGO,
    )
    retention, turnover = compute(con, "retention_rate", Scope(DAY)), compute(con, "turnover_rate", Scope(DAY))
    assert (retention["headcount_start"][0], retention["leavers"][0], retention["rate"][0]) == (10, 0, 1.0)
    assert turnover["exits"][0] == 5
    assert turnover["rate_per_100"][0] > 0


def test_ten_of_ten_is_never_a_bare_hundred_per_cent(spells):
    frame = compute(spells([stay(date(2020, 1, 1))] * 10, LONG_AGO), "retention_rate", Scope(DAY))
    assert (frame["rate"][0], frame["high"][0]) == (1.0, 1.0)
    assert frame["low"][0] == pytest.approx(0.722, abs=5e-4)


@pytest.mark.parametrize(
    ("last_day", "headcount", "leavers"),
    [
        (date(2025, 6, 30), 0, 0),  # gone at the end of the day the window opens
        (date(2025, 7, 1), 1, 1),
        (date(2026, 6, 30), 1, 1),  # gone at the end of the as-of day
        (date(2026, 7, 1), 1, 0),  # not an exit yet
        (None, 1, 0),
    ],
)
def test_the_window_is_open_at_its_start_and_closed_at_its_end(spells, last_day, headcount, leavers):
    frame = compute(spells([stay(date(2020, 1, 1), last_day)], LONG_AGO), "retention_rate", Scope(DAY))
    assert (frame["headcount_start"][0], frame["leavers"][0]) == (headcount, leavers)


def test_somebody_hired_on_the_opening_day_is_in_the_cohort_and_the_day_after_is_not(spells):
    con = spells([stay(date(2025, 6, 30)), stay(date(2025, 7, 1))], LONG_AGO)
    assert compute(con, "retention_rate", Scope(DAY))["headcount_start"][0] == 1


def test_a_rehire_is_two_employments_and_the_first_was_lost(spells):
    con = spells(
        [
            stay(date(2020, 1, 1), date(2025, 9, 1), employee_id="A"),
            stay(date(2025, 12, 1), employee_id="A"),
        ],
        LONG_AGO,
    )
    frame = compute(con, "retention_rate", Scope(DAY))
    assert (frame["headcount_start"][0], frame["leavers"][0]) == (1, 1)


def test_a_leaver_counts_for_the_track_held_when_the_window_opened(spells):
    con = spells(
        [
            stay(date(2020, 1, 1), date(2025, 9, 1), "change", employee_id="A"),
            stay(date(2025, 9, 1), date(2026, 3, 1), employee_id="A", hire_date=date(2020, 1, 1), track="manager"),
        ],
        LONG_AGO,
    )
    frame = compute(con, "retention_rate", Scope(DAY, by=("track",)))
    assert frame[["track", "headcount_start", "leavers"]].to_numpy().tolist() == [["ic", 1, 1]]


def test_only_exits_of_the_cause_asked_for_are_leavers_and_the_denominator_stays(spells):
    day = date(2026, 1, 1)
    exits = ["exit_voluntary"] * 2 + ["exit_retirement"] + ["exit_unknown"]
    con = spells([stay(date(2020, 1, 1), day, reason) for reason in exits] + [stay(date(2020, 1, 1))] * 6, LONG_AGO)
    for cause, leavers in {
        "all": 4,
        "voluntary": 2,
        "involuntary": 0,
        "retirement": 1,
        "other": 0,
        "unknown": 1,
    }.items():
        frame = compute(con, "retention_rate", Scope(DAY), {"exits": cause})
        assert (frame["headcount_start"][0], frame["leavers"][0]) == (10, leavers)
        assert frame["rate"][0] == pytest.approx(1 - leavers / 10)


# --- the curve


def curve_of(con, by=(), as_of=DAY, **options):
    return compute(con, "retention_curve", Scope(as_of, by=by), options)


def at(curve, month):
    return curve.set_index("month").loc[month]


def test_a_curve_by_hand(spells):
    # five people; exits after 40, 70 and 100 days, one lost from sight after 80 (the as-of day), one after 200
    as_of = DAY
    rows = [stay(as_of - timedelta(300), as_of - timedelta(300 - day)) for day in (40, 70, 100)]
    rows += [stay(as_of - timedelta(80)), stay(as_of - timedelta(200))]
    curve = curve_of(spells(rows, LONG_AGO), min_at_risk=1)
    assert curve["month"].tolist() == list(range(7))  # 200 days are 6.6 months
    assert curve["at_risk"].tolist() == [5, 5, 4, 2, 1, 1, 1]
    assert curve["leavers"].tolist() == [0, 0, 1, 2, 3, 3, 3]
    after = 4 / 5 * 3 / 4
    assert curve["retained"].tolist() == pytest.approx([1, 1, 4 / 5, after, after / 2, after / 2, after / 2])
    spread = math.exp(1.959964 * math.sqrt(1 / 20 + 1 / 12) / -math.log(after))
    assert at(curve, 3)["low"] == pytest.approx(after**spread, abs=1e-6)
    assert at(curve, 3)["high"] == pytest.approx(after ** (1 / spread), abs=1e-6)


def test_an_exit_on_the_very_day_a_month_is_read_at_is_included(spells):
    # 16 months are exactly 487 days
    rows = [stay(date(2024, 1, 1), date(2024, 1, 1) + timedelta(487)), stay(date(2024, 1, 1))]
    curve = curve_of(spells(rows, LONG_AGO), min_at_risk=1)
    assert at(curve, 15)["retained"] == 1
    assert (at(curve, 16)["at_risk"], at(curve, 16)["leavers"], at(curve, 16)["retained"]) == (2, 1, 0.5)
    assert at(curve, 17)["at_risk"] == 1


def test_delayed_entry_agrees_with_statsmodels(spells):
    random = np.random.default_rng(11)
    since = date(2020, 1, 1)
    rows, entry, last, gone = [], [], [], []
    for _ in range(250):
        start = date(2015, 1, 1) + timedelta(int(random.integers(0, 4000)))
        end = start + timedelta(int(random.integers(1, 2500)))
        leaves = bool(random.random() < 0.7) and end <= DAY
        rows.append(stay(start, end if leaves else None))
        watched_from, watched_to = max(start, since - timedelta(1)), end if leaves else DAY
        if start <= DAY and watched_to > watched_from:
            entry.append((watched_from - start).days)
            last.append((watched_to - start).days)
            gone.append(leaves)
    curve = curve_of(spells(rows, LONG_AGO), since=since, min_at_risk=10)
    theirs = SurvfuncRight(np.array(last), np.array(gone, int), entry=np.array(entry, float))
    for month in (0, 6, 12, 24, 48, 90):
        passed = theirs.surv_times <= month * 30.4375
        expected = theirs.surv_prob[passed][-1] if passed.any() else 1.0
        assert at(curve, month)["retained"] == pytest.approx(expected, abs=1e-12)
        now = month * 30.4375 + (0.5 if month == 0 else 0)
        assert at(curve, month)["at_risk"] == np.sum((np.array(entry) < now) & (np.array(last) >= now))


def test_runs_that_ended_before_the_first_day_observed_are_not_seen(spells):
    since = date(2020, 1, 1)
    seen, unseen = stay(date(2019, 12, 1), since), stay(date(2019, 12, 1), since - timedelta(1))
    curve = curve_of(spells([seen, unseen] + [stay(date(2019, 12, 1))] * 2, LONG_AGO), since=since, min_at_risk=1)
    assert at(curve, 2)["leavers"] == 1
    assert at(curve, 2)["retained"] == pytest.approx(2 / 3)


def test_a_curve_starts_where_ten_are_at_risk_and_is_conditional_on_being_there(spells):
    # three newcomers are watched from day 0 and one leaves at 20; nine come into sight on day 365 of their own clock
    since = date(2024, 1, 1)
    old = [stay(since - timedelta(366))] * 9
    young = [stay(date(2024, 3, 1)), stay(date(2024, 3, 1)), stay(date(2024, 3, 1), date(2024, 3, 21))]
    late = [stay(since - timedelta(366), since + timedelta(100))]
    curve = curve_of(spells(old + young + late, LONG_AGO), since=since)
    assert curve["month"].min() == 12  # 12 months are 365.25 days
    assert (at(curve, 12)["at_risk"], at(curve, 12)["leavers"], at(curve, 12)["retained"]) == (12, 0, 1)
    assert at(curve, 16)["retained"] == pytest.approx(11 / 12)
    assert curve["note"][0].startswith("starts on day 365, with those still here then")


def test_a_curve_stops_before_the_first_month_with_too_few(spells):
    rows = [stay(DAY - timedelta(50 + 10 * n)) for n in range(20)]  # 20 at risk; below ten after day 150
    curve = curve_of(spells(rows, LONG_AGO))
    assert curve["month"].max() == 4
    assert curve["at_risk"].min() >= 10


def test_a_group_too_small_to_draw_is_named_in_the_note(spells):
    rows = [stay(date(2024, 1, 1))] * 12 + [stay(date(2024, 1, 1), track="manager")] * 3
    curve = curve_of(spells(rows, LONG_AGO), by=("track",))
    assert set(curve["track"]) == {"ic"}
    assert curve["note"].unique().tolist() == ["too few people at risk to draw: manager"]


def test_a_transfer_does_not_end_a_run_and_a_change_of_track_does(spells):
    hired, moved, promoted = date(2024, 1, 1), date(2024, 5, 1), date(2025, 1, 1)
    who = {"employee_id": "A", "hire_date": hired}
    con = spells(
        [
            stay(hired, moved, "change", **who, business_unit="Sales"),
            stay(moved, promoted, "change", **who, business_unit="Labs", same_run=True),
            stay(promoted, date(2025, 3, 2), **who, business_unit="Labs", track="manager"),
        ],
        LONG_AGO,
    )
    by_track = curve_of(con, by=("track",), min_at_risk=1)
    ic, manager = (by_track[by_track["track"] == track] for track in ("ic", "manager"))
    assert (ic["month"].max(), ic["leavers"].max()) == (12, 0)  # watched for 366 days, then censored
    assert (manager["month"].max(), manager["leavers"].max()) == (1, 0)  # left after 60 days, before month 2
    assert set(curve_of(con, by=("business_unit",), min_at_risk=1, clock="tenure")["business_unit"]) == {
        "Sales",
        "Labs",
    }


def test_on_the_clock_of_tenure_a_manager_enters_where_the_track_was_entered(spells):
    hired, promoted = date(2023, 1, 1), date(2024, 1, 1)
    who = {"hire_date": hired}
    rows = []
    for n in range(14):
        rows.append(stay(hired, promoted, "change", employee_id=f"M{n}", **who))
        rows.append(stay(promoted, date(2024, 7, 1) if n < 3 else None, employee_id=f"M{n}", track="manager", **who))
    curve = curve_of(spells(rows, LONG_AGO), by=("track",), clock="tenure")
    manager = curve[curve["track"] == "manager"]
    assert manager["month"].min() == 12
    assert at(manager, 18)["retained"] == pytest.approx(11 / 14)


def test_an_employment_of_one_day_is_left_out_of_the_curve_and_counted(spells):
    rows = [stay(date(2024, 1, 1))] * 10 + [stay(date(2024, 1, 1), date(2024, 1, 1))] * 2
    curve = curve_of(spells(rows, LONG_AGO))
    assert at(curve, 0)["at_risk"] == 10
    assert curve["leavers"].max() == 0
    assert curve["note"][0] == "left out: 2 employments that ended on their first day"


def test_exits_dated_after_the_day_are_not_exits_yet(spells):
    con = spells([stay(date(2025, 1, 1), date(2026, 1, 1))] * 5 + [stay(date(2025, 1, 1))] * 10, LONG_AGO)
    assert curve_of(con, as_of=date(2025, 12, 31))["leavers"].max() == 0
    assert curve_of(con, as_of=date(2026, 3, 1))["leavers"].max() == 5


def test_a_curve_watched_from_before_leavers_are_known_says_that_it_flatters(spells):
    con = spells([stay(date(2024, 1, 1))] * 12, observed_from=date(2025, 1, 1))
    assert "too favourable" in curve_of(con, since=date(2024, 1, 1))["note"][0]
    assert "too favourable" not in curve_of(con)["note"][0]


# --- the gap


@pytest.fixture
def seniority(spells):
    """Worked case 6: IC level 1 160 of 200 and level 2 19 of 20 stay; managers level 1 7 of 10, level 2 90 of 100."""
    rows = []
    for track, level, of, stayed in (
        ("ic", 1, 200, 160),
        ("ic", 2, 20, 19),
        ("manager", 1, 10, 7),
        ("manager", 2, 100, 90),
    ):
        place = {"track": track, "job_level": level}
        rows += [stay(date(2024, 1, 1), **place)] * stayed + [stay(date(2024, 1, 1), date(2026, 1, 1), **place)] * (
            of - stayed
        )
    return spells(rows, LONG_AGO)


def test_the_same_level_can_turn_the_crude_gap_around(seniority):
    frame = compute(seniority, "retention_gap", Scope(DAY)).set_index("measure")
    assert frame.loc["crude", ["ic", "manager"]].tolist() == pytest.approx([0.814, 0.882], abs=5e-4)
    assert frame.loc["same_level", ["ic", "manager"]].tolist() == pytest.approx([0.855, 0.773], abs=5e-4)
    assert frame.loc["crude", "gap"] == pytest.approx(179 / 220 - 97 / 110)
    assert frame.loc["same_level", "p_value"] != frame.loc["same_level", "p_value"]  # empty


def test_the_crude_gap_has_newcombes_interval_and_the_pooled_z(seniority):
    row = compute(seniority, "retention_gap", Scope(DAY)).set_index("measure").loc["crude"]
    ic, manager = (stats.binomtest(k, n).proportion_ci(method="wilson") for k, n in ((179, 220), (97, 110)))
    a, b = 179 / 220, 97 / 110
    assert row["low"] == pytest.approx(a - b - math.hypot(a - ic.low, manager.high - b))
    assert row["high"] == pytest.approx(a - b + math.hypot(ic.high - a, b - manager.low))
    chi_square = stats.chi2_contingency([[179, 41], [97, 13]], correction=False)
    assert row["p_value"] == pytest.approx(chi_square.pvalue)


def test_the_same_level_interval_combines_the_levels_wilson_limits(seniority):
    row = compute(seniority, "retention_gap", Scope(DAY)).set_index("measure").loc["same_level"]
    weights = {1: 210 / 330, 2: 120 / 330}
    down = up = 0.0
    for sign, level, stayed, of in ((1, 1, 160, 200), (1, 2, 19, 20), (-1, 1, 7, 10), (-1, 2, 90, 100)):
        limits, share = stats.binomtest(stayed, of).proportion_ci(method="wilson"), stayed / of
        below, above = weights[level] * (share - limits.low), weights[level] * (limits.high - share)
        down += below**2 if sign > 0 else above**2
        up += above**2 if sign > 0 else below**2
    assert row["low"] == pytest.approx(row["gap"] - math.sqrt(down))
    assert row["high"] == pytest.approx(row["gap"] + math.sqrt(up))


def test_levels_empty_on_one_track_and_people_without_a_level_are_left_out_and_named(spells):
    def people(count, **place):
        return [stay(date(2024, 1, 1), **place)] * count

    con = spells(
        people(10, job_level=1)
        + people(10, job_level=1, track="manager")
        + people(4, job_level=5, track="manager")
        + people(1)
        + people(2, track="unknown", job_level=1),
        LONG_AGO,
    )
    notes = compute(con, "retention_gap", Scope(DAY)).set_index("measure")["note"]
    assert "left out: level 5, people without a level (20.0% of people)" in notes["same_level"]
    assert all("unknown track left out (2)" in note for note in notes)


def test_without_a_common_level_there_is_no_figure_at_the_same_level(spells):
    rows = [stay(date(2024, 1, 1), job_level=1)] * 12 + [stay(date(2024, 1, 1), job_level=2, track="manager")] * 12
    row = compute(spells(rows, LONG_AGO), "retention_gap", Scope(DAY)).set_index("measure").loc["same_level"]
    assert row.drop("note").isna().all()
    assert row["note"].startswith("no level has people on both tracks")


def test_the_log_rank_p_is_that_of_the_tenure_clock_with_delayed_entry(spells):
    random = np.random.default_rng(3)
    since, rows, entry, last, gone, track = date(2019, 1, 1), [], [], [], [], []
    for n in range(120):
        hired = date(2016, 1, 1) + timedelta(int(random.integers(0, 2500)))
        kind = "ic" if n % 2 else "manager"
        end = hired + timedelta(int(random.integers(1, 2000 if kind == "ic" else 1200)))
        leaves = end <= DAY and random.random() < 0.8
        rows.append(stay(hired, end if leaves else None, track=kind))
        start, stop = max(hired, since - timedelta(1)), end if leaves else DAY
        if stop > start:
            entry.append((start - hired).days)
            last.append((stop - hired).days)
            gone.append(int(leaves))
            track.append(kind)
    frame = compute(spells(rows, since), "retention_gap", Scope(DAY)).set_index("measure")
    theirs = survdiff(np.array(last), np.array(gone), np.array(track), entry=np.array(entry))
    assert frame.loc["log_rank", "p_value"] == pytest.approx(theirs[1], rel=1e-9)
    assert frame.loc["log_rank", ["ic", "manager", "gap", "low", "high"]].isna().all()


def test_the_log_rank_p_has_one_degree_of_freedom_and_is_empty_where_the_tracks_never_met(spells):
    # In Labs 4 and 1 are at risk on day 14 when the 1 leaves, afterwards one track is alone: chi-square 4. In Sales the
    # experts are gone by day 14, and the managers' first seen days come later.
    hired, since = date(2024, 1, 1), date(2025, 1, 1)
    rows = [stay(since, since + timedelta(14), track="manager", business_unit="Labs")]
    rows += [stay(since, since + timedelta(day), business_unit="Labs") for day in (18, 36, 41)]
    rows += [stay(since, business_unit="Labs")]
    rows += [stay(since, since + timedelta(day), business_unit="Sales") for day in (5, 9, 14)]
    late = [stay(hired, since + timedelta(day), track="manager", business_unit="Sales") for day in (30, 60)]
    late += [stay(hired, track="manager", business_unit="Sales")]
    frame = compute(spells(rows + late, since), "retention_gap", Scope(DAY, by=("business_unit",)))
    p_value = frame[frame["measure"] == "log_rank"].set_index("business_unit")["p_value"]
    assert p_value["Labs"] == pytest.approx(0.0455002639)
    assert np.isnan(p_value["Sales"])


def test_the_gap_by_unit_has_three_rows_a_unit_also_where_one_track_is_missing(spells):
    rows = [stay(date(2024, 1, 1), business_unit="Labs", job_level=1)] * 12
    rows += [
        stay(date(2024, 1, 1), business_unit="Sales", job_level=1, track=t)
        for t in ("ic", "manager")
        for _ in range(12)
    ]
    frame = compute(spells(rows, LONG_AGO), "retention_gap", Scope(DAY, by=("business_unit",)))
    assert frame["business_unit"].tolist() == ["Labs"] * 3 + ["Sales"] * 3
    labs = frame.iloc[0]
    assert labs["ic"] == 1
    assert math.isnan(labs["manager"])
    assert math.isnan(labs["gap"])
