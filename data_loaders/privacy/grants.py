"""Grants: each user's role, business units, and units whose persons they may see, kept in the company's ledger."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from data_loaders.contract import apostrophes
from data_loaders.database import connection
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log, ledger
from data_loaders.store import files
from data_loaders.store.generations import Store

SIGN_IN = "sign-in"  # a file in the data folder: there once an identity provider was configured
_WHY = (
    "Sign-in was set up for this data. Where it is lacking, the dashboard answers nobody. To do without sign-in from "
    "now on, take [auth] out of .streamlit/secrets.toml, delete this file and start the dashboard again.\n"
)
ROLES = ("executive", "analyst", "hr", "owner")
_UNITS = """
select business_unit from employees where business_unit is not null
union select business_unit from critical_roles where business_unit is not null
union select business_unit from employment_spells where business_unit is not null
"""


@dataclass(frozen=True)
class Grant:
    """What one user may see: the units in scope (None: all), and in which of them persons (None: in all of those).

    `employee_id` is who they are in the data, so that nobody sees their own nomination.
    """

    who: str
    role: str
    units: tuple[str, ...] | None = None
    persons: tuple[str, ...] | None = ()
    employee_id: str | None = None


def grant(folder: Path, given: Grant, *, by: str, at: datetime) -> None:
    """Put a grant on record; it replaces an earlier one of the same user.

    Raises LoadRefused for an unknown role, a unit that the data does not have, or persons of units out of scope.
    """
    given = _as_known(folder, given)
    _check(folder, given)
    values = (_key(given.who), given.role, _text(given.units), _text(given.persons), given.employee_id)
    with ledger.opened(folder) as con:
        con.execute("insert or replace into grants values (?, ?, ?, ?, ?)", values)
    scope = {"role": given.role, "units": _scope_text(given.units), "persons": _scope_text(given.persons)}
    audit_log.note(folder, who=by, what="grant", at=at, whom=given.who, **scope)


def revoke(folder: Path, who: str, *, by: str, at: datetime) -> bool:
    """Take a user's grant back; False where there was none."""
    if not ledger.file(folder).exists():
        return False
    with ledger.opened(folder) as con:
        revoked = con.execute("delete from grants where who = ?", [_key(who)]).rowcount > 0
    if revoked:
        audit_log.note(folder, who=by, what="revoke", at=at, whom=who)
    return revoked


def sign_out(folder: Path, sign_in: str, *, at: datetime, longest: timedelta) -> None:
    """Remember that a sign-in has ended, until it would be too old anyway."""
    with ledger.opened(folder) as con:
        con.execute("delete from signed_out where at < ?", [(at - longest).timestamp()])
        con.execute("insert or replace into signed_out values (?, ?)", [sign_in, at.timestamp()])


def is_signed_out(folder: Path, sign_in: str) -> bool:
    """Whether a sign-in was ended by signing out."""
    if not ledger.file(folder).exists():
        return False
    with ledger.opened(folder) as con:
        return con.execute("select 1 from signed_out where sign_in = ?", [sign_in]).fetchone() is not None


def keep_sign_in(folder: Path) -> None:
    """Remember, with the data, that only those who sign in are answered: after a restart, and after a restore."""
    connection.private()
    folder.mkdir(parents=True, exist_ok=True)
    files.written(folder / SIGN_IN, _WHY)
    files.flushed(folder)


def had_sign_in(folder: Path) -> bool:
    """Whether an identity provider was ever configured for this data."""
    return os.path.lexists(folder / SIGN_IN)


def grants(folder: Path) -> list[Grant]:
    """Every grant on record, by user."""
    if not ledger.file(folder).exists():
        return []
    with ledger.opened(folder) as con:
        rows = con.execute("select who, role, units, persons, employee_id from grants order by who").fetchall()
    return [Grant(who, role, _units(units), _units(persons), person) for who, role, units, persons, person in rows]


def of(folder: Path, who: str) -> Grant | None:
    """The grant of one user, in any case of the name; None where there is none."""
    return next((candidate for candidate in grants(folder) if candidate.who == _key(who)), None)


def units(folder: Path) -> tuple[str, ...]:
    """The business units in the newest generation, sorted; none before the first load."""
    store = Store(folder)
    if store.current() is None:
        return ()
    con = store.open()
    try:
        return tuple(sorted(name for (name,) in con.execute(_UNITS).fetchall()))
    finally:
        con.close()


def _as_known(folder: Path, requested: Grant) -> Grant:
    """The grant with units and id as the data has them, where they were copied out of a download."""
    known_units = units(folder) if requested.units or requested.persons else ()
    scope, persons = (
        names and tuple(apostrophes.as_known(unit, known_units) for unit in names)
        for names in (requested.units, requested.persons)
    )
    person = requested.employee_id and apostrophes.read_back(requested.employee_id)
    return replace(requested, units=scope, persons=persons, employee_id=person)


def _check(folder: Path, requested: Grant) -> None:
    if not _key(requested.who):
        raise LoadRefused("Nothing was granted: say to whom, as they sign in.")
    if requested.role not in ROLES:
        raise LoadRefused(
            f"Nothing was granted: there is no role {requested.role!r}.", f"It is one of {', '.join(ROLES)}."
        )
    units_named = {*(requested.units or ()), *(requested.persons or ())}
    if unknown := sorted(units_named - set(units(folder)) if units_named else ()):
        existing = ", ".join(units(folder)) or "none, as nothing has been loaded"
        raise LoadRefused(f"Nothing was granted: the data has no unit {', '.join(unknown)}.", f"It has: {existing}.")
    if requested.units is not None and (beyond := sorted({*(requested.persons or ())} - {*requested.units})):
        raise LoadRefused(f"Nothing was granted: persons of {', '.join(beyond)} lie beyond the units in scope.")


def _scope_text(names: tuple[str, ...] | None) -> str | list[str]:
    return "all" if names is None else list(names)


def _key(who: str) -> str:
    return who.strip().casefold()


def _text(names: tuple[str, ...] | None) -> str | None:
    return None if names is None else json.dumps(names, ensure_ascii=False)


def _units(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))
