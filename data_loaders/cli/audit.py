"""`python -m data_loaders audit`: list, check."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from data_loaders.cli.options import common, folder
from data_loaders.records import audit_log

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    kinds = commands.add_parser("audit", help="who did what").add_subparsers(dest="what", required=True)
    listed = kinds.add_parser("list", parents=[common(json=True)], help="every line of the trail, oldest first")
    listed.set_defaults(run=_list)
    checked = kinds.add_parser("check", parents=[common()], help="is every line there, and as it was written?")
    checked.set_defaults(run=_check)


def _list(given: argparse.Namespace) -> int:
    found = audit_log.entries(folder(given))
    print(json.dumps([asdict(one) for one in found], indent=1) if given.json else "\n".join(map(_line, found)))
    return 0


def _line(one: audit_log.Entry) -> str:
    told = ", ".join(f"{name} {value}" for name, value in one.details.items())
    return f"{one.number}  {one.at}  {one.who}  {one.what}{f': {told}' if told else ''}"


def _check(given: argparse.Namespace) -> int:
    found = audit_log.check(folder(given))
    for one in found:
        print(f"Line {one.line}: {one.problem}.", file=sys.stderr)
    if not found:
        print(f"Whole: {len(audit_log.entries(folder(given))):,} lines, each as it was written.")
    return 1 if found else 0
