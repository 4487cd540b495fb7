"""Is the expert ladder as good as the manager ladder? One verdict a question, no surer than its interval."""

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
CHANCE = 0.025
ANSWERS = {
    "ahead": "Yes, and more",
    "level": "Yes",
    "behind": "No",
    "unclear": "No clear difference",
    "untold": "Cannot be told",
}


@dataclass(frozen=True)
class Verdict:
    """One question about the expert ladder. `standing` is a key of ANSWERS; `carries` is the figure that says so."""

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
        """`pays less at the same level`; where nothing is told, what it is that cannot be told."""
        return self.said[{"ahead": 0, "level": 1, "behind": 2}.get(self.standing, 3)]


def reach(ceilings: pd.DataFrame) -> Verdict:
    """Does it reach as high? From `ladder_ceiling`."""
    rows = by(ceilings, "track")
    said = ("reaches higher", "reaches as high", "does not reach as high", "how high it reaches")
    question, standing = "Does it reach as high?", "untold"
    if not {"ic", "manager"} <= set(rows) or not all(known(rows[track]["ceiling"]) for track in ("ic", "manager")):
        return _untold(question, ceilings, "It takes people with a level on both tracks.", said)
    ic, manager = rows["ic"], rows["manager"]
    carries = f"Experts reach level {_height(ic, 'experts')}, managers level {_height(manager, 'managers')}"
    if min(ic["people"], manager["people"]) >= FEW:
        apart = ic["ceiling"] - manager["ceiling"]
        standing = "ahead" if apart > 0 else "behind" if apart < 0 else "level"
    return Verdict(question, standing, carries, said)


def _height(row: Row, whom: str) -> str:
    there = f" ({of(row['at_ceiling'], row['people'])} {whom})" if known(row["at_ceiling"]) else ""
    return f"{row['ceiling']}{there}"


def pay(parity: pd.DataFrame) -> Verdict:
    """Does it pay as well at the same level? From `ladder_parity`.

    Clear only where more levels differ the same way than chance would bring, each interval missing on one side in 40.
    """
    rows = comparable(parity)
    said = ("pays more at the same level", "pays as well", "pays less at the same level", "whether it pays as well")
    question = "Does it pay as well at the same level?"
    if rows.empty:
        return _untold(question, parity, f"No level has {FEW} people on each track with a salary.", said)
    more, less = int((rows["high"] < 1).sum()), int((rows["low"] > 1).sum())
    ahead, behind = (_beyond_chance(clear, len(rows)) for clear in (more, less))
    top = rows.to_dict("records")[0]
    low, high = points(top["low"] - 1), points(top["high"] - 1)
    carries = (
        f"Managers earn {_more_or_less(top['manager_to_ic_pay'])} ({low} to {high}{formatting.SPACE}%) at level "
        f"{top['job_level']} in {top['currency']}, where most can be compared; {_clearly(less, more)} of "
        f"{labels.plural(len(rows), 'comparison', 'comparisons')}"
    )
    standing = "unclear" if ahead == behind else "ahead" if ahead else "behind"
    return Verdict(question, standing, carries, said)


def _untold(question: str, frame: pd.DataFrame, missing: str, said: tuple[str, str, str, str]) -> Verdict:
    hidden = len(shown(frame)) < len(frame)
    return Verdict(question, "untold", "Hidden for these filters: the groups are small." if hidden else missing, said)


def _clearly(more: int, less: int) -> str:
    said = [f"clearly {which} in {count}" for which, count in (("more", more), ("less", less)) if count]
    return " and ".join(said) or "a clear difference in none"


def comparable(parity: pd.DataFrame) -> pd.DataFrame:
    """The rows of `ladder_parity` with enough people on each track to compare, most people first."""
    counted = parity.assign(least=parity[["ic", "manager"]].min(axis=1))
    enough = counted[counted["low"].notna() & (counted["least"] >= FEW)]
    return enough.sort_values("least", ascending=False, kind="stable").drop(columns="least")


def _more_or_less(ratio: float) -> str:
    apart = round(abs(ratio - 1) * 100)
    return f"{apart}{formatting.SPACE}% {'more' if ratio > 1 else 'less'}" if apart else "as much"


def _beyond_chance(clear: int, of_all: int) -> bool:
    """Would chance alone bring so many intervals, or more, that miss on this side in fewer than one case in 40?"""
    tail = sum(comb(of_all, k) * CHANCE**k * (1 - CHANCE) ** (of_all - k) for k in range(clear, of_all + 1))
    return clear > 0 and tail <= CHANCE + 1e-9


def speed(moves: pd.DataFrame, levels: Sequence[int]) -> Verdict:
    """Does it move as fast? From `career_moves` by track, at the `levels` that have people on both."""
    rows = by(moves[(moves["move"] == "promotion") & moves["low"].notna()], "track")
    said = ("promotes faster", "promotes as fast", "promotes more slowly", "whether it promotes as fast")
    question = "Does it move as fast?"
    if not {"ic", "manager"} <= set(rows) or not levels:
        return _untold(question, moves, "It takes moves on record and people on both tracks at one level.", said)
    ic, manager = rows["ic"], rows["manager"]
    carries = (
        f"{ic['per_100_person_years']:.1f} promotions per 100 years of expert work "
        f"({ic['low']:.1f}–{ic['high']:.1f}), {manager['per_100_person_years']:.1f} per 100 years of managing "
        f"({manager['low']:.1f}–{manager['high']:.1f}), {_at(levels)}"
    )
    standing = "ahead" if ic["low"] > manager["high"] else "behind" if ic["high"] < manager["low"] else "unclear"
    return Verdict(question, standing, carries, said)


def shared_levels(moves: pd.DataFrame) -> list[int]:
    """The levels at which time was worked on both tracks, from `career_moves` by track and job_level."""
    worked = moves[moves["per_100_person_years"].notna() & moves["job_level"].notna()]
    tracks = [set(worked.loc[worked["track"] == track, "job_level"]) for track in ("ic", "manager")]
    return sorted(int(level) for level in set.intersection(*tracks))


def narrowed(scope: Scope, levels: Sequence[int]) -> Scope:
    """The scope narrowed to those levels, where there are any: the expert ladder has rungs below the first manager."""
    kept = tuple(pair for pair in scope.where if pair[0] != "job_level")
    return replace(scope, where=(*kept, ("job_level", tuple(map(str, levels))))) if levels else scope


def _at(levels: Sequence[int]) -> str:
    if len(levels) > 2 and levels[-1] - levels[0] == len(levels) - 1:
        return f"at levels {levels[0]} to {levels[-1]}"
    return f"at {'level' if len(levels) == 1 else 'levels'} {_and([str(level) for level in levels])}"


def stay(gap: pd.DataFrame) -> Verdict:
    """Does it keep people as long? From `retention_gap`, at the same level where that can be had."""
    rows = by(gap, "measure")
    said = ("keeps people longer", "keeps people as long", "loses people faster", "whether it keeps people as long")
    question = "Does it keep people as long?"
    for measure, at in (("same_level", "At the same level"), ("crude", "All levels together")):
        row = rows.get(measure)
        if row and known(row["gap"]) and known(row["low"]):
            carries = (
                f"{at} {percent(row['ic'])} of experts and {percent(row['manager'])} of managers stayed: "
                f"{points(row['gap'], 1)} points ({points(row['low'], 1)} to {points(row['high'], 1)})"
            )
            standing = "ahead" if row["low"] > 0 else "behind" if row["high"] < 0 else "unclear"
            return Verdict(question, standing, carries, said)
    return _untold(question, gap, "It takes people on both tracks when the window opened.", said)


def sentence(verdicts: Sequence[Verdict]) -> str:
    """All verdicts in a sentence or two: what is as good, but what is not; then what cannot be told."""
    good = [one.clause for one in verdicts if one.standing in ("ahead", "level")]
    bad = [one.clause for one in verdicts if one.standing == "behind"]
    open_ones = [one.clause for one in verdicts if one.standing in ("unclear", "untold")]
    told = ", but ".join(_and(clauses) for clauses in (good, bad) if clauses)
    first = f"The expert ladder {told}." if told else ""
    rest = f"{_and(open_ones, 'or').capitalize()} cannot be told from these figures." if open_ones else ""
    return f"{first} {rest}".strip()


def _and(clauses: Sequence[str], last: str = "and") -> str:
    *before, end = clauses
    return f"{', '.join(before)} {last} {end}" if before else end
