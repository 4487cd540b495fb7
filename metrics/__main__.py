"""`python -m metrics`: every number of the pages, for a nightly job, a notebook or a test."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from metrics import catalogue, filter_values
from metrics.company import default_as_of, open_company, setting, value
from metrics.disclosure_control import mask, mask_files
from metrics.engine import check, compute
from metrics.errors import MetricError, NoData
from metrics.file_formats import FORMATS
from metrics.scope import Scope

REFUSED, WRONG_USAGE = 1, 2
MOST = 1200  # months of a window or a trend: a century


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 refused, 2 wrong usage."""
    parser = _parser()
    arguments_read = parser.parse_args(arguments)
    if (arguments_read.metric == "describe") != (arguments_read.name is not None):
        parser.error("describe takes the name of one metric; other commands take no second name")
    try:
        _write(_answer(arguments_read), arguments_read.out)
    except NoData as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except MetricError as mistake:
        print(mistake, file=sys.stderr)
        return WRONG_USAGE
    except Exception as fault:  # noqa: BLE001 - whatever it is, its message may quote somebody's data
        last = traceback.extract_tb(fault.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        print(f"Not done: {type(fault).__name__} at {place}. Please report it.", file=sys.stderr)
        return REFUSED
    return 0


def _answer(arguments: argparse.Namespace) -> bytes:
    if arguments.metric == "list":
        width = max(map(len, catalogue.names()))
        lines = [f"{name:<{width}}  {catalogue.entry(name).question}" for name in catalogue.names()]
        return ("\n".join(lines) + "\n").encode()
    if arguments.metric == "describe":
        return (catalogue.describe(arguments.name) + "\n").encode()
    if arguments.metric == "cube":
        return _build_mask(arguments.data)
    check(arguments.metric, arguments.by, [column for column, _ in arguments.where], dict(arguments.option))
    con = open_company(arguments.data)
    try:
        scope = Scope(
            as_of=arguments.as_of or default_as_of(con, date.today()),  # noqa: DTZ011 - the day it is where HR sits
            months=arguments.months,
            by=arguments.by,
            where=filter_values.understood(con, tuple(arguments.where)),
        )
        few = setting(con, "min_group") if arguments.min_group is None else arguments.min_group
        frame = compute(con, arguments.metric, scope, dict(arguments.option), min_group=few, trend=arguments.trend)
    finally:
        con.close()
    return FORMATS[arguments.format or _format_of(arguments.out)](frame)


def _build_mask(folder: Path) -> bytes:
    """Work out for the newest generation which groups viewers who do not see persons are shown."""
    con = open_company(folder)
    try:
        generation = value(con, "select current_database()")
        mask_files.save(mask.build(con), mask_files.file(folder, generation))
    finally:
        con.close()
    return f"Worked out for generation {generation}.\n".encode()


def _format_of(out: Path | None) -> str:
    suffix = out.suffix.removeprefix(".").lower() if out else ""
    return suffix if suffix in FORMATS else "csv"


def _write(answer: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(answer)
        sys.stdout.flush()
        return
    try:
        out.write_bytes(answer)
    except OSError as reason:
        raise NoData(f"{out} cannot be written: {reason.strerror}.") from reason


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m metrics",
        description="Compute a metric, tell what there is (list, describe NAME), or prepare small groups (cube).",
        epilog="Metrics: " + ", ".join(catalogue.names()),
    )
    parser.add_argument("metric", metavar="list | describe | cube | NAME", help="what to do, or the metric to compute")
    parser.add_argument("name", nargs="?", help="after describe: the metric to describe")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="default: the newest roster's day")
    parser.add_argument("--months", type=_positive, default=12, metavar="N", help="window, default 12")
    parser.add_argument("--by", type=_columns, default=(), metavar="COL[,COL]", help="columns to group by")
    parser.add_argument(
        "--where",
        type=_filter,
        action="append",
        default=[],
        metavar="COL=VALUE[,VALUE]",
        help="whom to keep; repeatable; a value with a comma stands in quotes, as in 'location=\"Köln, Süd\"'",
    )
    parser.add_argument(
        "--option", type=_option, action="append", default=[], metavar="KEY=VALUE", help="see describe; repeatable"
    )
    parser.add_argument("--trend", type=_positive, default=0, metavar="N", help="repeat at the last N month ends")
    parser.add_argument("--min-group", type=_positive, metavar="N", help="hide figures on fewer people; 1 shows all")
    parser.add_argument("--format", choices=list(FORMATS), help="default: the ending of --out, else csv")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("BENCH_DATA") or "data/company"),
        metavar="FOLDER",
        help="default: BENCH_DATA, else data/company",
    )
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day such as 2026-06-30, not {text!r}") from None


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MOST}, not {text!r}")
    return int(text)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(column.strip() for column in text.split(",") if column.strip())


def _option(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"KEY=VALUE, not {text!r}")
    return key.strip(), value.strip()


def _filter(text: str) -> tuple[str, tuple[str, ...]]:
    column, values = _option(text)
    return column, tuple(value.strip() for value in next(csv.reader([values]), []))


if __name__ == "__main__":
    sys.exit(main())
