"""What points at one person: their ids, names and e-mails, and where they stand in cells and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb

from data_loaders import personal_names

GONE = "…"
_LONG = 4  # letters an id has at least to be looked for inside sentences


@dataclass
class Person:
    """Everything somebody is called in this company's data. `offers` are the ids of offers made to them."""

    identity: str
    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    offers: set[str] = field(default_factory=set)
    found: int = 0  # rows about them

    def as_dict(self) -> dict[str, Any]:
        """The person as JSON keeps it while an erasure is under way."""
        return {"identity": self.identity, **{k: sorted(getattr(self, k)) for k in ("names", "emails", "offers")}}

    def is_named(self, text: str) -> bool:
        """Whether a cell for a person means this one: the id (leading zeros aside), a name, an e-mail, or both."""
        text = text.strip()
        both = re.match(personal_names.NAME_AND_ID, text)
        if both:
            return self._is(both[2])
        return self._is(text) or text.casefold() in self._calls()

    def _is(self, text: str) -> bool:
        return bool(text) and (text == self.identity or _bare(text) == _bare(self.identity))

    def _calls(self) -> set[str]:
        return {call.casefold() for call in (*self.emails, *self._orders())}

    def _orders(self) -> Iterable[str]:
        for name in self.names:
            yield name
            last, comma, first = name.partition(",")
            words = name.split()
            if comma:
                yield f"{first.strip()} {last.strip()}"
            elif len(words) > 1:
                yield f"{words[-1]}, {' '.join(words[:-1])}"
                yield f"{words[-1]} {' '.join(words[:-1])}"

    def pattern(self) -> str:
        """A pattern, for Python and DuckDB alike, of this person inside a sentence."""
        calls = [re.escape(call) for call in sorted(self._calls() | {self.identity.casefold()}, key=len, reverse=True)]
        own = [call for call in calls if len(call) >= _LONG]
        offers = [re.escape(offer) for offer in sorted(self.offers) if len(offer) >= _LONG]
        words = [rf"\b{one}\b" if re.fullmatch(r"\w.*\w", one) else one for one in (*own, *offers)]
        return "|".join(words) or r"\b\B"

    def scrubbed(self, value: Any) -> Any:
        """A value of JSON, or a text, without this person: keys and values."""
        if isinstance(value, dict):
            return {self.scrubbed(key): self.scrubbed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.scrubbed(one) for one in value]
        if not isinstance(value, str):
            return value
        return GONE if value == self.identity else re.sub(self.pattern(), GONE, value, flags=re.IGNORECASE)


def _bare(text: str) -> str:
    return text.removesuffix(".0").lstrip("0").casefold()


def gather(con: duckdb.DuckDBPyConnection, person: Person) -> int:
    """Add what a generation calls this person; how many rows of its tables are about them."""
    columns = con.execute(
        "select table_name, list(column_name) from duckdb_columns() where not internal group by 1 order by 1"
    ).fetchall()
    rows = 0
    for table, names in columns:
        if "employee_id" not in names:
            continue
        found = con.execute(f"select count(*) from {table} where employee_id = ?", [person.identity]).fetchone()
        rows += int(found[0]) if found else 0
        for column, kept in (("full_name", person.names), ("offer_id", person.offers)):
            if column in names:
                query = f"select distinct {column} from {table} where employee_id = ? and {column} <> ''"
                values = {str(value) for (value,) in con.execute(query, [person.identity]).fetchall()}
                kept |= {value for value in values if column != "full_name" or " " in value}  # one word may be any
    return rows
