"""How persons stand in what a viewer gets: by their number, by a pseudonym, or not at all."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

import pandas as pd

from ui.permissions.viewer import Viewer

OF_ONE = ("employee_id", "incumbent_id")
OF_SEVERAL = ("employee_ids", "said_no_ids", "never_asked_ids")
NAMES = ("full_name",)


def shown(frame: pd.DataFrame, who: Viewer, unit_of: Callable[[], dict[str, str | None]], key: bytes) -> pd.DataFrame:
    """The frame as this viewer may see it: ids kept, made pseudonyms, or emptied, and names with them.

    `unit_of` is asked only where it matters; `key` makes the pseudonyms.
    """
    if who.persons is None and who.units is None and who.by_name:
        return frame
    single = [column for column in OF_ONE if column in frame]
    several = [column for column in OF_SEVERAL if column in frame]
    named = [column for column in NAMES if column in frame]
    if not single + several + named:
        return frame
    if not who.sees_people:
        return frame.assign(**dict.fromkeys(single + several + named, ""))
    of = wording(who, unit_of() if who.seen_units is not None else {}, key)
    changed = {column: frame[column].map(of, na_action="ignore") for column in single}
    changed |= {column: frame[column].map(lambda ids: _each(ids, of), na_action="ignore") for column in several}
    if named:
        kept = changed.get("employee_id", pd.Series("", index=frame.index)).fillna("") != ""
        changed |= {column: frame[column].where(kept & who.by_name, "") for column in named}
    return frame.assign(**changed)


def wording(who: Viewer, unit_of: dict[str, str | None], key: bytes) -> Callable[[str], str]:
    """How one person stands for this viewer: the id, a pseudonym, or nothing."""

    def of(employee_id: object) -> str:
        text = str(employee_id)
        if not text or not who.sees_people:
            return ""
        if who.seen_units is not None and unit_of.get(text) not in who.seen_units:
            return ""
        return text if who.by_name else pseudonym(text, key)

    return of


def pseudonym(employee_id: str, key: bytes) -> str:
    """The same stand-in for the same person on every page and in every download of one installation."""
    return "P-" + hmac.new(key, employee_id.encode(), hashlib.sha256).hexdigest()[:10]


def _each(ids: object, of: Callable[[str], str]) -> object:
    if isinstance(ids, str):
        return "; ".join(filter(None, map(of, filter(None, ids.split("; ")))))
    return [said for one in ids if (said := of(str(one)))] if isinstance(ids, list) else ""
