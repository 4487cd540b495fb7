"""The numbers a company may choose, what holds where it has chosen nothing, and how far a choice may go.

Every generation has all of them in its table `settings`: whoever needs one reads it there and knows no default.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Choice:
    """One number a company may choose: what holds without a choice, and its limits."""

    default: int
    least: int
    most: int


CHOICES = {
    "answer_months": Choice(24, 1, 120),  # how long the answer to an offer speaks for a person's wish
    "ready_enough": Choice(1, 1, 2),  # how ready to step in when people leave: 1 ready now, 2 also in one to two years
    "min_group": Choice(5, 1, 100),  # how few people a figure may speak of, where nothing else is asked for
    # The same of pay, refusals and nominations, for viewers who do not see persons. What small groups give away was
    # tried at 10 and above (docs/small-groups.md): fewer cannot be chosen.
    "min_group_sensitive": Choice(10, 10, 100),
}


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Write the default of every choice that is not on record; what is on record stays."""
    for name, choice in CHOICES.items():
        con.execute("insert or ignore into settings values (?, ?)", [name, str(choice.default)])
