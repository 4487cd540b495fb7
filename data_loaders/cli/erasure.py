"""`python -m data_loaders erase`: the right to erasure."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from data_loaders.cli.options import common, folder
from data_loaders.contract import apostrophes
from data_loaders.privacy import erasure
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    erase = commands.add_parser("erase", parents=[common()], help="right to erasure: one person leaves everything")
    erase.add_argument("employee_id", nargs="?", metavar="EMPLOYEE_ID")
    erase.add_argument("--finish", action="store_true", help="finish an erasure that was interrupted")
    erase.add_argument("--yes", action="store_true", help="do not ask: it cannot be undone")
    erase.set_defaults(run=_erase)


def _erase(arguments: argparse.Namespace) -> int:
    store = Store(folder(arguments))
    employee_id = erasure.interrupted(store) if arguments.finish else apostrophes.read_back(arguments.employee_id or "")
    if not employee_id:
        raise LoadRefused("No erasure was interrupted." if arguments.finish else "Say who: erase EMPLOYEE_ID.")
    if not (arguments.finish or arguments.yes or _is_confirmed(employee_id)):
        raise LoadRefused("Nothing was changed.")
    done = erasure.erase(store, employee_id, by=getpass.getuser(), at=datetime.now().astimezone())
    print(f"Done: {done}")
    return 0


def _is_confirmed(employee_id: str) -> bool:
    print(
        f"{employee_id} will leave every table, earlier state, kept file and backup. This cannot be undone.\n"
        "Type the id once more to go on:",
        file=sys.stderr,
    )
    return sys.stdin.readline().strip() == employee_id
