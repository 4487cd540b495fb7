"""What every command shares: which company's folder it works in, and whether it answers in JSON."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def common(*, json: bool = False) -> argparse.ArgumentParser:
    """The options of a command on a company's data, with `--json` where it has an answer to print."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="the company's data (default: BENCH_DATA, else data/company)"
    )
    if json:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def folder(given: argparse.Namespace, default: str = "data/company") -> Path:
    """The company's folder: as said, else the setting BENCH_DATA, else the default."""
    return Path(given.data or os.environ.get("BENCH_DATA", default))
