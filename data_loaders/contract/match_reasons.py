"""Why a column was taken for a field, or for none: a code to decide by, and the words a person reads."""

from __future__ import annotations

from enum import StrEnum


class MatchReason(StrEnum):
    """How a heading became a field."""

    KNOWN = "known"
    LESS_SURE = "less_sure"
    SEVERAL_MEANINGS = "several_meanings"
    WITHOUT_SUFFIX = "without_suffix"  # about: the heading without it
    ONE_OF_A_PAIR = "one_of_a_pair"  # about: what the pair has in common
    CLOSE = "close"  # about: the known heading, and how like it is, of 100
    STANDS_IN = "stands_in"  # about: the field the column is known for
    SAID = "said"
    REMEMBERED = "remembered"
    IGNORED = "ignored"
    TAKEN_ELSEWHERE = "taken_elsewhere"  # about: the letter of the column that was taken, and the field
    NOT_OF_LEAVERS = "not_of_leavers"


CONFIRMED = (MatchReason.SAID, MatchReason.REMEMBERED)
_WORDS = {
    MatchReason.KNOWN: "known heading",
    MatchReason.LESS_SURE: "known heading, less sure",
    MatchReason.SEVERAL_MEANINGS: "known heading, of several meanings",
    MatchReason.WITHOUT_SUFFIX: "known heading without its suffix ({})",
    MatchReason.ONE_OF_A_PAIR: "known heading, one of a pair ({})",
    MatchReason.CLOSE: 'close to "{}" ({} of 100)',
    MatchReason.STANDS_IN: "{} stands in",
    MatchReason.SAID: "said by you",
    MatchReason.REMEMBERED: "confirmed at an earlier load",
    MatchReason.IGNORED: "",
    MatchReason.TAKEN_ELSEWHERE: "column {} is taken for {}",
    MatchReason.NOT_OF_LEAVERS: "a list of leavers says who left, when and how",
}


def in_words(reason: MatchReason, about: tuple[str, ...] = ()) -> str:
    """The reason as HR reads it; empty where there is nothing to say of a column that no field asks for."""
    return _WORDS[reason].format(*about)
