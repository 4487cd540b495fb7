"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

import re
import unicodedata

STARTS = frozenset("=+-@|%'\";,")
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
_SEEN_AS_NOTHING = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters that show nothing
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])
# A program that takes ; or | for the separator begins a new cell there, in the middle of a quoted text.
_NEW_CELL = re.compile("([;|；｜][\\s\"'＂＇]*)(?=[=+@＝＋＠﹦﹢﹫-]|－|﹣)")


def harmless(text: str) -> str:
    """The text without what cannot be seen, and led by an apostrophe where a spreadsheet could take it for a formula.

    Control, zero-width and bidirectional characters go, tabs and line breaks become spaces.
    """
    shown = _NEW_CELL.sub(r"\1'", visible(text))
    first = next((letter for letter in shown if not letter.isspace() and letter not in _SEEN_AS_NOTHING), "")
    return f"'{shown}" if first and unicodedata.normalize("NFKC", first)[0] in STARTS else shown


def visible(text: str) -> str:
    """The text without what cannot be seen: control, zero-width and bidirectional characters."""
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter in _BREAKS:
        return " "
    return "" if unicodedata.category(letter) in _UNSEEN else letter
