"""The findings hidden in the sample company, each by plain arithmetic on its files."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from sample_exports import AS_OF, EXPERT, MANAGER, Exports, after
from scipy.stats import fisher_exact

YEAR = pd.DateOffset(years=1)


def a_year_ago(exports: Exports, years: int = 1) -> pd.DataFrame:
    """Those in service then, with track, level and unit as they were and whether the year to come took them away."""
    opened, closed = AS_OF - pd.DateOffset(years=years), AS_OF - pd.DateOffset(years=years - 1)
    roster, told = exports.newest, after(exports.history, opened)
    there = roster[(roster["Hire Date"] <= opened) & ~(roster["Termination Date"] <= opened)]
    return pd.DataFrame(
        {
            "track": there["Employee ID"].map(told["Career Track"]),
            "level": there["Employee ID"].map(told["Job Level"]),
            "unit": there["Employee ID"].map(told["Business Unit"]),
            "left": there["Termination Date"] <= closed,
        }
    )


def decided(exports: Exports) -> pd.DataFrame:
    """Answers to offered teams given at least a year before AS_OF, with the unit then and whether a year later the
    person was gone."""
    offers = exports.offers.assign(answer=exports.offers["Offer Status"].str.strip().str.lower())
    asked = offers[(offers["Proposed Track"] == MANAGER) & offers["answer"].isin(["offer accepted", "declined"])]
    asked = asked[asked["Decision Date"] <= AS_OF - YEAR].sort_values("Decision Date")
    units = exports.history.dropna(subset="Business Unit").sort_values("EFFDT")
    asked = pd.merge_asof(
        asked, units, left_on="Decision Date", right_on="EFFDT", left_by="Employee ID", right_by="EMPLID"
    )
    ends = exports.newest.groupby("Employee ID")["Termination Date"].min()
    end = asked["Employee ID"].map(ends)
    return asked.assign(left=(end > asked["Decision Date"]) & (end <= asked["Decision Date"] + YEAR))


def test_new_managers_in_customer_care_step_down(exports: Exports) -> None:
    moves = exports.history.dropna(subset="Career Track").copy()
    moves["before"] = moves.groupby("EMPLID")["Career Track"].shift()
    up = moves[(moves["before"] == EXPERT) & (moves["Career Track"] == MANAGER)]
    up = up[(up["EFFDT"] >= "2018-10-01") & (up["EFFDT"] <= AS_OF - pd.DateOffset(months=18))]
    down = moves[(moves["before"] == MANAGER) & (moves["Career Track"] == EXPERT)]
    first = up.drop_duplicates("EMPLID").merge(
        down[["EMPLID", "EFFDT"]], on="EMPLID", how="left", suffixes=("", "_down")
    )
    first["soon"] = (first["EFFDT_down"] > first["EFFDT"]) & (
        first["EFFDT_down"] <= first["EFFDT"] + pd.DateOffset(months=18)
    )
    stepped = first.groupby("EMPLID").agg(unit=("Business Unit", "first"), soon=("soon", "any"))
    care = stepped["unit"] == "Customer Care"
    assert stepped.loc[care, "soon"].mean() > 0.3
    assert stepped.loc[~care, "soon"].mean() < 0.08
    assert fisher_exact(pd.crosstab(care, stepped["soon"])).pvalue < 0.001


def test_experts_pay_falls_behind_at_the_same_level(exports: Exports) -> None:
    ratios = {}
    for day, roster in exports.rosters.items():
        there = roster[roster["Termination Date"].isna() & (roster["Currency"] == "EUR")]
        pay = there["Annual Base Pay"].astype(float) / there["FTE"].astype(float)
        medians = pay.groupby([there["Job Level"], there["Career Track"]]).median().unstack().loc["4":"6"]
        ratios[day.year] = (medians[EXPERT] / medians[MANAGER]).mean()
    assert list(ratios) == [2023, 2024, 2025, 2026]
    assert ratios[2026] < ratios[2023] - 0.02
    assert ratios[2026] < 0.9


def test_a_handful_of_successors_carry_a_third_of_the_bench(exports: Exports) -> None:
    live = exports.nominations[exports.nominations["Date Removed"].isna()]
    named = Counter(live["SUCCESSOR_USERID"])
    popular = [count for _, count in named.most_common(7)]
    assert min(popular) >= 6
    assert 0.28 < sum(popular) / len(live) < 0.4
    assert named.most_common(8)[7][1] <= 2


def test_experts_in_research_who_decline_stay(exports: Exports) -> None:
    answers = decided(exports)
    declined = answers[(answers["Business Unit"] == "Research") & (answers["answer"] == "declined")]
    assert len(declined) > 40
    assert declined["left"].mean() < 0.1


def test_those_in_operations_who_decline_leave_within_the_year(exports: Exports) -> None:
    answers = decided(exports)
    operations = answers[answers["Business Unit"] == "Operations"]
    left = operations.groupby("answer")["left"].mean()
    assert left["declined"] > 0.5
    assert left["offer accepted"] < 0.2
    assert fisher_exact(pd.crosstab(operations["answer"], operations["left"])).pvalue < 0.001


def test_managers_leave_faster_than_experts_in_engineering(exports: Exports) -> None:
    people = a_year_ago(exports)
    engineering = people[people["unit"] == "Engineering"]
    left = engineering.groupby("track")["left"].mean()
    assert left[MANAGER] > left[EXPERT] + 0.05
    assert fisher_exact(pd.crosstab(engineering["track"], engineering["left"])).pvalue < 0.05


def test_over_the_whole_company_managers_seem_to_stay_and_at_the_same_level_they_do_not(exports: Exports) -> None:
    people = a_year_ago(exports)
    crude = people.groupby("track")["left"].mean()
    assert crude[MANAGER] < crude[EXPERT] - 0.02
    by_level = people.pivot_table(index="level", columns="track", values="left", aggfunc="mean").dropna()
    mix = people[people["level"].isin(by_level.index)]["level"].value_counts(normalize=True)
    same_level = by_level.mul(mix, axis=0).sum()
    assert same_level[MANAGER] > same_level[EXPERT] + 0.02


def test_the_bench_looks_fuller_on_paper_than_it_is(exports: Exports) -> None:
    gone = exports.newest.groupby("Employee ID")["Termination Date"].max() <= AS_OF
    live = exports.nominations[exports.nominations["Date Removed"].isna()]
    live = live[~live["SUCCESSOR_USERID"].map(gone)]
    times = Counter(live.loc[live["READINESS"] == "Ready Now", "SUCCESSOR_USERID"])
    own = live[(live["READINESS"] == "Ready Now") & (live["SUCCESSOR_USERID"].map(times) == 1)]
    assert len(exports.roles) == 60
    assert live["POSITION_CODE"].nunique() == 46
    assert live.loc[live["READINESS"] == "Ready Now", "POSITION_CODE"].nunique() == 38
    assert own["POSITION_CODE"].nunique() == 18


def test_younger_people_prefer_to_be_specialists(exports: Exports) -> None:
    there = exports.newest[exports.newest["Termination Date"].isna() & (exports.newest["Career Track"] == EXPERT)]
    told = there[there["Career Interest"].notna()]
    assert 0.3 < there["Career Interest"].isna().mean() < 0.5
    young = told["Date of Birth"].dt.year >= 1997
    specialist = told["Career Interest"] == "Specialist"
    assert specialist[young].mean() > specialist[~young].mean() + 0.08
    assert fisher_exact(pd.crosstab(young, specialist)).pvalue < 0.01


def test_critical_roles_elsewhere_are_turned_down(exports: Exports) -> None:
    answers = exports.offers.assign(answer=exports.offers["Offer Status"].str.strip().str.lower())
    answers = answers[
        answers["answer"].isin(["offer accepted", "declined"]) & (answers["Decision Date"] > AS_OF - YEAR)
    ]
    asked = answers.merge(exports.roles, left_on="Position Code", right_on="POSITION_CODE")
    own = exports.newest.drop_duplicates("Employee ID").set_index("Employee ID")["Location"]
    elsewhere = asked["Location"] != asked["Employee ID"].map(own)
    declined = asked["answer"] == "declined"
    assert declined[elsewhere].mean() > 0.7
    assert declined[~elsewhere].mean() < 0.4
    assert fisher_exact(pd.crosstab(elsewhere, declined)).pvalue < 0.001


def test_whoever_took_a_critical_role_was_offered_it(exports: Exports) -> None:
    """No offer says that somebody has a role which another holds since before the answer."""
    yes = exports.offers[exports.offers["Offer Status"].str.strip().str.lower() == "offer accepted"]
    taken = yes.merge(exports.roles, left_on="Position Code", right_on="POSITION_CODE")
    holder = taken["INCUMBENT_USERID"].astype("string") == taken["Employee ID"]
    since = pd.to_datetime(taken["In Role Since"].fillna(taken["Open Since"]))
    assert (taken["Decision Date"] == since)[holder].all()
    assert (taken["Decision Date"] < since)[~holder].all()
    assert holder.sum() > 20


def test_every_kind_of_growth_happens(exports: Exports) -> None:
    assert exports.growth["Training Type"].value_counts().min() > 20
    assert exports.growth["Training Type"].nunique() == 11
