"""People said by name where an id is wanted: "Ana Ruiz (1001)", and managers by name where it is unambiguous."""

from __future__ import annotations

import re
import unicodedata

# Only an inner part with a digit is an id: "Smith (Bob)" is a name.
NAME_AND_ID = r"^(.*[^\W\d].*?)\s*\(((?=[^()]*\d)[\w./-]+)\)$"
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "dds", "md", "phd", "dr", "mr", "mrs", "ms", "prof"}


def words(name: str) -> list[str]:
    """The words of a name, first name first, without titles, accents and case; "Last, First" is turned round."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    last, _, first = letters.partition(",")
    found = re.findall(r"[^\W\d_][\w'’-]*", f"{first} {last}" if first else letters)
    return [word for word in found if word not in _SUFFIXES]


def name_key(name: str) -> str:
    """First and last name, without middle initials."""
    kept = [word for word in words(name) if len(word) > 1]
    return f"{kept[0]} {kept[-1]}" if len(kept) > 1 else " ".join(kept)
