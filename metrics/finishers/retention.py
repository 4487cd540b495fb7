"""Retention and turnover by track."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from metrics.figure_notes import NONE, Kind, Note, Notes, counted, note_column, what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals, survival
from metrics.statistics.monthly_curves import curve_notes, group_names

TRACKS = ("ic", "manager")
GAP_COLUMNS = (
    *("measure", "ic", "manager", "gap", "low", "high", "p_value"),
    *("_assumed", "_derived", "_of", "_size", "_note"),
)
Gap = dict[str, Any]


def finish_retention_rate(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Adds the share who stayed, with Wilson's interval."""
    start, leavers = rows["headcount_start"].to_numpy(float), rows["leavers"].to_numpy(float)
    low, high = confidence_intervals.wilson(start - leavers, start)
    with np.errstate(invalid="ignore"):
        finished = rows.assign(rate=1 - leavers / start, low=low, high=high)
    return what_groups_rest_on(finished, question.scope)


def finish_turnover_rate(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Adds exits per 100 person-years, with Garwood's interval."""
    exits, years = rows["exits"].to_numpy(float), rows["person_years"].fillna(0).to_numpy(float)
    low, high = confidence_intervals.garwood(exits, years)
    rate = np.divide(exits, years, out=np.full_like(years, np.nan), where=years > 0)
    finished = rows.assign(person_years=years, rate_per_100=100 * rate, low=100 * low, high=100 * high)
    return what_groups_rest_on(finished.rename(columns={"_people": "_size"}), question.scope)


def finish_retention_curve(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group and month: the Kaplan–Meier curve from event times, with its log-log interval."""
    fewest = int(str(question.options["min_at_risk"]))
    started = rows[rows["start"].notna()]
    months = pd.concat(
        [_months(group, fewest) for _, group in question.groups(started)] or [_months(started, fewest)],
        ignore_index=True,
    )
    never = rows[rows["start"].isna()]
    notes = curve_notes(question, group_names(key for key, _ in question.groups(never)))
    of_rows = [notes(*row) for row in zip(months["start"], months["no_time"], strict=True)]
    noted = months.assign(_note=note_column(of_rows, months))
    return what_groups_rest_on(noted, question.scope, track=question.options["clock"] == "track")


def finish_retention_gap(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Three rows per group: the crude gap, the gap at the same level, and the log-rank p."""
    over_time = replace(question, options={**question.options, "since": question.observed_from or question.scope.as_of})
    over_all_days = dict(question.groups(over_time.rows("retention_gap_log_rank")))
    by = question.scope.by
    gaps: list[dict[str, object]] = []
    for key, levels in question.groups(rows):
        people = levels[["assumed", "derived", "no_track", "ic_start", "manager_start"]].sum()
        shared = {
            **dict(zip(by, key, strict=True)),
            "_assumed": people["assumed"],
            "_derived": people["derived"],
            "_of": people["ic_start"] + people["manager_start"],
            "_size": min((n for n in people[["ic_start", "manager_start"]] if n > 0), default=0),
        }
        unknown = Notes.of(counted(Kind.UNKNOWN_TRACK, people["no_track"]))
        measured = (_crude(levels), _same_level(levels), _log_rank(over_all_days.get(key)))
        gaps += [{**shared, **row, "_note": unknown + row.pop("notes", NONE)} for row in measured]
    return pd.DataFrame(gaps, columns=[*by, *GAP_COLUMNS])


def _months(group: pd.DataFrame, fewest: int) -> pd.DataFrame:
    at_risk, events = group["at_risk"].to_numpy(float), group["events"].to_numpy(float)
    retained, greenwood = survival.kaplan_meier(at_risk, events)
    enough_at_risk = group["month"].notna().to_numpy(bool, copy=True)
    enough_at_risk[enough_at_risk] = np.logical_and.accumulate(at_risk[enough_at_risk] >= max(fewest, 1))
    low, high = confidence_intervals.log_log(
        retained[enough_at_risk], greenwood[enough_at_risk], at_risk[enough_at_risk]
    )
    return group[enough_at_risk].assign(
        leavers=np.cumsum(events)[enough_at_risk], retained=retained[enough_at_risk], low=low, high=high
    )


def _crude(levels: pd.DataFrame) -> Gap:
    n, stayed = ({track: float(levels[f"{track}_{what}"].sum()) for track in TRACKS} for what in ("start", "stayed"))
    shares = {track: stayed[track] / n[track] if n[track] else math.nan for track in TRACKS}
    low, high = confidence_intervals.newcombe(stayed["ic"], n["ic"], stayed["manager"], n["manager"])
    p_value = confidence_intervals.pooled_z(stayed["ic"], n["ic"], stayed["manager"], n["manager"])
    gap = shares["ic"] - shares["manager"]
    return {"measure": "crude", **shares, "gap": gap, "low": float(low), "high": float(high), "p_value": float(p_value)}


def _same_level(levels: pd.DataFrame) -> Gap:
    people = levels["ic_start"] + levels["manager_start"]
    usable = levels["level"].notna() & (levels["ic_start"] > 0) & (levels["manager_start"] > 0)
    shared, weights = levels[usable], (people[usable] / people[usable].sum()).to_numpy(float)
    notes = _left_out(levels[~usable & (people > 0)], int(people.sum()))
    if shared.empty:
        return {"measure": "same_level", "notes": Notes.of(Note(Kind.NO_SHARED_LEVEL)) + notes}
    shares, limits = {}, {}
    for track in TRACKS:
        stayed, start = shared[f"{track}_stayed"].to_numpy(float), shared[f"{track}_start"].to_numpy(float)
        shares[track] = float(weights @ (stayed / start))
        limits[track] = confidence_intervals.mover_sum(
            weights, stayed / start, confidence_intervals.wilson(stayed, start)
        )
    low, high = confidence_intervals.mover_difference(shares["ic"], limits["ic"], shares["manager"], limits["manager"])
    gap = shares["ic"] - shares["manager"]
    return {"measure": "same_level", **shares, "gap": gap, "low": float(low), "high": float(high), "notes": notes}


def _left_out(levels: pd.DataFrame, people: int) -> Notes:
    left_out = float((levels["ic_start"] + levels["manager_start"]).sum())
    return Notes.of(counted(Kind.LEVELS_LEFT_OUT, left_out, people, *levels["level"]))


def _log_rank(sums: pd.DataFrame | None) -> Gap:
    if sums is None:
        return {"measure": "log_rank"}
    observed, expected, variance = sums[["observed", "expected", "variance"]].to_numpy(float)[0]
    return {"measure": "log_rank", "p_value": survival.log_rank_p(observed, expected, variance)}


FINISH = {
    "retention_rate": finish_retention_rate,
    "turnover_rate": finish_turnover_rate,
    "retention_curve": finish_retention_curve,
    "retention_gap": finish_retention_gap,
}
