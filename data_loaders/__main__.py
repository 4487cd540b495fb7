"""`python -m data_loaders`: load, history, undo, erase, backup, restore, check, access, audit, …

Problems go to stderr; exit 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import getpass
import json
import sqlite3
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import duckdb

from data_loaders import contract, faults, history, loads, sampling, template
from data_loaders.commands import access, audit, backing, checking, erasing
from data_loaders.commands.folders import common, folder
from data_loaders.loads import LoadReport, Request, Said
from data_loaders.problems import LoadError, LoadRefused, Problem
from data_loaders.store import Store


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except LoadError as refusal:
        if isinstance(refusal, LoadRefused):
            _tell(refusal.problems)
            if getattr(given, "json", False) and given.command == "load":
                print(json.dumps({**LoadReport(problems=refusal.problems).as_dict()}, default=str, indent=1))
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. `history` says which loads are done; a load that was stopped changed nothing.", file=sys.stderr)
        return 1
    except (OSError, duckdb.Error, sqlite3.Error, MemoryError) as fault:
        print(f"Nothing was changed: {faults.words(fault)}", file=sys.stderr)
        return 1
    except Exception as fault:  # noqa: BLE001 - whatever it is, its message may quote somebody's data
        print(f"Not done: {type(fault).__name__} at {faults.place(fault)}. Please report it.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_loaders", description="HR exports in, history, undo.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    load = commands.add_parser("load", parents=[common(json=True)], help="read, check and commit files")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE")
    load.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day a roster shows")
    load.add_argument("--table", choices=list(contract.TABLES), help="what the file holds, where it is not recognised")
    load.add_argument("--sheet", metavar="NAME", help="take this sheet only")
    load.add_argument(
        "--map", type=_pair, action="append", default=[], metavar="FIELD=HEADING", help="which heading holds a field"
    )
    load.add_argument(
        "--observed-from", type=date.fromisoformat, metavar="DATE", help="the first day from which leavers are known"
    )
    load.add_argument(
        "--disappeared-left",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="people missing from a newer roster without a last day count as leavers on its day",
    )
    load.add_argument(
        "--tracks-from-titles",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="where nothing else says who leads people, go by the words of job titles and levels",
    )
    load.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    load.add_argument("--accept-problems", action="store_true", help="leave rows with errors out and load the rest")
    load.set_defaults(run=_load)

    commands.add_parser("history", parents=[common(json=True)], help="every load").set_defaults(run=_history)
    commands.add_parser("undo", parents=[common()], help="back to before the newest load").set_defaults(run=_undo)
    blank = commands.add_parser("template", help="write the empty workbook to fill")
    blank.add_argument("out", type=Path, metavar="OUT.xlsx")
    blank.set_defaults(run=_template)
    sample = commands.add_parser("sample", parents=[common()], help="make the synthetic company and load it")
    sample.add_argument("--people", type=int, default=4000, metavar="N")
    sample.add_argument("--seed", type=int, default=7, metavar="N")
    sample.set_defaults(run=_sample)
    access.add(commands)
    audit.add(commands)
    checking.add(commands)
    backing.add(commands)
    erasing.add(commands)
    return parser


def _pair(text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    if not equals or not field or not heading:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=HEADING")
    return field.strip(), heading.strip()


def _load(given: argparse.Namespace) -> int:
    for path in given.files:
        if not path.is_file():
            raise LoadRefused(f"There is no file {path}. Check the name and the folder.")
    request = Request(
        files=given.files,
        loaded_at=datetime.now().astimezone(),
        loaded_by=getpass.getuser(),
        said=Said(given.as_of, given.table, given.sheet, dict(given.map)),
        observed_from=given.observed_from,
        disappeared_are_leavers=given.disappeared_left,
        tracks_from_titles=given.tracks_from_titles,
        dry_run=given.dry_run,
        accept_problems=given.accept_problems,
        progress=_Stages(sys.stderr) if sys.stderr.isatty() else lambda _: None,
    )
    report = loads.load(Store(folder(given)), request)
    _tell(report.problems)
    print(json.dumps(report.as_dict(), default=str, indent=1) if given.json else _summary(report, given.dry_run))
    return 0


class _Stages:
    """Writes each stage of a load to a terminal, once."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal, self._told = terminal, ""

    def __call__(self, stage: str) -> None:
        if stage != self._told:
            print(stage, file=self._terminal, flush=True)
            self._told = stage


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        print(f"{problem.severity}: {problem.sentence()}", file=sys.stderr)


def _summary(report: LoadReport, dry_run: bool) -> str:
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


def _history(given: argparse.Namespace) -> int:
    con = Store(folder(given)).open()
    entries = history.history(con)
    con.close()
    print(json.dumps(entries, indent=1) if given.json else "\n".join(map(_line, entries)))
    return 0


def _line(entry: dict[str, Any]) -> str:
    did = "; ".join(
        f"{name} {c['added']:,} added, {c['changed']:,} changed, "
        f"{c['unchanged']:,} unchanged, {c['left_out']:,} left out"
        for name, c in entry["tables"].items()
    )
    undone = f" (undone {entry['undone_at']})" if entry["undone_at"] else ""
    return f"{entry['load_id']}  {entry['loaded_at']}  {entry['loaded_by']}  {entry['what']}: {did}{undone}"


def _undo(given: argparse.Namespace) -> int:
    undone = history.undo(Store(folder(given)), datetime.now().astimezone(), undone_by=getpass.getuser())
    print(f"Load {undone} is undone.")
    return 0


def _template(given: argparse.Namespace) -> int:
    given.out.write_bytes(template.workbook())
    print(f"Written: {given.out}. Fill the sheets you have data for, then load the workbook.")
    return 0


def _sample(given: argparse.Namespace) -> int:
    report = sampling.make(
        folder(given, "data/sample"), people=given.people, seed=given.seed, loaded_at=datetime.now().astimezone()
    )
    print(_summary(report, dry_run=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
