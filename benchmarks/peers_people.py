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


def retention(tables: Frames, scope: Scope) -> pd.Series[Any]:
    leavers = left_in(tables, scope)
    cohort = there(tables["employment_spells"], pd.Timestamp(scope.opened))
    cohort = cohort.merge(leavers[EMPLOYMENT].assign(left=1), how="left", on=EMPLOYMENT)
    return cohort.groupby("track", observed=True)["left"].sum()


def person_years(tables: Frames, scope: Scope) -> pd.Series[Any]:
    spells = tables["employment_spells"]
    opened, day = window(scope)
    in_window = spells[(spells["spell_start"] <= day) & ~(spells["spell_end"] <= opened)]
    starts: Any = in_window["spell_start"]
    ends: Any = in_window["spell_end"].fillna(day)
    days: pd.Series[Any] = (ends.clip(upper=day) - starts.clip(lower=opened)).dt.days.clip(lower=0)
    return days.groupby(in_window["track"], observed=True).sum() / YEAR


def turnover(tables: Frames, scope: Scope) -> pd.DataFrame:
    years = person_years(tables, scope)
    exits = sizes(left_in(tables, scope), ["track"], "exits").reindex(years.index, fill_value=0)
    return pd.DataFrame({"exits": exits, "person_years": years, "rate_per_100": 100 * exits / years})


def retention_gap(tables: Frames, scope: Scope) -> pd.DataFrame:
    """Crude and at the same level; the whole curves' log-rank is left out."""
    opened, day = window(scope)
    cohort = there(tables["employment_spells"], opened)
    cohort = cohort[cohort["track"].isin(["ic", "manager"])].assign(stayed=~(cohort["left_on"] <= day))
    crude = cohort.groupby("track", observed=True)["stayed"].mean()
    level = cohort.groupby(["job_level", "track"], observed=True)["stayed"].agg(["mean", "size"]).unstack().dropna()
    rates, people = pd.DataFrame(level["mean"]), pd.DataFrame(level["size"])
    weights = people.sum(axis=1)
    same = rates.mul(weights, axis=0).sum() / weights.sum()
    table = pd.DataFrame({"crude": crude, "same_level": same}).T.astype(float)
    table.columns = table.columns.astype(str)
    return table.assign(gap=table["ic"] - table["manager"]).rename_axis("measure")[["ic", "manager", "gap"]]


def expertise_lost(tables: Frames, scope: Scope) -> pd.DataFrame:
    leavers = left_in(tables, scope)
    rated = on_record(tables, "performance_rating", pd.Timestamp(scope.as_of))
    leavers = leavers.merge(rated[[*EMPLOYMENT, "performance_rating"]], how="left", on=EMPLOYMENT)
    years = (leavers["spell_end"] - leavers["hire_date"]).dt.days / YEAR
    high = leavers["performance_rating"] >= 4
    rows = leavers.assign(
        leavers=1, tenure_years=years, high_performers=high, tenure_years_high_performers=years * high
    )
    columns = ["leavers", "tenure_years", "high_performers", "tenure_years_high_performers"]
    totals = rows.groupby("track", observed=True)[columns].sum()
    if rated.empty:
        totals[columns[2:]] = float("nan")
    return totals


def career_preferences(tables: Frames, scope: Scope) -> pd.DataFrame:
    day = pd.Timestamp(scope.as_of)
    wishes = on_record(tables, "career_preference", day)[[*EMPLOYMENT, "career_preference"]]
    in_service = there(tables["employment_spells"], day)[[*EMPLOYMENT, "track"]].merge(
        wishes, how="left", on=EMPLOYMENT
    )
    preference = in_service["career_preference"].astype(object).fillna("unknown")
    people = sizes(in_service.assign(preference=preference), ["track", "preference"], "people")
    of = people.groupby(level="track", observed=True).transform("sum")
    return pd.DataFrame({"people": people, "share": people / of})


def spans(tables: Frames, scope: Scope) -> pd.DataFrame:
    lines, day = tables["reports_to"], pd.Timestamp(scope.as_of)
    lines = lines[(lines["from_date"] <= day) & ~(lines["to_date"] <= day)]
    lines = lines[lines["manager_id"] != lines["employee_id"]]
    in_service = there(tables["employment_spells"], day).merge(
        lines.groupby("manager_id").size().rename("reports"), left_on="employee_id", right_index=True
    )
    reports = in_service.groupby("track", observed=True)["reports"]
    return pd.DataFrame({"managers": reports.count(), "median": reports.median(), "mean": reports.mean()})


def ladder_ceiling(tables: Frames, scope: Scope) -> pd.DataFrame:
    in_service = there(tables["employment_spells"], pd.Timestamp(scope.as_of))
    people = sizes(in_service, ["track"], "people")
    levels = sizes(in_service, ["track", "job_level"], "at_ceiling").reset_index()
    enough = (levels["at_ceiling"] >= 3) | (levels["at_ceiling"] >= levels["track"].map(people).astype(int) / 100)
    top = levels[enough].sort_values("job_level").drop_duplicates("track", keep="last").set_index("track")
    return pd.DataFrame({"people": people, "ceiling": top["job_level"], "at_ceiling": top["at_ceiling"]})


def ladder_parity(tables: Frames, scope: Scope) -> pd.DataFrame:
    """Medians and their ratio; ours draws its interval besides, which is left out here."""
    day = pd.Timestamp(scope.as_of)
    listed = on_record(tables, "base_salary", day)[[*EMPLOYMENT, "base_salary", "fte", "currency"]]
    in_service = there(tables["employment_spells"], day)[[*EMPLOYMENT, "track", "job_level"]]
    paid = in_service[in_service["track"].isin(["ic", "manager"])].merge(listed, how="left", on=EMPLOYMENT)
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


def growth(tables: Frames, scope: Scope) -> pd.Series[Any]:
    activities = tables["growth_activities"]
    opened, day = window(scope)
    activities = activities[
        (activities["occurred_on"] > opened)
        & (activities["occurred_on"] <= day)
        & (activities["kind"] != "leadership_training")
    ]
    in_service = there(tables["employment_spells"], day)
    active = in_service["employee_id"].isin(activities["employee_id"].unique())
    return active.groupby(in_service["track"], observed=True).sum()


def growth_and_retention(tables: Frames, scope: Scope) -> pd.DataFrame:
    opened, day = window(scope)
    activities = tables["growth_activities"]
    activities = activities[
        (activities["occurred_on"] > months_before(opened, 12)) & (activities["occurred_on"] <= opened)
    ]
    cohort = there(tables["employment_spells"], opened)
    cohort = cohort.assign(retained=~(cohort["left_on"] <= day), people=1)
    parts = []
    for stage, kinds in {**STAGES, "all": (*STAGES["Seed"], *STAGES["Root"], *STAGES["Grow"])}.items():
        active = cohort["employee_id"].isin(activities.loc[activities["kind"].isin(kinds), "employee_id"].unique())
        rows = cohort.assign(active=active.map({True: "yes", False: "no"}), stage=stage)
        parts.append(rows.groupby(["track", "stage", "active"], observed=True)[["people", "retained"]].sum())
    counts = pd.concat(parts)
    return counts.assign(rate=counts["retained"] / counts["people"])


def career_moves(tables: Frames, scope: Scope) -> pd.DataFrame:
    opened, day = window(scope)
    events = tables["job_history"]
    events = events[events["action"].isin(MOVES)]
    spells = tables["employment_spells"]
    spells = spells.assign(exits=spells["end_reason"].astype(str).str.startswith("exit"))
    in_window = events[(events["effective_date"] > opened) & (events["effective_date"] <= day)].drop_duplicates()
    then = in_window.merge(spells, on="employee_id")
    then = then[(then["spell_start"] < then["effective_date"]) & ~(then["spell_end"] < then["effective_date"])]
    then = then[~then["exits"] | (then["spell_end"] > then["effective_date"])]
    by_event = then[["track", "action"]].astype(str).rename(columns={"action": "move"})
    silent = spells[(spells["end_reason"] == "change") & (spells["spell_end"] > opened) & (spells["spell_end"] <= day)]
    if len(events):
        silent = silent[~silent["employee_id"].isin(tables["job_history"]["employee_id"].unique())]
    moves = sizes(pd.concat([by_event, _between_rosters(silent, spells)]), ["track", "move"], "moves")
    years = person_years(tables, scope).rename(index=str)
    rate = 100 * moves / moves.index.get_level_values("track").map(years.to_dict())
    return moves.to_frame().assign(per_100_person_years=rate)


def _between_rosters(changed: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """The moves of people without events in the job history, from each changed spell and the next one."""
    pairs = changed.merge(
        spells, left_on=[*EMPLOYMENT, "spell_end"], right_on=[*EMPLOYMENT, "spell_start"], suffixes=("", "_next")
    )
    pairs["track"], pairs["track_next"] = pairs["track"].astype(str), pairs["track_next"].astype(str)
    tracks_known = (pairs["track"] != "unknown") & (pairs["track_next"] != "unknown")
    rises, falls = pairs["job_level_next"] > pairs["job_level"], pairs["job_level_next"] < pairs["job_level"]
    moved = pd.Series(False, index=pairs.index)
    for place in ("business_unit", "department", "location", "country"):
        moved |= _differs(pairs, place)
    move = pd.Series(None, index=pairs.index, dtype=object)
    move[_differs(pairs, "job_family")] = "lateral"
    move[moved] = "transfer"
    move[_differs(pairs, "track") & tracks_known] = "track_change"
    move[falls] = "step_down"
    move[rises] = "promotion"
    return pairs.assign(move=move).dropna(subset=["move"])[["track", "move"]]


def _differs(pairs: pd.DataFrame, column: str) -> pd.Series[Any]:
    was, now = pairs[column], pairs[f"{column}_next"]
    return was.notna() & now.notna() & (was != now)
