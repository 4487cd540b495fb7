"""The key that turns employee ids into pseudonyms: one a company, made once, kept in its ledger."""

from __future__ import annotations

import secrets
from pathlib import Path

from data_loaders import ledger


def key(folder: Path) -> bytes:
    """The company's key, 32 bytes; the same on every call."""
    with ledger.opened(folder) as con:
        con.execute("insert or ignore into keys values ('pseudonyms', ?)", [secrets.token_hex(32)])
        (value,) = con.execute("select value from keys where name = 'pseudonyms'").fetchone()
    return bytes.fromhex(value)
