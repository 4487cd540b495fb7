"""One person's identifiers (ids, names, e-mails), and how to find them in cells, sentences and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb

from data_loaders.contract import person_names

# How a table is linked to persons. A row with the id of a person, or of something of theirs, is about them: it goes.
ABOUT = ("employee_id", "offer_id")
# A row that points at a person says something of something else: it stays, and names nobody, where it may.
POINTING = ("manager_id", "incumbent_id")
# Tables whose words are gone through one by one, and those that say nothing of any person.
RECORDS = ("loads", "load_files", "load_problems", "settings")
NOBODYS = ("load_tables", "rosters")
GONE = "…"
LONG = 4  # letters an id has at least to be looked for inside sentences


@dataclass
class Person:
    """The identifiers of one person in this company's data. `offers` are the ids of offers made to them."""

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
        name_and_id = re.match(person_names.NAME_AND_ID, text)
        if name_and_id:
            return self._is(name_and_id[2])
        return self._is(text) or text.casefold() in self._calls()

    def _is(self, text: str) -> bool:
        return bool(text and self.identity) and (text == self.identity or bare(text) == bare(self.identity))

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
        own = [call for call in calls if len(call) >= LONG]
        offers = [re.escape(offer) for offer in sorted(self.offers) if len(offer) >= LONG]
        words = [rf"\b{word}\b" if re.fullmatch(r"\w.*\w", word) else word for word in (*own, *offers)]
        return "|".join(words) or r"\b\B"

    def scrubbed(self, value: Any) -> Any:
        """A value of JSON, or a text, without this person: keys and values."""
        if isinstance(value, dict):
            return {self.scrubbed(key): self.scrubbed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.scrubbed(item) for item in value]
        if not isinstance(value, str):
            return value
        return GONE if value == self.identity else re.sub(self.pattern(), GONE, value, flags=re.IGNORECASE)


def bare(text: str) -> str:
    """An id as a spreadsheet leaves it that takes it for a number: without leading zeros."""
    return text.removesuffix(".0").lstrip("0").casefold()


def gather_names(con: duckdb.DuckDBPyConnection, person: Person) -> int:
    """Add the person's names and offers in a generation; returns how many rows are about them or point at them."""
    rows = 0
    for table, names in columns(con).items():
        if linked := [name for name in ("employee_id", *POINTING) if name in names]:
            condition = " or ".join(f"{name} = $identity" for name in linked)
            rows += count_rows(con, f"select count(*) from {table} where {condition}", {"identity": person.identity})
        if "employee_id" not in names:
            continue
        for column, values_of_person in (("full_name", person.names), ("offer_id", person.offers)):
            if column in names:
                query = f"select distinct {column} from {table} where employee_id = ? and {column} <> ''"
                values = {str(value) for (value,) in con.execute(query, [person.identity]).fetchall()}
                values_of_person |= {
                    value for value in values if column != "full_name" or " " in value
                }  # one word may be any
    return rows


def columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of every table of a generation."""
    query = "select table_name, list(column_name) from duckdb_columns() where not internal group by 1 order by 1"
    return dict(con.execute(query).fetchall())


def rows_of_person(names: Iterable[str]) -> str:
    """The SQL condition for rows of a table with these columns that are about the person `$identity`.

    A row without a person's id belongs to an offer: it is kept only where that offer is another person's.
    """
    if "employee_id" in names:
        return "employee_id is not distinct from $identity"
    if "offer_id" in names:
        return "offer_id not in (select offer_id from promotion_offers where employee_id is distinct from $identity)"
    return "false"


def unowned(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Table → number of rows of an offer that is not on record: what is left of a person removed earlier."""
    rows_by_table = {}
    for table, names in columns(con).items():
        if "offer_id" in names and "employee_id" not in names:
            query = f"select count(*) from {table} where offer_id not in (select offer_id from promotion_offers)"
            rows_by_table[table] = count_rows(con, query, {})
    return {table: rows for table, rows in rows_by_table.items() if rows}


def count_rows(con: duckdb.DuckDBPyConnection, query: str, values: dict[str, str]) -> int:
    """The one number a query gives."""
    [(number,)] = con.execute(query, values).fetchall()
    return int(number)
