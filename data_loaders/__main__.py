"""`python -m data_loaders`: load, history, undo, erase, backup, restore, check, access, audit, …

Problems go to stderr; exit 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys

import duckdb

from data_loaders import storage_errors
from data_loaders.cli import access, audit, backup, erasure, history, integrity, load, sample, template
from data_loaders.loading.load import LoadReport
from data_loaders.problems import LoadError, LoadRefused


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except LoadError as refusal:
        if isinstance(refusal, LoadRefused):
            load.print_problems(refusal.problems)
            if getattr(options, "json", False) and options.command == "load":
                print(json.dumps({**LoadReport(problems=refusal.problems).as_dict()}, default=str, indent=1))
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. `history` says which loads are done; a load that was stopped changed nothing.", file=sys.stderr)
        return 1
    except (OSError, duckdb.Error, sqlite3.Error, MemoryError) as fault:
        print(storage_errors.refusal(fault), file=sys.stderr)
        return 1
    except Exception as fault:  # noqa: BLE001 - whatever it is, its message may quote somebody's data
        print(
            f"Not done: {type(fault).__name__} at {storage_errors.code_location(fault)}. Please report it.",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_loaders", description="HR exports in, history, undo.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    load.add(commands)
    history.add(commands)
    template.add(commands)
    sample.add(commands)
    access.add(commands)
    audit.add(commands)
    integrity.add(commands)
    backup.add(commands)
    erasure.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
