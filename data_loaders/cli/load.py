"""`python -m data_loaders load`: read, check and commit files."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from data_loaders.cli.options import common, folder
from data_loaders.contract import fields
from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.loading import load
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused, Problem
from data_loaders.store.generations import Store

if TYPE_CHECKING:
    from data_loaders.cli.options import Commands


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("load", parents=[common(json=True)], help="read, check and commit files")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day a roster shows")
    command.add_argument("--table", choices=list(fields.TABLES), help="what the file holds, where it is not recognised")
    command.add_argument("--sheet", metavar="NAME", help="take this sheet only")
    command.add_argument(
        "--map",
        type=_field_and_heading,
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help="which heading holds a field",
    )
    command.add_argument(
        "--observed-from", type=date.fromisoformat, metavar="DATE", help="the first day from which leavers are known"
    )
    command.add_argument(
        "--disappeared-left",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="people missing from a newer roster without a last day count as leavers on its day",
    )
    command.add_argument(
        "--tracks-from-titles",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="where nothing else says who leads people, go by the words of job titles and levels",
    )
    command.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    command.add_argument("--accept-problems", action="store_true", help="leave rows with errors out and load the rest")
    command.set_defaults(run=_load)


def _field_and_heading(text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    if not equals or not field or not heading:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=HEADING")
    return field.strip(), heading.strip()


def _load(arguments: argparse.Namespace) -> int:
    for path in arguments.files:
        if not path.is_file():
            raise LoadRefused(f"There is no file {path}.", "Check the name and the folder.")
    request = LoadRequest(
        files=arguments.files,
        loaded_at=datetime.now().astimezone(),
        loaded_by=getpass.getuser(),
        said=UploadAnswers(arguments.as_of, arguments.table, arguments.sheet, dict(arguments.map)),
        observed_from=arguments.observed_from,
        disappeared_are_leavers=arguments.disappeared_left,
        tracks_from_titles=arguments.tracks_from_titles,
        dry_run=arguments.dry_run,
        accept_problems=arguments.accept_problems,
        progress=_Stages(sys.stderr) if sys.stderr.isatty() else lambda _: None,
    )
    report = load.load_files(Store(folder(arguments)), request)
    print_problems(report.problems)
    print(json.dumps(report.as_dict(), default=str, indent=1) if arguments.json else summary(report, arguments.dry_run))
    return 0


class _Stages:
    """Writes each stage of a load to a terminal, once."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal, self._told = terminal, ""

    def __call__(self, stage: str) -> None:
        if stage != self._told:
            print(stage, file=self._terminal, flush=True)
            self._told = stage


def print_problems(problems: list[Problem]) -> None:
    """Each problem as a line on stderr."""
    for problem in problems:
        print(f"{problem.severity}: {problem.sentence()}", file=sys.stderr)


def summary(report: LoadReport, dry_run: bool) -> str:
    """What a load did, a line a table."""
    lines = [
        f"{name}: {c.rows_read:,} rows read, {c.added:,} added, {c.changed:,} changed, {c.unchanged:,} unchanged, "
        f"{c.left_out:,} left out"
        for name, c in report.tables.items()
    ]
    if not report.tables and not report.changes:
        lines.append("Nothing changed: no table was recognised in these files.")
    elif not report.changes and not any(c.unchanged for c in report.tables.values()):
        lines.append("Nothing changed: no row of these files can be loaded as it is.")
    elif not report.changes:
        lines.append("Nothing changed: everything in these files is loaded already.")
    elif dry_run:
        lines.append("Nothing was changed: this was a dry run.")
    else:
        lines.append(f"Done, as load {report.load_id}.")
    return "\n".join(lines)
