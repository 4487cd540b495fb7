"""The apostrophe that a download puts before a text so that no spreadsheet runs it: taken away when it is read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

# What metrics/file_formats.py marks; nothing of metrics is imported here, so a test holds the two together.
_STARTS = frozenset("=+-@|%'\";,")
_SEEN_AS_NOTHING = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_NEW_CELL = re.compile("([;|；｜][\\s\"'＂＇]*)'(?=[=+@＝＋＠﹦﹢﹫-]|－|﹣)")


def read_back(text: str) -> str:
    """The text as it was before a download made it harmless; any other text as it is."""
    bare = _NEW_CELL.sub(r"\1", text)
    return bare[1:] if bare.startswith("'") and _could_run(bare[1:]) else bare


def as_known(text: str, known: Collection[str]) -> str:
    """The known name that a text copied out of a download means; the text itself where there is none."""
    return read_back(text) if text not in known and read_back(text) in known else text


def _could_run(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    first = next((letter for letter in text if not letter.isspace() and letter not in _SEEN_AS_NOTHING), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[0] in _STARTS
