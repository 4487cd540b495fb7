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


def _list(arguments: argparse.Namespace) -> int:
    entries = audit_log.entries(folder(arguments))
    print(
        json.dumps([asdict(entry) for entry in entries], indent=1) if arguments.json else "\n".join(map(_line, entries))
    )
    return 0


def _line(entry: audit_log.Entry) -> str:
    details = ", ".join(f"{name} {value}" for name, value in entry.details.items())
    return f"{entry.number}  {entry.at}  {entry.who}  {entry.what}{f': {details}' if details else ''}"


def _check(arguments: argparse.Namespace) -> int:
    breaks = audit_log.check(folder(arguments))
    for broken in breaks:
        print(f"Line {broken.line}: {broken.problem}.", file=sys.stderr)
    if not breaks:
        print(f"Whole: {len(audit_log.entries(folder(arguments))):,} lines, each as it was written.")
    return 1 if breaks else 0
