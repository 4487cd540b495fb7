"""The stored tables as pandas holds them, and what several figures in pandas begin with."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from metrics.scope import Scope

Frames = dict[str, pd.DataFrame]
EMPLOYMENT = ["employee_id", "hire_date"]
SPELL = "employee_id, hire_date, spell_start, spell_end, track, job_level, gender, end_reason, left_on"
PLACE = "business_unit, department, location, country, job_family"
RUN = "employee_id, hire_date, run_start, run_end, track, end_reason, left_on, track_before, before_from, track_after"
TABLES = {
    "employment_spells": f"{SPELL}, {PLACE}",
    "track_runs": RUN,
    "promotion_offers": "offer_id, employee_id, offered_on, decided_on, outcome, decline_reason, "
    "offered_track, role_id",
    "growth_activities": "employee_id, occurred_on, kind",
    "reports_to": "employee_id, manager_id, from_date, to_date",
    "job_history": "employee_id, effective_date, action",
    "rosters": "load_id, as_of, fields_given",
    "roster_rows": "load_id, as_of, employee_id, hire_date, career_preference, performance_rating, "
    "base_salary, fte, currency",
    "watched_wishes": "load_id, as_of, employee_id, hire_date, career_preference",
    "critical_roles": "role_id, business_unit, track, incumbent_id, incumbent_since",
    "role_incumbents": "role_id, incumbent_id, incumbent_since, known_from, load_id",
    "successors": "role_id, employee_id, readiness, nominated_on, removed_on, willing",
    "settings": "name, value",
}
REPEATING = {"track", "end_reason", "kind", "action", "career_preference", "currency"}
ROLES = {"critical_roles"}
"""Few rows: nothing is gained by categories there."""


def frames(cur: duckdb.DuckDBPyConnection) -> Frames:
    """The tables as pandas holds them, texts that repeat as categories."""
    found = {name: cur.execute(f"select {columns} from {name}").df() for name, columns in TABLES.items()}
    for name, table in found.items():
        for column in REPEATING & set(table.columns) if name not in ROLES else ():
            table[column] = table[column].astype("category")
    return found


def window(scope: Scope) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The days the window lies between: after the first, up to the second."""
    return pd.Timestamp(scope.opened), pd.Timestamp(scope.as_of)


def months_before(day: pd.Timestamp, months: int) -> pd.Timestamp:
    """The same day so many months before; before a month's last day lies a month's last day."""
    if day.is_month_end:
        return pd.Timestamp(day - pd.offsets.MonthEnd(months))
    return pd.Timestamp(day - pd.DateOffset(months=months))


def there(spells: pd.DataFrame, day: object) -> pd.DataFrame:
    """The spells at the end of that day."""
    return spells[(spells["spell_start"] <= day) & ~(spells["spell_end"] <= day)]


def newest(listed: pd.DataFrame, day: pd.Timestamp, per: list[str], when: str = "as_of") -> pd.DataFrame:
    """Of each the row of the newest day not after `day`, else of the oldest after it."""
    later = listed[when] > day
    before = listed[~later].sort_values([when, "load_id"], ascending=False)
    after = listed[later].sort_values([when, "load_id"])
    return pd.concat([before, after]).drop_duplicates(per)


def on_record(held: Frames, field: str, day: pd.Timestamp) -> pd.DataFrame:
    """Of each employment the row of the newest roster that has the field, not after `day` where there is one."""
    given = held["rosters"]
    asked = given.loc[[field in set(fields) for fields in given["fields_given"]], ["load_id", "as_of"]]
    return newest(held["roster_rows"].merge(asked.drop_duplicates()), day, EMPLOYMENT)


def left_in(held: Frames, scope: Scope) -> pd.DataFrame:
    """The last spells of those who left in the window."""
    spells = held["employment_spells"]
    opened, day = window(scope)
    gone = spells[(spells["spell_end"] > opened) & (spells["spell_end"] <= day)]
    return gone[gone["end_reason"].astype(str).str.startswith("exit")]


def sizes(table: pd.DataFrame, keys: list[str], name: str) -> pd.Series[Any]:
    """How many rows there are of each."""
    return table.groupby(keys, observed=True).size().rename(name)
