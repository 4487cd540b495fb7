"""The headings that exports use for our fields: synonyms.json, compared without case, spaces and punctuation."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from data_loaders.contract.fields import TABLES
from data_loaders.contract.match_reasons import MatchReason

_SYNONYMS = Path(__file__).with_name("synonyms.json")
_SPELLED_OUT = str.maketrans({"#": " number ", "%": " percent "})

SURE, LESS_SURE, AMBIGUOUS = 1.0, 0.6, 0.4
_CLOSE, _MARGIN = 88.0, 4.0  # of 100: how like a known heading, and how much more like it than one of another field
_SUFFIX = re.compile(r"^(?:\*\s*)?(.+?)\s*(?:[*:]|\([^()]*\)|\[[^\[\]]*\])$")
_BEFORE = re.compile(
    r"^(?:current|old|previous|prior|from)\b[\s:-]*(.+)$|^(.+?)[\s:-]+(?:current|old|previous|before)$", re.I
)
_AFTER = re.compile(r"^(?:proposed|new|to|target|next)\b[\s:-]*(.+)$|^(.+?)[\s:-]+(?:proposed|new|after)$", re.I)
# Events and offers are about what comes after; everywhere else a pair of columns means what holds now.
_LOOKS_AHEAD = {"job_history", "promotion_offers"}
# What is dated of one person calls their id as a roster does, in every language.
_NAME_IDS_LIKE_ROSTERS = {"job_history", "promotion_offers", "growth_activities"}


@dataclass(frozen=True)
class Candidate:
    """A field a heading may stand for: how sure the heading is, its place among the field's headings, and why.

    `about` is what the reason names, such as the known heading it is close to.
    """

    field: str
    sure: float
    place: int
    why: MatchReason = MatchReason.KNOWN
    about: tuple[str, ...] = ()


@lru_cache(100_000)
def plain(heading: str) -> str:
    """The heading without accents, case, spaces and punctuation: what two spellings of it share."""
    letters = unicodedata.normalize("NFKD", heading.translate(_SPELLED_OUT)).casefold()
    return re.sub(r"[^\w]|_", "", "".join(c for c in letters if not unicodedata.combining(c)))


_WHY = {
    SURE: MatchReason.KNOWN,
    LESS_SURE: MatchReason.LESS_SURE,
    AMBIGUOUS: MatchReason.SEVERAL_MEANINGS,
}


@cache
def known(table: str) -> Mapping[str, tuple[Candidate, ...]]:
    """Every known heading of one table, plain, with the fields it may stand for, the surest first."""
    synonyms = json.loads(_SYNONYMS.read_text(encoding="utf-8"))
    ambiguous = _ambiguous(table)
    by_heading: dict[str, dict[str, Candidate]] = {}
    for part, sure in (("known", SURE), ("less_sure", LESS_SURE)):
        for field, spellings in _spelled(synonyms[part], table):
            for place, spelling in enumerate(spellings):
                key = plain(spelling)
                weight = AMBIGUOUS if key in ambiguous and key != plain(field) else sure
                by_heading.setdefault(key, {}).setdefault(field, Candidate(field, weight, place, _WHY[weight]))
    return {key: tuple(sorted(fields.values(), key=lambda c: (-c.sure, c.place))) for key, fields in by_heading.items()}


def _spelled(listed: Mapping[str, Mapping[str, list[str]]], table: str) -> Iterator[tuple[str, list[str]]]:
    """Each field of a table and its headings; those of ids are followed by the ones that rosters have."""
    yield from listed.get(table, {}).items()
    if table in _NAME_IDS_LIKE_ROSTERS:
        own = listed.get(table, {}).get("employee_id", [])
        yield "employee_id", [spelling for spelling in listed["employees"]["employee_id"] if spelling not in own]


@cache
def fields(table: str) -> tuple[str, ...]:
    """The fields that a column of this table may be read as: the table's own, then those that others derive from."""
    listed = json.loads(_SYNONYMS.read_text(encoding="utf-8"))
    readable = [name for part in ("known", "less_sure") for name in listed[part].get(table, {})]
    return tuple(dict.fromkeys([*TABLES[table], *readable]))


@cache
def candidates(table: str, heading: str) -> tuple[Candidate, ...]:
    """The fields a heading may stand for: as it is, without a suffix in brackets, or as one side of a pair."""
    exact = known(table).get(plain(heading), ())
    if exact:
        return exact
    if bare := _SUFFIX.match(heading):
        return tuple(replace(c, why=MatchReason.WITHOUT_SUFFIX, about=(bare[1],)) for c in candidates(table, bare[1]))
    pair = (_AFTER if table in _LOOKS_AHEAD else _BEFORE).match(heading)
    if pair:
        inner = pair[1] or pair[2]
        sure = LESS_SURE if table in _LOOKS_AHEAD else SURE
        return tuple(
            replace(c, sure=min(c.sure, sure), why=MatchReason.ONE_OF_A_PAIR, about=(inner,))
            for c in known(table).get(plain(inner), ())
        )
    return ()


def close(table: str, heading: str) -> Candidate | None:
    """The field whose known heading this one is most like, if like enough, and no other field is nearly as like."""
    words = _words(heading)
    if len(words) < 5:
        return None
    best: dict[str, tuple[float, str]] = {}
    for spelling, field in _spellings(table):
        likeness = fuzz.token_sort_ratio(words, spelling, score_cutoff=_CLOSE - _MARGIN)
        if likeness > best.get(field, (0.0, ""))[0]:
            best[field] = (likeness, spelling)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    if not ranked or ranked[0][1][0] < _CLOSE or (len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < _MARGIN):
        return None
    field, (likeness, spelling) = ranked[0]
    return Candidate(field, AMBIGUOUS, -1, MatchReason.CLOSE, (spelling, f"{likeness:.0f}"))


@cache
def _spellings(table: str) -> tuple[tuple[str, str], ...]:
    synonyms = json.loads(_SYNONYMS.read_text(encoding="utf-8"))
    ambiguous = _ambiguous(table)
    return tuple(
        (_words(spelling), field)
        for field, spellings in synonyms["known"][table].items()
        for spelling in spellings
        if plain(spelling) not in ambiguous and len(spelling) >= 5
    )


def _ambiguous(table: str) -> set[str]:
    """Plain headings of several meanings; one listed as "table: heading" is so in that table alone."""
    listed = json.loads(_SYNONYMS.read_text(encoding="utf-8"))["ambiguous"]
    pairs = (heading.rpartition(": ") for heading in listed)
    return {plain(heading) for only, _, heading in pairs if only in ("", table)}


def _words(heading: str) -> str:
    """Lower case words: EmployeeNumber, employee_number and Employee Number are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading)
    return re.sub(r"[\W_]+", " ", apart).casefold().strip()
