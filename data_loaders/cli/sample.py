"""`python -m data_loaders sample`: the synthetic company, made and loaded."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from data_loaders.cli import load
from data_loaders.cli.options import common, folder
from data_loaders.sample import make_sample

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    sample = commands.add_parser("sample", parents=[common()], help="make the synthetic company and load it")
    sample.add_argument("--people", type=int, default=4000, metavar="N")
    sample.add_argument("--seed", type=int, default=7, metavar="N")
    sample.set_defaults(run=_sample)


def _sample(given: argparse.Namespace) -> int:
    report = make_sample(
        folder(given, "data/sample"), people=given.people, seed=given.seed, loaded_at=datetime.now().astimezone()
    )
    print(load.summary(report, dry_run=False))
    return 0
