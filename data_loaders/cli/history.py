"""`python -m data_loaders history` and `undo`."""

from __future__ import annotations

import argparse
import getpass
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data_loaders.cli.options import common, folder
from data_loaders.store import load_history
from data_loaders.store.generations import Store

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    commands.add_parser("history", parents=[common(json=True)], help="every load").set_defaults(run=_history)
    commands.add_parser("undo", parents=[common()], help="back to before the newest load").set_defaults(run=_undo)


def _history(arguments: argparse.Namespace) -> int:
    con = Store(folder(arguments)).open()
    entries = load_history.history(con)
    con.close()
    print(json.dumps(entries, indent=1) if arguments.json else "\n".join(map(_line, entries)))
    return 0


def _line(entry: dict[str, Any]) -> str:
    summary = "; ".join(
        f"{name} {c['added']:,} added, {c['changed']:,} changed, "
        f"{c['unchanged']:,} unchanged, {c['left_out']:,} left out"
        for name, c in entry["tables"].items()
    )
    undone = f" (undone {entry['undone_at']})" if entry["undone_at"] else ""
    return f"{entry['load_id']}  {entry['loaded_at']}  {entry['loaded_by']}  {entry['what']}: {summary}{undone}"


def _undo(arguments: argparse.Namespace) -> int:
    undone = load_history.undo(Store(folder(arguments)), datetime.now().astimezone(), undone_by=getpass.getuser())
    print(f"Load {undone} is undone.")
    return 0
