"""`make bench`: how fast, side by side, in one run. `python -m benchmarks PEOPLE... [--help]`"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from benchmarks import by_pandas, companies, curve, figures, kernels, loading, pages
from benchmarks.timing import ROUNDS
from metrics import catalogue
from metrics.scope import Scope

WORDS = {True: "holds", False: "misses"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print, for a company of each size, every ratio and whether its goal holds."""
    options = _given(arguments)
    # pages are run without a browser here, and Streamlit says so once a page
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    print(f"Bench Strength on {companies.machine()}. Medians; what is compared takes turns.")
    for people in options.people:
        store = companies.company(people, options.kept)
        cur = store.open().cursor()
        day = companies.newest_day(cur)
        spells = cur.execute("select count(*) from employment_spells").fetchone()
        print(f"\n{people:,} people, {spells[0] if spells else 0:,} spells, as of {day}")

        print(f"  {'metric':<24}{'by':<8}{'ours':>10}{'floor':>10}{'ratio':>8}   goal: 5 × floor or 50 ms")
        for name in options.only:
            one = figures.figure(cur, name, Scope(day, by=figures.grouping(name)), options.rounds)
            print(
                f"  {name:<24}{one.by:<8}{_ms(one.seconds)}{_ms(one.floor)}{one.ratio:>8.1f}   {WORDS[one.holds]}",
                flush=True,
            )

        _beside_pandas(cur, day, options)

        against = curve.race(cur, day, store.folder, options.rounds, options.lifelines)
        holds = WORDS[against.times_faster >= curve.TIMES_FASTER]
        print(f"  {'curve':<24}{'':<8}{'ours':>10}{'lifelines':>10}{'times':>8}   goal: 5 × faster")
        print(
            f"  {'retention_curve':<24}{'track':<8}{_ms(against.seconds)}{_ms(against.lifelines)}"
            f"{against.times_faster:>8.1f}   {holds}; {against.runs:,} runs, curves differ by {against.difference:.0e}"
        )
        cur.close()

        print(f"  {'page rerun':<24}{'':<8}{'changed':>10}{'seen':>10}{'':>8}   goal: 1 s and 0.2 s")
        for rerun in pages.reruns(store.folder, min(options.rounds, pages.UNITS)):
            print(f"  {rerun.page:<32}{_ms(rerun.changed)}{_ms(rerun.seen)}{'':>8}   {WORDS[rerun.holds]}", flush=True)

        for line in loading.lines(store, min(options.rounds, loading.ROUNDS)):
            print(line, flush=True)

    print(f"\n  {'kernel':<24}{'roles':>8}{'named':>10}{'ours':>12}            goal: 5 s for 500 roles")
    for kernel in kernels.kernels(kernels.SIZES[: options.kernels]):
        verdict = "possible" if kernel.holds is None else WORDS[kernel.holds]
        size = f"{kernel.roles:>8,}{kernel.nominations:>10,}"
        print(f"  {kernel.name:<24}{size}{kernel.seconds:>10.2f} s{'':>12}{verdict}", flush=True)


def _beside_pandas(cur: duckdb.DuckDBPyConnection, day: date, options: argparse.Namespace) -> None:
    """Print the comparison with pandas, one line per metric."""
    print(f"  {'figure':<24}{'':<8}{'ours':>10}{'pandas':>10}{'times':>8}   goal: 5 × faster, and the same")
    tables = by_pandas.frames(cur)
    for name in options.only:
        if name in by_pandas.SEARCHES:
            print(f"  {name:<24}no pandas figure: {by_pandas.SEARCHES[name]}", flush=True)
            continue
        rounds = min(options.rounds, by_pandas.ROUNDS)
        both = by_pandas.contest(cur, name, Scope(day, by=figures.grouping(name)), tables, rounds)
        verdict = WORDS[both.holds] if both.same else "misses: another figure"
        less = by_pandas.FIGURES[name].less
        verdict += f"; pandas without {less}" if less else ""
        print(
            f"  {name:<24}{both.by:<8}{_ms(both.seconds)}{_ms(both.pandas)}{both.times_faster:>8.1f}   {verdict}",
            flush=True,
        )


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition(" `python")[0])
    parser.add_argument("people", type=int, nargs="*", default=[100_000, 1_000_000], help="of each company measured")
    parser.add_argument("--only", nargs="+", choices=catalogue.names(), default=catalogue.names(), metavar="METRIC")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="at most, of whatever takes turns")
    parser.add_argument(
        "--kernels", type=int, default=len(kernels.SIZES), metavar="N", help="sizes, the smallest first"
    )
    parser.add_argument("--kept", type=Path, default=companies.KEPT, metavar="FOLDER", help="where companies are kept")
    parser.add_argument("--lifelines", type=Path, default=curve.PEER, metavar="PYTHON", help="one that has it")
    return parser.parse_args(arguments)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:>7,.1f} ms"


if __name__ == "__main__":
    main()
