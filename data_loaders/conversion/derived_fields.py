"""Fields derived from other columns of an export: a full name from its parts, a termination type from a status."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders.contract import value_words

# The columns that are read to work out others, and not stored.
USED = ("first_name", "last_name", "preferred_name", "manager_name", "employment_status", "involuntary_flag")
Texts = Mapping[str, pd.Series]  # the auxiliary columns, as text, empty cells as ""


def full_name(aside: Texts) -> pd.Series | None:
    """First and last name joined, else the preferred name; None where the export has none of them."""
    parts = [aside[name] for name in ("first_name", "last_name") if name in aside]
    if not parts and "preferred_name" in aside:
        parts = [aside["preferred_name"]]
    if not parts:
        return None
    joined = parts[0] if len(parts) == 1 else parts[0] + " " + parts[1]
    joined = joined.str.strip()
    doubled = joined.str.contains("  ", regex=False)
    if doubled.any():
        joined = joined.mask(doubled, joined[doubled].str.replace(r"\s+", " ", regex=True))
    return joined.mask(joined == "")


def termination_type(frame: pd.DataFrame, aside: Texts) -> pd.Series | None:
    """How leavers left, from their status, a yes/no column for involuntary exits, or the words of the reason."""
    left = frame["termination_date"].notna() if "termination_date" in frame else None
    if left is None or not left.any():
        return None
    sources = [
        *([_by_status(aside["employment_status"])] if "employment_status" in aside else []),
        *([_by_flag(aside["involuntary_flag"])] if "involuntary_flag" in aside else []),
        *([_by_reason(frame["termination_reason"])] if "termination_reason" in frame else []),
    ]
    types = pd.Series(None, frame.index, dtype="str")
    for source in sources:
        types = types.fillna(source)
    return types.where(left) if bool(types[left].notna().any()) else None


def left_by_status(status: pd.Series) -> pd.Series:
    """Boolean per row: True for a status of leavers, False for one of people employed, empty for an unknown one."""
    known = value_words.statuses()
    meanings = {}
    for text in status.unique():
        word = value_words.plain(text)
        meanings[text] = None if word not in known else known[word] is not None
    return status.map(meanings).astype("boolean")


def _by_status(status: pd.Series) -> pd.Series:
    return (
        status.map(value_words.plain)
        .map({word: how for word, how in value_words.statuses().items() if how})
        .astype("str")
    )


def _by_flag(flag: pd.Series) -> pd.Series:
    answers = flag.str.casefold().map(value_words.flags())
    return answers.map({True: "involuntary", False: "voluntary"}).astype("str")


def _by_reason(reason: pd.Series) -> pd.Series:
    words = reason.fillna("").str.casefold()
    types = words.map(value_words.plain).map(value_words.choices("termination_type")).astype("str")
    for how, pattern in (("involuntary", "involuntary"), ("voluntary", "voluntary|resign"), ("retirement", "retir")):
        types = types.fillna(pd.Series(how, reason.index, dtype="str").where(words.str.contains(pattern)))
    return types
