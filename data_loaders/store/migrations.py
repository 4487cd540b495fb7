"""The way from an older schema version to the newest."""

from __future__ import annotations

import duckdb

from data_loaders.database import default_settings, schema

# From version N to N + 1: the statements that take a generation there, in order. Derived tables need none: after any
# upgrade they are built anew.
UPGRADES: dict[int, str] = {
    1: "",
    2: "alter table job_history add column if not exists termination_type text; "
    "alter table job_history add column if not exists termination_reason text",
    3: "".join(
        f"alter table {table} add column if not exists level_as_written text; "
        for table in ("roster_rows", "job_history", "promotion_offers", "critical_roles")
    ),
    4: "",  # reports_to ends where a roster empties a manager
    # Every choice is on record. Before, sensitive figures took at least as many people as all others without saying so.
    5: "update settings set value = few.value from (select value from settings where name = 'min_group') as few "
    "where name = 'min_group_sensitive' and cast(settings.value as integer) < cast(few.value as integer)",
}


def upgrade(con: duckdb.DuckDBPyConnection) -> None:
    """Bring a generation to the newest version; an empty database gets the tables."""
    found = schema.version(con)
    if found == 0:
        schema.create(con)
        return
    if found == schema.NEWEST:
        return
    default_settings.write(con)
    for step in range(found, schema.NEWEST):
        if statements := UPGRADES[step]:
            con.execute(statements)
    from data_loaders.employment import spells  # builds on this module

    spells.rebuild(con)
    schema.set_setting(con, "schema_version", str(schema.NEWEST))
