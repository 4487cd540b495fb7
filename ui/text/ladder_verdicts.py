"""Verdicts on the expert ladder against the manager ladder: one per question, no surer than its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb

import pandas as pd

from charts import formatting
from charts.formatting import known, of, percent, points
from metrics.scope import Scope
from metrics.small_groups import shown
from ui.text import labels
from ui.text.sentences import Row, by

FEW = 10
CHANCE = 0.025  # one side of a 95 % interval
ANSWERS = {
    "ahead": "Yes, and more",
    "level": "Yes",
    "behind": "No",
    "unclear": "No clear difference",
    "untold": "Cannot be told",
}


@dataclass(frozen=True)
class Verdict:
    """The answer to one question about the expert ladder.

    `standing` is a key of ANSWERS, `carries` the sentence with the figures behind it, and `said` the clauses for ahead,
    level, behind and anything else.
    """

    question: str
    standing: str
    carries: str
    said: tuple[str, str, str, str]

    @property
    def answer(self) -> str:
        """The answer in a word or three."""
        return ANSWERS[self.standing]

    @property
    def clause(self) -> str:
        """`pays less at the same level`; for an undecided verdict, `whether it pays as well`."""
        return self.said[{"ahead": 0, "level": 1, "behind": 2}.get(self.standing, 3)]


def reach(ceilings: pd.DataFrame) -> Verdict:
    """Does it reach as high? From `ladder_ceiling` by track; decided only with `FEW` people on each track."""
    rows = by(ceilings, "track")
    clauses = ("reaches higher", "reaches as high", "does not reach as high", "how high it reaches")
    question, standing = "Does it reach as high?", "untold"
    if not {"ic", "manager"} <= set(rows) or not all(known(rows[track]["ceiling"]) for track in ("ic", "manager")):
        return _verdict_without_figures(question, ceilings, "It takes people with a level on both tracks.", clauses)
    ic, manager = rows["ic"], rows["manager"]
    carries = f"Experts reach level {_level_text(ic, 'experts')}, managers level {_level_text(manager, 'managers')}"
    if min(ic["people"], manager["people"]) >= FEW:
        difference = ic["ceiling"] - manager["ceiling"]
        standing = "ahead" if difference > 0 else "behind" if difference < 0 else "level"
    return Verdict(question, standing, carries, clauses)


def _level_text(row: Row, people: str) -> str:
    at_top = f" ({of(row['at_ceiling'], row['people'])} {people})" if known(row["at_ceiling"]) else ""
    return f"{row['ceiling']}{at_top}"


def pay(parity: pd.DataFrame) -> Verdict:
    """Does it pay as well at the same level? From `ladder_parity`.

    Clear only where more levels differ the same way than chance would bring, each interval missing on one side in 40.
    """
    rows = comparable(parity)
    clauses = ("pays more at the same level", "pays as well", "pays less at the same level", "whether it pays as well")
    question = "Does it pay as well at the same level?"
    if rows.empty:
        return _verdict_without_figures(
            question, parity, f"No level has {FEW} people on each track with a salary.", clauses
        )
    # the ratio is managers' pay over experts', so below 1 the experts earn more
    more, less = int((rows["high"] < 1).sum()), int((rows["low"] > 1).sum())
    ahead, behind = (_beyond_chance(clear, len(rows)) for clear in (more, less))
    largest = rows.to_dict("records")[0]
    low, high = points(largest["low"] - 1), points(largest["high"] - 1)
    carries = (
        f"Managers earn {_more_or_less(largest['manager_to_ic_pay'])} ({low} to {high}{formatting.SPACE}%) at level "
        f"{largest['job_level']} in {largest['currency']}, where most can be compared; {_clear_counts(less, more)} of "
        f"{labels.plural(len(rows), 'comparison', 'comparisons')}"
    )
    standing = "unclear" if ahead == behind else "ahead" if ahead else "behind"
    return Verdict(question, standing, carries, clauses)


def _verdict_without_figures(
    question: str, frame: pd.DataFrame, missing: str, clauses: tuple[str, str, str, str]
) -> Verdict:
    hidden = len(shown(frame)) < len(frame)
    return Verdict(
        question, "untold", "Hidden for these filters: the groups are small." if hidden else missing, clauses
    )


def _clear_counts(more: int, less: int) -> str:
    parts = [f"clearly {direction} in {count}" for direction, count in (("more", more), ("less", less)) if count]
    return " and ".join(parts) or "a clear difference in none"


def comparable(parity: pd.DataFrame) -> pd.DataFrame:
    """The rows of `ladder_parity` with enough people on each track to compare, most people first."""
    counted = parity.assign(least=parity[["ic", "manager"]].min(axis=1))
    enough = counted[counted["low"].notna() & (counted["least"] >= FEW)]
    return enough.sort_values("least", ascending=False, kind="stable").drop(columns="least")


def _more_or_less(ratio: float) -> str:
    percent_apart = round(abs(ratio - 1) * 100)
    return f"{percent_apart}{formatting.SPACE}% {'more' if ratio > 1 else 'less'}" if percent_apart else "as much"


def _beyond_chance(clear: int, of_all: int) -> bool:
    """Whether so many clear differences on one side, or more, have a binomial probability of at most `CHANCE`."""
    tail = sum(comb(of_all, k) * CHANCE**k * (1 - CHANCE) ** (of_all - k) for k in range(clear, of_all + 1))
    return clear > 0 and tail <= CHANCE + 1e-9


def speed(moves: pd.DataFrame, levels: Sequence[int]) -> Verdict:
    """Does it move as fast? From `career_moves` by track, at the `levels` that have people on both."""
    rows = by(moves[(moves["move"] == "promotion") & moves["low"].notna()], "track")
    clauses = ("promotes faster", "promotes as fast", "promotes more slowly", "whether it promotes as fast")
    question = "Does it move as fast?"
    if not {"ic", "manager"} <= set(rows) or not levels:
        return _verdict_without_figures(
            question, moves, "It takes moves on record and people on both tracks at one level.", clauses
        )
    ic, manager = rows["ic"], rows["manager"]
    carries = (
        f"{ic['per_100_person_years']:.1f} promotions per 100 years of expert work "
        f"({ic['low']:.1f}–{ic['high']:.1f}), {manager['per_100_person_years']:.1f} per 100 years of managing "
        f"({manager['low']:.1f}–{manager['high']:.1f}), {_levels_text(levels)}"
    )
    standing = "ahead" if ic["low"] > manager["high"] else "behind" if ic["high"] < manager["low"] else "unclear"
    return Verdict(question, standing, carries, clauses)


def shared_levels(moves: pd.DataFrame) -> list[int]:
    """The levels with time worked on both tracks, ascending; from `career_moves` by track and job_level."""
    worked = moves[moves["per_100_person_years"].notna() & moves["job_level"].notna()]
    tracks = [set(worked.loc[worked["track"] == track, "job_level"]) for track in ("ic", "manager")]
    return sorted(int(level) for level in set.intersection(*tracks))


def narrowed(scope: Scope, levels: Sequence[int]) -> Scope:
    """The scope limited to those levels, if any: the expert ladder has levels below the first manager's."""
    other_filters = tuple(pair for pair in scope.where if pair[0] != "job_level")
    return replace(scope, where=(*other_filters, ("job_level", tuple(map(str, levels))))) if levels else scope


def _levels_text(levels: Sequence[int]) -> str:
    if len(levels) > 2 and levels[-1] - levels[0] == len(levels) - 1:
        return f"at levels {levels[0]} to {levels[-1]}"
    return f"at {'level' if len(levels) == 1 else 'levels'} {_joined([str(level) for level in levels])}"


def stay(gap: pd.DataFrame) -> Verdict:
    """Does it keep people as long? From `retention_gap`, at the same level where that has an interval."""
    rows = by(gap, "measure")
    clauses = ("keeps people longer", "keeps people as long", "loses people faster", "whether it keeps people as long")
    question = "Does it keep people as long?"
    for measure, where in (("same_level", "At the same level"), ("crude", "All levels together")):
        row = rows.get(measure)
        if row and known(row["gap"]) and known(row["low"]):
            carries = (
                f"{where} {percent(row['ic'])} of experts and {percent(row['manager'])} of managers stayed: "
                f"{points(row['gap'], 1)} points ({points(row['low'], 1)} to {points(row['high'], 1)})"
            )
            standing = "ahead" if row["low"] > 0 else "behind" if row["high"] < 0 else "unclear"
            return Verdict(question, standing, carries, clauses)
    return _verdict_without_figures(question, gap, "It takes people on both tracks when the window opened.", clauses)


def sentence(verdicts: Sequence[Verdict]) -> str:
    """All verdicts in one or two sentences: what is as good, what is not, then what is undecided."""
    good = [verdict.clause for verdict in verdicts if verdict.standing in ("ahead", "level")]
    behind = [verdict.clause for verdict in verdicts if verdict.standing == "behind"]
    undecided = [verdict.clause for verdict in verdicts if verdict.standing in ("unclear", "untold")]
    findings = ", but ".join(_joined(clauses) for clauses in (good, behind) if clauses)
    first = f"The expert ladder {findings}." if findings else ""
    undecided_sentence = (
        f"{_joined(undecided, 'or').capitalize()} cannot be told from these figures." if undecided else ""
    )
    return f"{first} {undecided_sentence}".strip()


def _joined(clauses: Sequence[str], last: str = "and") -> str:
    *before, end = clauses
    return f"{', '.join(before)} {last} {end}" if before else end
