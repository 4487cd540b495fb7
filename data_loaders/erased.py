"""Who was erased: not their ids, but keyed hashes of them, so that an old file does not bring anybody back.

The key lies in the same ledger: whoever holds the ledger and guesses an id can find out that it was erased.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path

from data_loaders import ledger


def remember(folder: Path, identity: str) -> None:
    """Keep the hash of an erased person's id."""
    with ledger.opened(folder) as con:
        row = con.execute("select value from keys where name = 'erased'").fetchone()
        key = row[0] if row else secrets.token_bytes(32)
        if not row:
            con.execute("insert into keys values ('erased', ?)", [key])
        con.execute("insert or ignore into erased values (?)", [_hash(key, identity)])


def anybody(folder: Path) -> bool:
    """Was anybody ever erased here?"""
    if not ledger.file(folder).exists():
        return False
    with ledger.opened(folder) as con:
        return con.execute("select 1 from erased limit 1").fetchone() is not None


def among(folder: Path, identities: Iterable[str]) -> set[str]:
    """Those of these ids whose persons were erased."""
    if not ledger.file(folder).exists():
        return set()
    with ledger.opened(folder) as con:
        hashes = {found for (found,) in con.execute("select hash from erased")}
        row = con.execute("select value from keys where name = 'erased'").fetchone()
    return {identity for identity in set(identities) if _hash(row[0], identity) in hashes} if hashes and row else set()


def _hash(key: bytes, identity: str) -> str:
    return hmac.new(key, identity.encode(), hashlib.sha256).hexdigest()
