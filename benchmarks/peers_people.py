"""Figures about people, tracks and growth in plain pandas: merge, filter, group."""

from __future__ import annotations

from typing import Any

import pandas as pd

from benchmarks.held import EMPLOYMENT, Frames, left_in, months_before, on_record, sizes, there, window
from metrics.scope import Scope

STAGES = {
    "Seed": ("career_goal", "strength", "skill"),
    "Root": ("mentoring_given", "mentoring_received", "recognition"),
    "Grow": ("cross_functional_project", "project_lead", "innovation", "lateral_move"),
}
MOVES = ("promotion", "lateral", "step_down", "track_change", "transfer")
YEAR = 365.25


def retention(held: Frames, scope: Scope) -> pd.Series[Any]:
    gone = left_in(held, scope)
    cohort = there(held["employment_spells"], pd.Timestamp(scope.opened))
    cohort = cohort.merge(gone[EMPLOYMENT].assign(left=1), how="left", on=EMPLOYMENT)
    return cohort.groupby("track", observed=True)["left"].sum()


def person_years(held: Frames, scope: Scope) -> pd.Series[Any]:
    spells = held["employment_spells"]
    opened, day = window(scope)
    seen = spells[(spells["spell_start"] <= day) & ~(spells["spell_end"] <= opened)]
    starts: Any = seen["spell_start"]
    ends: Any = seen["spell_end"].fillna(day)
    days: pd.Series[Any] = (ends.clip(upper=day) - starts.clip(lower=opened)).dt.days.clip(lower=0)
    return days.groupby(seen["track"], observed=True).sum() / YEAR


def turnover(held: Frames, scope: Scope) -> pd.DataFrame:
    years = person_years(held, scope)
    exits = sizes(left_in(held, scope), ["track"], "exits").reindex(years.index, fill_value=0)
    return pd.DataFrame({"exits": exits, "person_years": years, "rate_per_100": 100 * exits / years})


def retention_gap(held: Frames, scope: Scope) -> pd.DataFrame:
    """Crude and at the same level; the whole curves' log-rank is left out."""
    opened, day = window(scope)
    cohort = there(held["employment_spells"], opened)
    cohort = cohort[cohort["track"].isin(["ic", "manager"])].assign(stayed=~(cohort["left_on"] <= day))
    crude = cohort.groupby("track", observed=True)["stayed"].mean()
    level = cohort.groupby(["job_level", "track"], observed=True)["stayed"].agg(["mean", "size"]).unstack().dropna()
    rates, people = pd.DataFrame(level["mean"]), pd.DataFrame(level["size"])
    weights = people.sum(axis=1)
    same = rates.mul(weights, axis=0).sum() / weights.sum()
    found = pd.DataFrame({"crude": crude, "same_level": same}).T.astype(float)
    found.columns = found.columns.astype(str)
    return found.assign(gap=found["ic"] - found["manager"]).rename_axis("measure")[["ic", "manager", "gap"]]


def expertise_lost(held: Frames, scope: Scope) -> pd.DataFrame:
    gone = left_in(held, scope)
    rated = on_record(held, "performance_rating", pd.Timestamp(scope.as_of))
    gone = gone.merge(rated[[*EMPLOYMENT, "performance_rating"]], how="left", on=EMPLOYMENT)
    years = (gone["spell_end"] - gone["hire_date"]).dt.days / YEAR
    high = gone["performance_rating"] >= 4
    told = gone.assign(leavers=1, tenure_years=years, high_performers=high, tenure_years_high_performers=years * high)
    columns = ["leavers", "tenure_years", "high_performers", "tenure_years_high_performers"]
    lost = told.groupby("track", observed=True)[columns].sum()
    if rated.empty:
        lost[columns[2:]] = float("nan")
    return lost


def career_preferences(held: Frames, scope: Scope) -> pd.DataFrame:
    day = pd.Timestamp(scope.as_of)
    said = on_record(held, "career_preference", day)[[*EMPLOYMENT, "career_preference"]]
    here = there(held["employment_spells"], day)[[*EMPLOYMENT, "track"]].merge(said, how="left", on=EMPLOYMENT)
    preference = here["career_preference"].astype(object).fillna("unknown")
    people = sizes(here.assign(preference=preference), ["track", "preference"], "people")
    of = people.groupby(level="track", observed=True).transform("sum")
    return pd.DataFrame({"people": people, "share": people / of})


def spans(held: Frames, scope: Scope) -> pd.DataFrame:
    lines, day = held["reports_to"], pd.Timestamp(scope.as_of)
    lines = lines[(lines["from_date"] <= day) & ~(lines["to_date"] <= day)]
    lines = lines[lines["manager_id"] != lines["employee_id"]]
    here = there(held["employment_spells"], day).merge(
        lines.groupby("manager_id").size().rename("reports"), left_on="employee_id", right_index=True
    )
    reports = here.groupby("track", observed=True)["reports"]
    return pd.DataFrame({"managers": reports.count(), "median": reports.median(), "mean": reports.mean()})


def ladder_ceiling(held: Frames, scope: Scope) -> pd.DataFrame:
    here = there(held["employment_spells"], pd.Timestamp(scope.as_of))
    people = sizes(here, ["track"], "people")
    levels = sizes(here, ["track", "job_level"], "at_ceiling").reset_index()
    enough = (levels["at_ceiling"] >= 3) | (levels["at_ceiling"] >= levels["track"].map(people).astype(int) / 100)
    top = levels[enough].sort_values("job_level").drop_duplicates("track", keep="last").set_index("track")
    return pd.DataFrame({"people": people, "ceiling": top["job_level"], "at_ceiling": top["at_ceiling"]})


def ladder_parity(held: Frames, scope: Scope) -> pd.DataFrame:
    """Medians and their ratio; ours draws its interval besides, which is left out here."""
    day = pd.Timestamp(scope.as_of)
    listed = on_record(held, "base_salary", day)[[*EMPLOYMENT, "base_salary", "fte", "currency"]]
    here = there(held["employment_spells"], day)[[*EMPLOYMENT, "track", "job_level"]]
    paid = here[here["track"].isin(["ic", "manager"])].merge(listed, how="left", on=EMPLOYMENT)
    paid["pay"] = paid["base_salary"] / paid["fte"].fillna(1)
    paid["currency"] = paid["currency"].astype(object).fillna("unknown")
    pay = paid.groupby(["job_level", "currency", "track"], observed=True)["pay"].agg(["count", "median"])
    wide = pay[pay["count"] > 0].unstack().dropna()
    count, median = wide["count"], wide["median"]
    return pd.DataFrame(
        {
            "ic": count["ic"],
            "manager": count["manager"],
            "ic_median_salary": median["ic"],
            "manager_median_salary": median["manager"],
            "manager_to_ic_pay": median["manager"] / median["ic"],
        }
    )


def growth(held: Frames, scope: Scope) -> pd.Series[Any]:
    did = held["growth_activities"]
    opened, day = window(scope)
    did = did[(did["occurred_on"] > opened) & (did["occurred_on"] <= day) & (did["kind"] != "leadership_training")]
    here = there(held["employment_spells"], day)
    active = here["employee_id"].isin(did["employee_id"].unique())
    return active.groupby(here["track"], observed=True).sum()


def growth_and_retention(held: Frames, scope: Scope) -> pd.DataFrame:
    opened, day = window(scope)
    did = held["growth_activities"]
    did = did[(did["occurred_on"] > months_before(opened, 12)) & (did["occurred_on"] <= opened)]
    cohort = there(held["employment_spells"], opened)
    cohort = cohort.assign(retained=~(cohort["left_on"] <= day), people=1)
    found = []
    for stage, kinds in {**STAGES, "all": (*STAGES["Seed"], *STAGES["Root"], *STAGES["Grow"])}.items():
        active = cohort["employee_id"].isin(did.loc[did["kind"].isin(kinds), "employee_id"].unique())
        counted = cohort.assign(active=active.map({True: "yes", False: "no"}), stage=stage)
        found.append(counted.groupby(["track", "stage", "active"], observed=True)[["people", "retained"]].sum())
    counts = pd.concat(found)
    return counts.assign(rate=counts["retained"] / counts["people"])


def career_moves(held: Frames, scope: Scope) -> pd.DataFrame:
    opened, day = window(scope)
    told = held["job_history"]
    told = told[told["action"].isin(MOVES)]
    spells = held["employment_spells"]
    spells = spells.assign(exits=spells["end_reason"].astype(str).str.startswith("exit"))
    seen = told[(told["effective_date"] > opened) & (told["effective_date"] <= day)].drop_duplicates()
    then = seen.merge(spells, on="employee_id")
    then = then[(then["spell_start"] < then["effective_date"]) & ~(then["spell_end"] < then["effective_date"])]
    then = then[~then["exits"] | (then["spell_end"] > then["effective_date"])]
    by_event = then[["track", "action"]].astype(str).rename(columns={"action": "move"})
    silent = spells[(spells["end_reason"] == "change") & (spells["spell_end"] > opened) & (spells["spell_end"] <= day)]
    if len(told):
        silent = silent[~silent["employee_id"].isin(held["job_history"]["employee_id"].unique())]
    counted = sizes(pd.concat([by_event, _between_rosters(silent, spells)]), ["track", "move"], "moves")
    years = person_years(held, scope).rename(index=str)
    rate = 100 * counted / counted.index.get_level_values("track").map(years.to_dict())
    return counted.to_frame().assign(per_100_person_years=rate)


def _between_rosters(changed: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """The moves of people of whom no event tells, each stretch beside the next."""
    both = changed.merge(
        spells, left_on=[*EMPLOYMENT, "spell_end"], right_on=[*EMPLOYMENT, "spell_start"], suffixes=("", "_next")
    )
    both["track"], both["track_next"] = both["track"].astype(str), both["track_next"].astype(str)
    known = (both["track"] != "unknown") & (both["track_next"] != "unknown")
    rises, falls = both["job_level_next"] > both["job_level"], both["job_level_next"] < both["job_level"]
    moved = pd.Series(False, index=both.index)
    for place in ("business_unit", "department", "location", "country"):
        moved |= _differs(both, place)
    move = pd.Series(None, index=both.index, dtype=object)
    move[_differs(both, "job_family")] = "lateral"
    move[moved] = "transfer"
    move[_differs(both, "track") & known] = "track_change"
    move[falls] = "step_down"
    move[rises] = "promotion"
    return both.assign(move=move).dropna(subset=["move"])[["track", "move"]]


def _differs(both: pd.DataFrame, column: str) -> pd.Series[Any]:
    was, now = both[column], both[f"{column}_next"]
    return was.notna() & now.notna() & (was != now)
