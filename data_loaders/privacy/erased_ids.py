"""Keyed hashes of the ids of erased people, so that an old file does not bring anybody back.

The key lies in the same ledger: whoever holds the ledger and guesses an id can find out that it was erased.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from data_loaders.contract import person_names
from data_loaders.privacy import person
from data_loaders.records import ledger

_PARTS = 6  # words that an id inside a sentence is made of at most
_LONG_NUMBER = 5  # digits that a number inside a sentence has at least, if it is an id: years have fewer


def remember(folder: Path, identity: str, offers: Iterable[str] = ()) -> None:
    """Keep the hashes of an erased person's id, and of the ids of offers made to them.

    Each is kept as it was, and as it would stand in a cell without leading zeros or inside a sentence.
    """
    forms = {identity, f"cell\0{person.bare(identity)}", f"word\0{identity.casefold()}"}
    forms |= {form for offer in offers for form in (f"offer\0{offer}", f"word\0{offer.casefold()}")}
    with ledger.opened(folder) as con:
        row = con.execute("select value from keys where name = 'erased'").fetchone()
        key = row[0] if row else secrets.token_bytes(32)
        if not row:
            con.execute("insert into keys values ('erased', ?)", [key])
        con.executemany("insert or ignore into erased values (?)", [(_hash(key, form),) for form in sorted(forms)])


def anybody(folder: Path) -> bool:
    """Was anybody ever erased here?"""
    if not ledger.file(folder).exists():
        return False
    with ledger.opened(folder) as con:
        return con.execute("select 1 from erased limit 1").fetchone() is not None


def among(folder: Path, identities: Iterable[str]) -> set[str]:
    """The ids of erased people among these ids."""
    known = Known(folder)
    return {identity for identity in set(identities) if known.is_person(identity)}


class Known:
    """The erased people on record in a ledger, for many look-ups: answers are cached."""

    def __init__(self, folder: Path) -> None:
        self._key, self._hashes = b"", set[str]()
        self._answers: dict[str, bool] = {}
        if not ledger.file(folder).exists():
            return
        with ledger.opened(folder) as con:
            row = con.execute("select value from keys where name = 'erased'").fetchone()
            if row:
                self._key, self._hashes = row[0], {hashed for (hashed,) in con.execute("select hash from erased")}

    def is_person(self, identity: str) -> bool:
        """Whether this is the id of an erased person."""
        return self._holds(identity)

    def is_offer(self, offer: str) -> bool:
        """Whether this is the id of an offer made to an erased person."""
        return self._holds(f"offer\0{offer}")

    def named(self, text: str) -> str | None:
        """The id of an erased person in a cell that holds it alone (leading zeros aside) or after a name; else None."""
        text = text.strip()
        name_and_id = re.match(person_names.NAME_AND_ID, text)
        ids = (text, name_and_id[2] if name_and_id else "")
        return next(
            (candidate for candidate in ids if candidate and (self._holds(candidate) or self._is_bare(candidate))), None
        )

    def inside(self, sentence: str) -> str | None:
        """The id of an erased person, or of an offer made to one, inside a sentence; else None."""
        if not self._hashes:
            return None
        words = [match.span() for match in re.finditer(r"\w+", sentence)]
        for first, (start, _) in enumerate(words):
            for _, end in words[first : first + _PARTS]:
                candidate = sentence[start:end]
                least = _LONG_NUMBER if candidate.isdecimal() else person.LONG
                if len(candidate) >= least and self._holds(f"word\0{candidate.casefold()}"):
                    return candidate
        return None

    def _is_bare(self, text: str) -> bool:
        without_zeros = person.bare(text)
        return bool(without_zeros) and self._holds(f"cell\0{without_zeros}")

    def _holds(self, form: str) -> bool:
        if not self._hashes:
            return False
        if form not in self._answers:
            self._answers[form] = _hash(self._key, form) in self._hashes
        return self._answers[form]


def _hash(key: bytes, form: str) -> str:
    return hmac.digest(key, form.encode(errors="surrogatepass"), "sha256").hex()
