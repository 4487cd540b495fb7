"""Lists of people and roles for the pages: successors of a role, names, and one person's records.

Nothing is hidden here: the caller leaves out what a viewer may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pandas as pd

from metrics import catalogue


def people_behind_role(cur: duckdb.DuckDBPyConnection, role_id: str, as_of: date) -> pd.DataFrame:
    """One row per live nomination for the role as the bench metrics count it, the soonest ready first."""
    return _rows(cur, "people_behind_role", role_id=role_id, as_of=as_of)


def people_on_the_bench(cur: duckdb.DuckDBPyConnection, as_of: date) -> pd.DataFrame:
    """One row per person in service who holds a critical role or has a live nomination."""
    return _rows(cur, "people_on_the_bench", as_of=as_of)


def newest_units(cur: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per person who was ever employed, with the unit they are in or were last in."""
    return _rows(cur, "newest_units")


def search(cur: duckdb.DuckDBPyConnection, text: str, units: Sequence[str] | None, most: int) -> pd.DataFrame:
    """One row per person or role whose name, title or number contains the text, ignoring case; at most `most`.

    `units` limits it to these business units; None is the whole company.
    """
    return _rows(cur, "search", text=text.lower(), units=None if units is None else list(units), most=most)


def employment(cur: duckdb.DuckDBPyConnection, employee_id: str) -> pd.DataFrame:
    """One row per stretch of the person's employments, oldest first."""
    return _rows(cur, "employment", employee_id=employee_id)


def offers(cur: duckdb.DuckDBPyConnection, employee_id: str) -> pd.DataFrame:
    """One row per promotion offer to the person, oldest first."""
    return _rows(cur, "offers", employee_id=employee_id)


def nominations(cur: duckdb.DuckDBPyConnection, employee_id: str) -> pd.DataFrame:
    """One row per nomination of the person, current ones first."""
    return _rows(cur, "nominations", employee_id=employee_id)


def role(cur: duckdb.DuckDBPyConnection, role_id: str) -> pd.DataFrame:
    """One row with the critical role, or none where there is no such role."""
    return _rows(cur, "role", role_id=role_id)


def correctable_nominations_of_role(cur: duckdb.DuckDBPyConnection, role_id: str) -> pd.DataFrame:
    """One row per nomination for the role with its keys and fields, `named` by the person."""
    return _rows(cur, "correctable_nominations_of_role", role_id=role_id)


def correctable_nominations_of_person(cur: duckdb.DuckDBPyConnection, employee_id: str) -> pd.DataFrame:
    """One row per nomination of the person with its keys and fields, `named` by the role."""
    return _rows(cur, "correctable_nominations_of_person", employee_id=employee_id)


def correctable_offers_of_person(cur: duckdb.DuckDBPyConnection, employee_id: str) -> pd.DataFrame:
    """One row per promotion offer to the person with its keys and fields, `named` by its number and day."""
    return _rows(cur, "correctable_offers_of_person", employee_id=employee_id)


def _rows(cur: duckdb.DuckDBPyConnection, name: str, **bound: object) -> pd.DataFrame:
    return cur.execute(catalogue.written_out(f"people_and_roles/{name}"), bound).df()
