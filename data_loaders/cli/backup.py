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
    backing_up = commands.add_parser("backup", parents=[common()], help="the whole company in one file")
    backing_up.add_argument("out", nargs="?", type=Path, metavar="OUT", help="default: backups/ in the data folder")
    backing_up.set_defaults(run=_backup)
    restoring = commands.add_parser("restore", parents=[common()], help="the state in a backup, as the newest one")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    now = datetime.now().astimezone()
    print(f"Written: {backup.backup(Store(folder(arguments)), arguments.out, by=getpass.getuser(), at=now)}.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    now = datetime.now().astimezone()
    name = backup.restore(Store(folder(arguments)), arguments.file, by=getpass.getuser(), at=now)
    print(f"Restored, as state {name}.")
    return 0
