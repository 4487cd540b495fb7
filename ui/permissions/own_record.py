"""Nobody sees what is said of themselves: their nominations, flight risk and career preference are left out."""

from __future__ import annotations

import duckdb


def leave_out(cur: duckdb.DuckDBPyConnection, employee_id: str, database: str) -> None:
    """Let a cursor on `database` read as if nothing were said of that employee."""
    names = {"me": _quoted(employee_id, "'"), "here": _quoted(database, '"')}
    for statement in _WITHOUT_MYSELF:
        cur.execute(statement.format(**names))


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark + mark) + mark


_NOT_MINE = "case when employee_id <> {me} then"
_WITHOUT_MYSELF = (
    "create temp view successors as select * from {here}.main.successors where employee_id <> {me}",
    "create temp view watched_wishes as select * from {here}.main.watched_wishes where employee_id <> {me}",
    *(
        f"create temp view {table} as select * replace ({_NOT_MINE} flight_risk end as flight_risk, "
        f"{_NOT_MINE} career_preference end as career_preference) from {{here}}.main.{table}"
        for table in ("employees", "roster_rows")
    ),
)
