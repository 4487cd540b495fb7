"""Persons in the frames a viewer gets: by employee id, by a pseudonym, or not at all."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

import pandas as pd

from ui.permissions.viewer import Viewer

OF_ONE = ("employee_id", "incumbent_id")
OF_SEVERAL = ("employee_ids", "said_no_ids", "never_asked_ids")
NAMES = ("full_name",)


def shown(
    frame: pd.DataFrame, viewer: Viewer, unit_of: Callable[[], dict[str, str | None]], key: bytes
) -> pd.DataFrame:
    """The frame with its person ids kept, replaced by pseudonyms or emptied for this viewer, and names accordingly.

    `unit_of` gives the unit by employee id and is called only where it matters; `key` makes the pseudonyms.
    """
    if viewer.persons is None and viewer.units is None and viewer.by_name:
        return frame
    single = [column for column in OF_ONE if column in frame]
    several = [column for column in OF_SEVERAL if column in frame]
    name_columns = [column for column in NAMES if column in frame]
    if not single + several + name_columns:
        return frame
    if not viewer.sees_people:
        return frame.assign(**dict.fromkeys(single + several + name_columns, ""))
    of = wording(viewer, unit_of() if viewer.seen_units is not None else {}, key)
    changed = {column: frame[column].map(of, na_action="ignore") for column in single}
    changed |= {column: frame[column].map(lambda ids: _each(ids, of), na_action="ignore") for column in several}
    if name_columns:
        # a name is shown only beside an id this viewer may see
        visible = changed.get("employee_id", pd.Series("", index=frame.index)).fillna("") != ""
        changed |= {column: frame[column].where(visible & viewer.by_name, "") for column in name_columns}
    return frame.assign(**changed)


def wording(viewer: Viewer, unit_of: dict[str, str | None], key: bytes) -> Callable[[str], str]:
    """A function from an employee id to the text this viewer sees: the id, a pseudonym, or nothing."""

    def of(employee_id: object) -> str:
        text = str(employee_id)
        if not text or not viewer.sees_people:
            return ""
        if viewer.seen_units is not None and unit_of.get(text) not in viewer.seen_units:
            return ""
        return text if viewer.by_name else pseudonym(text, key)

    return of


def pseudonym(employee_id: str, key: bytes) -> str:
    """The same stand-in for the same person on every page and in every download of one installation."""
    return "P-" + hmac.new(key, employee_id.encode(), hashlib.sha256).hexdigest()[:10]


def _each(ids: object, of: Callable[[str], str]) -> object:
    if isinstance(ids, str):
        return "; ".join(filter(None, map(of, filter(None, ids.split("; ")))))
    return [text for employee_id in ids if (text := of(str(employee_id)))] if isinstance(ids, list) else ""
