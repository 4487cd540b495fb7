"""The headings that exports use for our fields: synonyms.json, compared without case, spaces and punctuation."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SYNONYMS = Path(__file__).with_name("synonyms.json")
_SPELLED_OUT = str.maketrans({"#": " number ", "%": " percent "})

SURE, LESS_SURE, AMBIGUOUS = 1.0, 0.6, 0.4


@dataclass(frozen=True)
class Candidate:
    """A field a heading may stand for: how sure the heading is, and its place among the field's headings."""

    field: str
    sure: float
    place: int


def plain(heading: str) -> str:
    """The heading without accents, case, spaces and punctuation: what two spellings of it share."""
    letters = unicodedata.normalize("NFKD", heading.translate(_SPELLED_OUT)).casefold()
    return re.sub(r"[^\w]|_", "", "".join(c for c in letters if not unicodedata.combining(c)))


@cache
def known(table: str) -> Mapping[str, tuple[Candidate, ...]]:
    """Every known heading of one table, plain, with the fields it may stand for, the surest first."""
    synonyms = json.loads(_SYNONYMS.read_text(encoding="utf-8"))
    ambiguous = {plain(heading) for heading in synonyms["ambiguous"]}
    found: dict[str, dict[str, Candidate]] = {}
    for part, sure in (("known", SURE), ("less_sure", LESS_SURE)):
        for field, spellings in synonyms[part].get(table, {}).items():
            for place, spelling in enumerate(spellings):
                key = plain(spelling)
                weight = AMBIGUOUS if key in ambiguous and key != plain(field) else sure
                found.setdefault(key, {}).setdefault(field, Candidate(field, weight, place))
    return {key: tuple(sorted(fields.values(), key=lambda c: (-c.sure, c.place))) for key, fields in found.items()}
