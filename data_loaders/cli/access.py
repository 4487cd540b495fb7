"""`python -m data_loaders access`: grant, revoke, list."""

from __future__ import annotations

import argparse
import csv
import getpass
import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from data_loaders.cli.options import common, folder
from data_loaders.privacy import grants
from data_loaders.problems import LoadRefused

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    kinds = commands.add_parser("access", help="who may see what").add_subparsers(dest="what", required=True)
    given = kinds.add_parser("grant", parents=[common()], help="give a user a role, instead of any earlier one")
    given.add_argument("who", metavar="WHO", help="the e-mail they sign in with")
    given.add_argument("role", choices=grants.ROLES, metavar="ROLE", help=", ".join(grants.ROLES))
    given.add_argument("--units", type=_names, metavar="U,U", help="the business units in scope (default: all)")
    given.add_argument(
        "--persons", type=_names, default=(), metavar="U,U", help="units whose persons they may see, or all in scope"
    )
    given.add_argument("--employee", metavar="ID", help="who they are in the data: nobody sees their own nomination")
    given.set_defaults(run=_grant)
    taken = kinds.add_parser("revoke", parents=[common()], help="take a user's role back")
    taken.add_argument("who", metavar="WHO")
    taken.set_defaults(run=_revoke)
    listed = kinds.add_parser("list", parents=[common(json=True)], help="every grant")
    listed.set_defaults(run=_list)


def _names(text: str) -> tuple[str, ...]:
    """Names with commas between them; one that holds a comma itself stands in quotes."""
    return tuple(filter(None, (name.strip() for name in next(csv.reader([text], skipinitialspace=True), []))))


def _grant(given: argparse.Namespace) -> int:
    persons = None if given.persons == ("all",) else given.persons
    wanted = grants.Grant(given.who, given.role, given.units, persons, given.employee)
    grants.grant(folder(given), wanted, by=getpass.getuser(), at=datetime.now().astimezone())
    print(f"{_line(grants.of(folder(given), given.who) or wanted)}.")
    return 0


def _revoke(given: argparse.Namespace) -> int:
    if not grants.revoke(folder(given), given.who, by=getpass.getuser(), at=datetime.now().astimezone()):
        raise LoadRefused(f"Nothing was changed: {given.who} has no role here.")
    print(f"{given.who} may see nothing from now on.")
    return 0


def _list(given: argparse.Namespace) -> int:
    found = grants.grants(folder(given))
    print(json.dumps([asdict(one) for one in found], indent=1) if given.json else "\n".join(map(_line, found)))
    return 0


def _line(one: grants.Grant) -> str:
    scope = "all units" if one.units is None else ", ".join(one.units)
    persons = "all in scope" if one.persons is None else ", ".join(one.persons) or "none"
    known = f"; is {one.employee_id} in the data" if one.employee_id else ""
    return f"{one.who}: {one.role}; units: {scope}; persons: {persons}{known}"
