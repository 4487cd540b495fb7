"""The stored tables as pandas frames, and the first steps that several pandas figures share."""

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
    """The stored tables as pandas frames, repeating texts as categories."""
    frames_by_name = {name: cur.execute(f"select {columns} from {name}").df() for name, columns in TABLES.items()}
    for name, table in frames_by_name.items():
        for column in REPEATING & set(table.columns) if name not in ROLES else ():
            table[column] = table[column].astype("category")
    return frames_by_name


def window(scope: Scope) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The days before and at the end of the window."""
    return pd.Timestamp(scope.opened), pd.Timestamp(scope.as_of)


def months_before(day: pd.Timestamp, months: int) -> pd.Timestamp:
    """The same day that many months earlier; a month's last day goes to a month's last day."""
    if day.is_month_end:
        return pd.Timestamp(day - pd.offsets.MonthEnd(months))
    return pd.Timestamp(day - pd.DateOffset(months=months))


def there(spells: pd.DataFrame, day: object) -> pd.DataFrame:
    """The spells at the end of that day."""
    return spells[(spells["spell_start"] <= day) & ~(spells["spell_end"] <= day)]


def newest(listed: pd.DataFrame, day: pd.Timestamp, per: list[str], when: str = "as_of") -> pd.DataFrame:
    """Per key the row of the newest day not after `day`, else of the oldest day after it."""
    later = listed[when] > day
    before = listed[~later].sort_values([when, "load_id"], ascending=False)
    after = listed[later].sort_values([when, "load_id"])
    return pd.concat([before, after]).drop_duplicates(per)


def on_record(tables: Frames, field: str, day: pd.Timestamp) -> pd.DataFrame:
    """Per employment the row of the newest roster with that field not after `day`, else of the oldest after it."""
    rosters = tables["rosters"]
    with_field = rosters.loc[[field in set(fields) for fields in rosters["fields_given"]], ["load_id", "as_of"]]
    return newest(tables["roster_rows"].merge(with_field.drop_duplicates()), day, EMPLOYMENT)


def left_in(tables: Frames, scope: Scope) -> pd.DataFrame:
    """The last spells of those who left in the window, one row per exit."""
    spells = tables["employment_spells"]
    opened, day = window(scope)
    leavers = spells[(spells["spell_end"] > opened) & (spells["spell_end"] <= day)]
    return leavers[leavers["end_reason"].astype(str).str.startswith("exit")]


def sizes(table: pd.DataFrame, keys: list[str], name: str) -> pd.Series[Any]:
    """The number of rows per key, named `name`."""
    return table.groupby(keys, observed=True).size().rename(name)
