"""Hides from a cursor what the data says about the viewer: nobody reads their own nomination or flight risk."""

from __future__ import annotations

import duckdb

# The views are bound when a query is planned, so that the variable of the cursor itself counts.
_VIEWER = "getvariable('viewer_id')"
_VIEWS = (
    "create temp view successors as select * from {company}.main.successors where employee_id <> {viewer}",
    "create temp view watched_wishes as select * from {company}.main.watched_wishes where employee_id <> {viewer}",
    *(
        f"create temp view {table} as select * replace ("
        "case when employee_id <> {viewer} then flight_risk end as flight_risk, "
        "case when employee_id <> {viewer} then career_preference end as career_preference"
        f") from {{company}}.main.{table}"
        for table in ("employees", "roster_rows")
    ),
)


def leave_out(cur: duckdb.DuckDBPyConnection, employee_id: str) -> None:
    """From now on the cursor reads nothing of that person's nominations, preferences and flight risk."""
    [(database,)] = cur.execute("select current_database()").fetchall()
    company = '"' + str(database).replace('"', '""') + '"'
    cur.execute("set variable viewer_id = $employee_id", {"employee_id": employee_id})
    for view in _VIEWS:
        cur.execute(view.format(company=company, viewer=_VIEWER))
