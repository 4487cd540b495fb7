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


def _check(arguments: argparse.Namespace) -> int:
    findings = integrity.check_folder(Store(folder(arguments)))
    lines = [f"{finding.what}: {finding.problem or 'good'}" for finding in findings]
    print(json.dumps([asdict(finding) for finding in findings], indent=1) if arguments.json else "\n".join(lines))
    return 1 if any(finding.problem for finding in findings) else 0
