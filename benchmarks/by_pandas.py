"""The same figures worked out in pandas, from frames already in memory, the usual way: merge, filter, group.

Each gives the number of a column by track, which must be the metric's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from benchmarks.timing import side_by_side
from metrics import engine
from metrics.scope import Scope

TIMES_FASTER = 5
Frames = dict[str, pd.DataFrame]
REPEATING = (("employment_spells", "track"), ("employment_spells", "end_reason"), ("growth_activities", "kind"))
EMPLOYMENT = ["employee_id", "hire_date"]
TABLES = {
    "employment_spells": "employee_id, hire_date, spell_start, spell_end, track, job_level, end_reason",
    "promotion_offers": "offer_id, employee_id, offered_on, decided_on, outcome, decline_reason",
    "growth_activities": "employee_id, occurred_on, kind",
    "reports_to": "employee_id, manager_id, from_date, to_date",
}


@dataclass(frozen=True)
class Contest:
    """Median seconds of both, and whether they say the same."""

    metric: str
    seconds: float
    pandas: float
    same: bool

    @property
    def times_faster(self) -> float:
        return self.pandas / self.seconds

    @property
    def holds(self) -> bool:
        return self.same and self.times_faster >= TIMES_FASTER


def frames(cur: duckdb.DuckDBPyConnection) -> Frames:
    """The tables as pandas holds them, texts that repeat as categories."""
    found = {name: cur.execute(f"select {columns} from {name}").df() for name, columns in TABLES.items()}
    for name, column in REPEATING:
        found[name][column] = found[name][column].astype("category")
    return found


def contest(cur: duckdb.DuckDBPyConnection, metric: str, scope: Scope, held: Frames) -> Contest:
    """Time one metric by track against pandas, in turns, and compare what they say."""
    column, theirs = FIGURES[metric]

    def ours() -> None:
        engine.compute(cur, metric, scope)

    def other() -> None:
        theirs(held, scope)

    said = engine.compute(cur, metric, scope)
    if "stage" in said:
        said = said[said["stage"] == "all"]  # the other rows count people again, stage by stage
    mine = said.groupby("track")[column].sum().astype(float)
    yours = theirs(held, scope).astype(float)
    yours = yours[yours != 0]
    same = bool((mine[mine != 0] - yours.rename(index=str)).abs().max() < 1e-6)
    taken = side_by_side({"ours": ours, "pandas": other}, rounds=3)
    return Contest(metric, taken["ours"], taken["pandas"], same)


def there(spells: pd.DataFrame, day: object) -> pd.DataFrame:
    """The spells at the end of that day."""
    return spells[(spells["spell_start"] <= day) & ~(spells["spell_end"] <= day)]


def _retention(held: Frames, scope: Scope) -> pd.Series[Any]:
    spells, opened, day = held["employment_spells"], pd.Timestamp(scope.opened), pd.Timestamp(scope.as_of)
    gone = spells[(spells["spell_end"] > opened) & (spells["spell_end"] <= day)]
    gone = gone[gone["end_reason"].str.startswith("exit")]
    cohort = there(spells, opened).merge(gone[EMPLOYMENT].assign(left=1), how="left", on=EMPLOYMENT)
    return cohort.groupby("track", observed=True)["left"].sum()


def _turnover(held: Frames, scope: Scope) -> pd.Series[Any]:
    spells, opened, day = held["employment_spells"], pd.Timestamp(scope.opened), pd.Timestamp(scope.as_of)
    seen = spells[(spells["spell_start"] <= day) & ~(spells["spell_end"] <= opened)]
    starts: Any = seen["spell_start"]
    ends: Any = seen["spell_end"].fillna(day)
    days: pd.Series[Any] = (ends.clip(upper=day) - starts.clip(lower=opened)).dt.days.clip(lower=0)
    return days.groupby(seen["track"], observed=True).sum() / 365.25


def _growth(held: Frames, scope: Scope) -> pd.Series[Any]:
    did, opened, day = held["growth_activities"], pd.Timestamp(scope.opened), pd.Timestamp(scope.as_of)
    did = did[(did["occurred_on"] > opened) & (did["occurred_on"] <= day) & (did["kind"] != "leadership_training")]
    here = there(held["employment_spells"], day)
    active = here["employee_id"].isin(did["employee_id"].unique())
    return active.groupby(here["track"], observed=True).sum()


def _spans(held: Frames, scope: Scope) -> pd.Series[Any]:
    lines, day = held["reports_to"], pd.Timestamp(scope.as_of)
    lines = lines[(lines["from_date"] <= day) & ~(lines["to_date"] <= day)]
    lines = lines[lines["manager_id"] != lines["employee_id"]]
    here = there(held["employment_spells"], day).merge(
        lines.groupby("manager_id").size().rename("reports"), left_on="employee_id", right_index=True
    )
    return here.groupby("track", observed=True)["reports"].count()


def _refusals(held: Frames, scope: Scope) -> pd.Series[Any]:
    offers, opened, day = held["promotion_offers"], pd.Timestamp(scope.opened), pd.Timestamp(scope.as_of)
    decided = offers.assign(day=offers["decided_on"].fillna(offers["offered_on"]))
    decided = decided[(decided["day"] > opened) & (decided["day"] <= day) & (decided["outcome"] == "declined")]
    then = decided.merge(held["employment_spells"], on="employee_id")
    then = then[(then["spell_start"] <= then["day"]) & ~(then["spell_end"] <= then["day"])]
    return then.groupby("track", observed=True)["offer_id"].count()


FIGURES: dict[str, tuple[str, Callable[[Frames, Scope], pd.Series[Any]]]] = {
    "growth_coverage": ("people", _growth),
    "promotion_refusals": ("declined", _refusals),
    "refusal_reasons": ("declined", _refusals),
    "retention_rate": ("leavers", _retention),
    "span_of_control": ("managers", _spans),
    "turnover_rate": ("person_years", _turnover),
}
