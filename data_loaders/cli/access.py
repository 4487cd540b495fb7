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
    grant = kinds.add_parser("grant", parents=[common()], help="give a user a role, instead of any earlier one")
    grant.add_argument("who", metavar="WHO", help="the e-mail they sign in with")
    grant.add_argument("role", choices=grants.ROLES, metavar="ROLE", help=", ".join(grants.ROLES))
    grant.add_argument("--units", type=_names, metavar="U,U", help="the business units in scope (default: all)")
    grant.add_argument(
        "--persons", type=_names, default=(), metavar="U,U", help="units whose persons they may see, or all in scope"
    )
    grant.add_argument("--employee", metavar="ID", help="who they are in the data: nobody sees their own nomination")
    grant.set_defaults(run=_grant)
    revoke = kinds.add_parser("revoke", parents=[common()], help="take a user's role back")
    revoke.add_argument("who", metavar="WHO")
    revoke.set_defaults(run=_revoke)
    listed = kinds.add_parser("list", parents=[common(json=True)], help="every grant")
    listed.set_defaults(run=_list)


def _names(text: str) -> tuple[str, ...]:
    """Names with commas between them; one that holds a comma itself stands in quotes."""
    return tuple(filter(None, (name.strip() for name in next(csv.reader([text], skipinitialspace=True), []))))


def _grant(arguments: argparse.Namespace) -> int:
    persons = None if arguments.persons == ("all",) else arguments.persons
    grant = grants.Grant(arguments.who, arguments.role, arguments.units, persons, arguments.employee)
    grants.grant(folder(arguments), grant, by=getpass.getuser(), at=datetime.now().astimezone())
    print(f"{_line(grants.of(folder(arguments), arguments.who) or grant)}.")
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    if not grants.revoke(folder(arguments), arguments.who, by=getpass.getuser(), at=datetime.now().astimezone()):
        raise LoadRefused(f"Nothing was changed: {arguments.who} has no role here.")
    print(f"{arguments.who} may see nothing from now on.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    listed = grants.grants(folder(arguments))
    print(
        json.dumps([asdict(grant) for grant in listed], indent=1) if arguments.json else "\n".join(map(_line, listed))
    )
    return 0


def _line(grant: grants.Grant) -> str:
    scope = "all units" if grant.units is None else ", ".join(grant.units)
    persons = "all in scope" if grant.persons is None else ", ".join(grant.persons) or "none"
    known = f"; is {grant.employee_id} in the data" if grant.employee_id else ""
    return f"{grant.who}: {grant.role}; units: {scope}; persons: {persons}{known}"
