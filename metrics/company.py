"""The company a command measures: its newest generation, and the day its data reaches to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from metrics.errors import NoData

DEFAULT_MIN_GROUP = 5
ATTEMPTS = 3


def open_company(folder: Path) -> duckdb.DuckDBPyConnection:
    """The newest generation of the data folder, opened to read; raises NoData where nothing has been loaded."""
    for _ in range(ATTEMPTS):
        try:
            generation = (folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            load = f"python -m data_loaders load FILE --data {folder}"
            raise NoData(f"There is no data in {folder} yet. Load your HR exports: {load}") from None
        file = folder / "generations" / f"{generation}.duckdb"
        try:
            return duckdb.connect(str(file), read_only=True)
        except duckdb.Error as error:
            reason = error  # a load may have published a newer one, and dropped this, in between: look again
    raise NoData(f"{file} cannot be read: {reason}")


def default_as_of(cur: duckdb.DuckDBPyConnection, today: date) -> date:
    """The newest roster's day, else the newest day in the data that is not after the day of loading (else `today`)."""
    row = cur.execute("select max(as_of) from rosters").fetchone()
    if row and row[0]:
        return date.fromisoformat(str(row[0]))
    row = cur.execute("select cast(max(loaded_at) as date) from loads").fetchone()
    loaded = row[0] if row and row[0] else today
    row = cur.execute(_NEWEST_DAY, {"latest": loaded}).fetchone()
    return row[0] if row and row[0] else loaded


def default_min_group(cur: duckdb.DuckDBPyConnection) -> int:
    """The setting `min_group`: how few people a figure may speak of."""
    row = cur.execute("select max(value) from settings where name = 'min_group'").fetchone()
    return int(row[0]) if row and row[0] else DEFAULT_MIN_GROUP


_NEWEST_DAY = """
with days as (
    select spell_start as day from employment_spells
    union all select spell_end from employment_spells
    union all select offered_on from promotion_offers
    union all select decided_on from promotion_offers
    union all select nominated_on from successors
    union all select occurred_on from growth_activities
)
select max(day) from days where day <= $latest
"""
