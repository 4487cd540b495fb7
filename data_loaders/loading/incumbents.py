"""Incumbents of critical roles over time: `role_incumbents`, one row per change of a role's incumbent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

_BEGAN = {
    "incumbent_since": "case when r.incumbent_id is not null then r.incumbent_since end",
    "vacant_since": "case when r.incumbent_id is null then r.vacant_since end",
}


def note(con: duckdb.DuckDBPyConnection, load_id: int, as_of: date, given: Sequence[str]) -> None:
    """Add a row to `role_incumbents` for each staged role whose incumbent differs from the last one on record.

    The row holds from the day the person took the role (or it fell vacant) where the file has it, else from `as_of`.
    """
    if "incumbent_id" not in given:
        return
    began = ", ".join([*(_BEGAN[name] for name in _BEGAN if name in given), "$as_of"])
    con.execute(
        f"""
        insert into role_incumbents
        select r.role_id, r.incumbent_id, {_BEGAN["incumbent_since"]}, coalesce({began}), {load_id:d}
        from critical_roles as r
        join staged as s on s.role_id = r.role_id
        left join (
            select role_id, arg_max_null(incumbent_id, load_id) as incumbent_id
            from role_incumbents
            group by role_id
        ) as k on k.role_id = r.role_id
        where k.role_id is null or k.incumbent_id is distinct from r.incumbent_id
        """,
        {"as_of": as_of},
    )
