"""Levels that run downward in their system (1 = the top), turned so that 1 is entry."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from data_loaders.contract import headings, value_words
from data_loaders.conversion import typed_columns

FIELDS = ("job_level", "offered_level")
WRITTEN = "level_as_written"  # kept beside a level, so that a later answer can change what its word means

_WORKDAY_ENTRY = 11  # "11 Individual Contributor" in Workday's delivered list
_ENTRY_WORDS, _TOP_WORDS = (
    "individual|contributor|associate|entry|staff",
    "officer|chief|vice|president|vp|director|exec",
)


def upward(frame: pd.DataFrame, texts: pa.ChunkedArray, heading: str) -> tuple[pd.Series, str] | None:
    """The levels turned, and the sentence about it; None where they run upward or the heading never runs downward."""
    downward = {headings.plain(name) for name in value_words.everything()["levels_that_run_downward"]}
    levels = frame["job_level"]
    if headings.plain(heading) not in downward or levels.dropna().empty or not _runs_downward(frame, texts):
        return None
    entry = int(levels.max())
    if headings.plain(heading).startswith("management"):
        entry = max(entry, _WORKDAY_ENTRY)
    return (
        entry + 1 - levels,
        f"The levels run downward from 1 at the top; they were turned, so that {entry} became level 1.",
    )


def _runs_downward(frame: pd.DataFrame, texts: pa.ChunkedArray) -> bool:
    """Whether 1 is the top: by the words beside the numbers, else by managers' mean level, else by the heading."""
    words = pd.Series(texts.to_pandas()).astype("str").str.casefold()
    entry, top = (frame["job_level"][words.str.contains(kind)].mean() for kind in (_ENTRY_WORDS, _TOP_WORDS))
    if pd.notna(entry) and pd.notna(top) and entry != top:
        return bool(entry > top)
    if "manager_id" in frame:
        leads = frame["employee_id"].isin(frame["manager_id"].dropna())
        lead, follow = frame["job_level"][leads].mean(), frame["job_level"][~leads].mean()
        if pd.notna(lead) and pd.notna(follow) and lead != follow:
            return bool(lead < follow)
    return True


def as_written(texts: pa.ChunkedArray, name: str) -> pd.Series:
    """The text of each row's level as in the file; empty for an empty word or a failed formula."""
    words, codes = typed_columns.distinct(texts)
    nothing = words.str.casefold().isin(value_words.empties(name, "integer")) | words.str.startswith(("#", "="))
    return words.mask(nothing).take(codes).reset_index(drop=True)


def in_words(texts: pa.ChunkedArray) -> pd.Series | None:
    """The levels as they are written, where most say what they mean: "8 Manager", not "L8"."""
    words = pd.Series(texts.to_pandas()).astype("str")
    worded = words.str.contains(r"[^\W\d_]{4,}", regex=True)
    return words.mask(~worded) if worded.mean() > 0.5 else None
