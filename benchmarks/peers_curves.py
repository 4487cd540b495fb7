"""Curves in plain pandas: the number at risk on each exit day, counted from sorted days."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from benchmarks.held import Frames, months_before
from metrics.scope import Scope

MONTH = 30.4375
FEWEST = 10
HORIZON = 120


def life_table(watched: pd.DataFrame, months: list[int], causes: list[str]) -> pd.DataFrame:
    """One row per month: at risk, leavers so far, the share retained, and the share that left for each cause.

    `watched` has the days `entry` and `exit` and the `event`, empty where the person was lost from observation. A month
    with fewer than ten at risk, and all later ones, are left out.
    """
    observed = watched[watched["exit"] > watched["entry"]]
    entries, exits = np.sort(observed["entry"].to_numpy()), np.sort(observed["exit"].to_numpy())
    days = np.unique(np.concatenate([entries, exits]))
    after = np.searchsorted(entries, days, side="right") - np.searchsorted(exits, days, side="right")
    if not (after >= FEWEST).any():
        return pd.DataFrame()
    start = days[np.argmax(after >= FEWEST)]
    events = observed[observed["event"].isin(causes) & (observed["exit"] > start)]
    exits_by_cause = events.groupby(["exit", "event"], observed=True).size().unstack(fill_value=0)
    exits_by_cause = exits_by_cause.reindex(columns=causes, fill_value=0)
    at_risk = np.searchsorted(entries, exits_by_cause.index, side="left") - np.searchsorted(
        exits, exits_by_cause.index, side="left"
    )
    hazard = exits_by_cause.div(at_risk, axis=0)
    survival = (1 - hazard.sum(axis=1)).cumprod()
    incidence = hazard.mul(survival.shift(fill_value=1.0), axis=0).cumsum()
    rows = []
    for month in months:
        when = month * MONTH
        if when < start:
            continue
        side: Literal["left", "right"] = "right" if when == start else "left"
        risk = np.searchsorted(entries, when, side=side) - np.searchsorted(exits, when, side=side)
        if risk < FEWEST:
            break
        past = int(np.searchsorted(exits_by_cause.index, when, side="right"))
        shares = incidence.iloc[past - 1].to_dict() if past else dict.fromkeys(causes, 0.0)
        retained = survival.iloc[past - 1] if past else 1.0
        leavers = exits_by_cause.iloc[:past].to_numpy().sum()
        rows.append({"month": month, "at_risk": risk, "leavers": leavers, "retained": retained, **shares})
    return pd.DataFrame(rows)


def _per(watched: pd.DataFrame, keys: list[str], months: list[int], causes: list[str]) -> pd.DataFrame:
    """The life table of each group, indexed by the keys and the month."""
    life_tables = {key: life_table(rows, months, causes) for key, rows in watched.groupby(keys, observed=True)}
    curves = {key: table.set_index("month") for key, table in life_tables.items() if len(table)}
    return pd.concat(curves, names=keys) if curves else pd.DataFrame()


def since(tables: Frames) -> pd.Timestamp:
    """The first day leavers are known: as HR set it, else of the earliest exit."""
    settings = tables["settings"].set_index("name")["value"]
    if "observed_from" in settings:
        return pd.Timestamp(settings["observed_from"])
    spells = tables["employment_spells"]
    return pd.Timestamp(spells.loc[spells["end_reason"].astype(str).str.startswith("exit"), "spell_end"].min())


def _clocked(spans: pd.DataFrame, begins: str, ends: str, first: pd.Timestamp, day: pd.Timestamp) -> pd.DataFrame:
    """The days on the clock at which each is first and last observed."""
    starts: Any = spans[begins]
    stops: Any = spans[ends].fillna(day)
    entry = (starts.clip(lower=first - pd.Timedelta(days=1)) - starts).dt.days
    return spans.assign(entry=entry, exit=(stops.clip(upper=day) - starts).dt.days)


def _runs(tables: Frames, scope: Scope) -> pd.DataFrame:
    runs, day, first = tables["track_runs"], pd.Timestamp(scope.as_of), since(tables)
    runs = runs[(runs["run_start"] <= day) & ~(runs["run_end"] < first)]
    reason = runs["end_reason"].astype(str).str.removeprefix("exit_").where(runs["run_end"] <= day)
    return _clocked(runs.assign(event=reason), "run_start", "run_end", first, day)


CAUSES = ["voluntary", "involuntary", "retirement", "other", "unknown"]


def retention_curve(tables: Frames, scope: Scope) -> pd.DataFrame:
    months = list(range(HORIZON + 1))
    return _per(_runs(tables, scope), ["track"], months, CAUSES)[["at_risk", "leavers", "retained"]]


def exit_causes(tables: Frames, scope: Scope) -> pd.DataFrame:
    curves = _per(_runs(tables, scope), ["track"], list(range(HORIZON + 1)), CAUSES)
    shares: Any = curves[[*CAUSES, "retained"]].rename_axis(columns="cause").stack()
    return pd.DataFrame({"cumulative": shares})


def after_the_answer(tables: Frames, scope: Scope) -> pd.DataFrame:
    """The curves after a yes and after a no, without their comparison."""
    day, first = pd.Timestamp(scope.as_of), since(tables)
    offers = tables["promotion_offers"]
    offers = offers.assign(day=offers["decided_on"].fillna(offers["offered_on"]))
    offers = offers[offers["outcome"].isin(["accepted", "declined"]) & (offers["day"] <= day)]
    offers = offers[offers["day"] > months_before(day, 36)].sort_values(["day", "offered_on", "offer_id"])
    then = offers.drop_duplicates("employee_id").merge(tables["employment_spells"], on="employee_id")
    then = then[(then["spell_start"] <= then["day"]) & ~(then["spell_end"] <= then["day"])]
    last_day = then["left_on"].where(then["left_on"] <= day)
    then = then.assign(last=last_day, event=last_day.notna().map({True: "leaves", False: None}), answer=then["outcome"])
    then = _clocked(then[~(last_day < first)], "day", "last", first, day)
    curves = _per(then, ["track", "answer"], [6, 12, 24], ["leaves"])
    people = then.groupby(["track", "answer"], observed=True).size().rename("people")
    return curves.join(people)[["people", "at_risk", "retained"]]


def first_time_managers(tables: Frames, scope: Scope) -> pd.DataFrame:
    """The curve of everybody's first time as a manager, without the split by preparation."""
    day, first = pd.Timestamp(scope.as_of), since(tables)
    runs = tables["track_runs"]
    runs = runs[runs["track"] == "manager"].sort_values("run_start").drop_duplicates("employee_id")
    runs = runs[(runs["track_before"] == "ic") & (runs["run_start"] <= day) & ~(runs["run_end"] < first)]
    ended = runs["run_end"] <= day
    leaves = runs["end_reason"].astype(str).str.startswith("exit") & ended
    event = pd.Series(None, index=runs.index, dtype=object)
    event[(runs["track_after"] == "ic") & ended] = "stepped_down"
    event[leaves] = "left"
    watched = _clocked(runs.assign(event=event, prepared="all"), "run_start", "run_end", first, day)
    curves = _per(watched, ["prepared"], [6, 12, 18, 24], ["stepped_down", "left"])
    return curves.rename(columns={"retained": "stayed"})[["at_risk", "stayed", "stepped_down", "left"]]


def step_downs(tables: Frames, scope: Scope) -> pd.DataFrame:
    day, first = pd.Timestamp(scope.as_of), since(tables)
    runs = tables["track_runs"]
    back = runs[(runs["track"] == "ic") & (runs["track_before"] == "manager") & (runs["run_start"] <= day)]
    back = back.sort_values(["run_start", "hire_date"]).drop_duplicates("employee_id")
    last_day = back["left_on"].where(back["left_on"] <= day)
    back = back.assign(last=last_day, event=last_day.notna().map({True: "leaves", False: None}))[~(last_day < first)]
    curve = life_table(_clocked(back, "run_start", "last", first, day), list(range(13)), ["leaves"])
    still: list[float] = curve.loc[curve["month"] == 12, "retained"].tolist() if len(curve) else []
    years = ((back["run_start"] - back["before_from"]).dt.days / 365.25).median()
    retained = still[0] if still else float("nan")
    return pd.DataFrame({"people": [len(back)], "retained_12m": [retained], "median_years_managing": [years]})
