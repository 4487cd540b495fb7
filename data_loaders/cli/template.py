"""`python -m data_loaders template`: the empty workbook to fill."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from data_loaders.spreadsheets import template

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    blank = commands.add_parser("template", help="write the empty workbook to fill")
    blank.add_argument("out", type=Path, metavar="OUT.xlsx")
    blank.set_defaults(run=_template)


def _template(given: argparse.Namespace) -> int:
    given.out.write_bytes(template.workbook())
    print(f"Written: {given.out}. Fill the sheets you have data for, then load the workbook.")
    return 0
