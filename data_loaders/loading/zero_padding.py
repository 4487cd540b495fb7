"""Ids that lost their leading zeros: "7" in one file, "007" in the roster."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def padded(strange: Collection[str], familiar: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Strange id → the known id it is with zeros before it; empty unless that holds for the column as a whole.

    `strange` ids of the column are nobody's, `familiar` ones somebody's. All must agree on one width, no familiar id
    may be shorter than that, and more than half of the strange numbers must be found.
    """
    short = [text for text in strange if _is_number(text)]
    widths = {len(text) for text in known if text.startswith("0") and _is_number(text)}
    by_width = {width: _padded_to(width, short, known) for width in widths}
    by_width = {width: pairs for width, pairs in by_width.items() if pairs}
    if len(by_width) != 1:
        return {}
    [(width, pairs)] = by_width.items()
    if 2 * len(pairs) <= len(short) or any(len(text) < width for text in familiar if _is_number(text)):
        return {}
    return pairs


def _padded_to(width: int, short: Iterable[str], known: Collection[str]) -> dict[str, str]:
    return {text: text.zfill(width) for text in short if len(text) < width and text.zfill(width) in known}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
