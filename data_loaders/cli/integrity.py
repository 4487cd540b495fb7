"""`python -m data_loaders check`: is everything in the folder what was written?"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from data_loaders.cli.options import common, folder
from data_loaders.maintenance import integrity
from data_loaders.store.generations import Store

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    check = commands.add_parser("check", parents=[common(json=True)], help="is everything as it was written?")
    check.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    found = integrity.check_folder(Store(folder(given)))
    lines = [f"{one.what}: {one.problem or 'good'}" for one in found]
    print(json.dumps([asdict(one) for one in found], indent=1) if given.json else "\n".join(lines))
    return 1 if any(one.problem for one in found) else 0
