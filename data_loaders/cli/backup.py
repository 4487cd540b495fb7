"""`python -m data_loaders backup` and `restore`."""

from __future__ import annotations

import argparse
import getpass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data_loaders.cli.options import common, folder
from data_loaders.maintenance import backup
from data_loaders.store.generations import Store

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add both commands to the parser."""
    made = commands.add_parser("backup", parents=[common()], help="the whole company in one file")
    made.add_argument("out", nargs="?", type=Path, metavar="OUT", help="default: backups/ in the data folder")
    made.set_defaults(run=_backup)
    back = commands.add_parser("restore", parents=[common()], help="the state in a backup, as the newest one")
    back.add_argument("file", type=Path, metavar="FILE")
    back.set_defaults(run=_restore)


def _backup(given: argparse.Namespace) -> int:
    now = datetime.now().astimezone()
    print(f"Written: {backup.backup(Store(folder(given)), given.out, by=getpass.getuser(), at=now)}.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    now = datetime.now().astimezone()
    name = backup.restore(Store(folder(given)), given.file, by=getpass.getuser(), at=now)
    print(f"Restored, as state {name}.")
    return 0
