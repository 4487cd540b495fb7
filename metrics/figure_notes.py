"""What a figure rests on, in words."""

from __future__ import annotations

from datetime import date

import pandas as pd

from metrics.scope import Scope

FEW = 10
LASTING = frozenset({"gender", "generation", "offered_track"})  # no history is needed to know them on any day


def notes(frame: pd.DataFrame, size: pd.Series[float] | None) -> pd.Series[str]:
    """One note a row, from the columns `_assumed`, `_derived` (how many of `_of`, else of the size, rest on it), and
    `_note` (a metric's own words), and from the number of people."""
    of = frame.get("_of", size)
    parts = (
        _own_words(frame),
        _counted(frame, "_assumed", of, "assumed history"),
        _counted(frame, "_derived", of, "derived track"),
        _few(frame, size),
    )
    said = ["; ".join(text for text in row if text) for row in zip(*parts, strict=True)]
    return pd.Series(said, index=frame.index, dtype=object)


def what_groups_rest_on(rows: pd.DataFrame, scope: Scope, *, track: bool = False) -> pd.DataFrame:
    """The rows without the counts of assumed history and derived track that no grouping or filter makes use of.

    `track` says that the metric itself rests on the track.
    """
    used = {*scope.by, *(column for column, _ in scope.where), *(["track"] if track else [])}
    idle = [] if used - LASTING else ["_assumed"]
    idle += [] if "track" in used else ["_derived"]
    return rows.drop(columns=idle)


def unobserved(opened: date, observed_from: date | None) -> str:
    """Why a window that opens before leavers are known gives no figure."""
    if observed_from is None:
        return "no figure: no leaver is known, so nobody can say who left; set the day from which leavers are known"
    return f"no figure: the window opens on {opened}, before leavers are known (from {observed_from})"


def _own_words(frame: pd.DataFrame) -> list[str]:
    return list(frame["_note"].fillna("")) if "_note" in frame else [""] * len(frame)


def _counted(frame: pd.DataFrame, column: str, of: pd.Series[float] | None, words: str) -> list[str]:
    if column not in frame:
        return [""] * len(frame)
    counts = frame[column].fillna(0).astype(int)
    among = [""] * len(frame) if of is None else [f" of {int(total):,}" for total in of.fillna(0)]
    return [f"{words} ({count:,}{total})" if count else "" for count, total in zip(counts, among, strict=True)]


def _few(frame: pd.DataFrame, size: pd.Series[float] | None) -> list[str]:
    if size is None:
        return [""] * len(frame)
    return [f"fewer than {FEW} people" if 0 < count < FEW else "" for count in size]
