"""The values a filter can take: those that anybody or any critical role of the company has, on any day."""

from __future__ import annotations

import csv
import io
import shlex
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

import duckdb

from metrics.errors import UnknownGroup, UnknownValue
from metrics.file_formats import harmless, visible
from metrics.scope import GROUPS, UNKNOWN, WHOLE_NUMBER_GROUPS, Where, bound_value

NEAREST = 3
# Where the metrics find what they group and filter by. The track of an offer is in everybody's sight.
TABLES = {
    "employment_spells": frozenset(GROUPS) - {"offered_track", "criticality"},
    "critical_roles": frozenset({"business_unit", "location", "job_family", "job_level", "track", "criticality"}),
    "promotion_offers": frozenset({"offered_track"}),
}
OF_A_UNIT = frozenset({"employment_spells", "critical_roles"})
# Words of the definitions themselves: that nobody has one just now is an answer, and no slip of the pen.
VOCABULARY = {"track": ("ic", "manager"), "offered_track": ("ic", "manager"), "criticality": ("1", "2", "3")}


def values(cur: duckdb.DuckDBPyConnection, column: str, units: Sequence[str] | None = None) -> list[str]:
    """The values the company's data has in a filter column, sorted, without empties.

    `units` limits them to the business units a viewer may see; None is the whole company. Raises UnknownGroup.
    """
    if column not in GROUPS:
        raise UnknownGroup(f"There is no column {column} to filter by.")
    values_found = set()
    for table, columns in TABLES.items():
        if column not in columns:
            continue
        query, bound = f"select distinct {column} from {table} where {column} is not null", {}
        if units is not None and table in OF_A_UNIT:
            query, bound = f"{query} and business_unit in (select unnest($units))", {"units": list(units)}
        values_found |= {value for (value,) in cur.execute(query, bound).fetchall()}
    words = [int(word) if column in WHOLE_NUMBER_GROUPS else word for word in VOCABULARY.get(column, ())]
    return [str(value) for value in sorted({*values_found, *words}) if value != UNKNOWN]


def meant(given: str, known: Sequence[str]) -> list[str]:
    """The known values a text stands for: itself, else those that our downloads write in that way."""
    return [given] if given in known else [value for value in known if given in (harmless(value), visible(value))]


def nearest(given: str, known: Sequence[str]) -> list[str]:
    """The three known values most similar to a text, the most similar first."""
    if all(value.lstrip("-").isdecimal() for value in (given, *known)):
        return sorted(known, key=lambda value: (abs(int(value) - int(given)), int(value)))[:NEAREST]
    return sorted(known, key=lambda value: (-_alike(_plain(given), _plain(value)), value))[:NEAREST]


def understood(cur: duckdb.DuckDBPyConnection, where: Where) -> Where:
    """The filters with every value as the data has it; raises UnknownValue for one that nobody has at any time."""
    return tuple((column, _understood(column, asked, values(cur, column))) for column, asked in where)


def _understood(column: str, texts: Sequence[str], values_of_column: list[str]) -> tuple[str, ...]:
    if not texts or not all(texts):
        raise UnknownValue(
            f"No value of {column} is named. Say whom to keep: --where {column}=VALUE, or {column}={UNKNOWN}."
        )
    meant_values: list[str] = []
    strangers: list[str] = []
    for text in texts:
        if column in WHOLE_NUMBER_GROUPS:
            text = str(UNKNOWN if text == UNKNOWN else bound_value(column, text))
        values_of_it = [text] if text == UNKNOWN else meant(text, values_of_column)
        meant_values += values_of_it
        strangers += [] if values_of_it else [text]
    if strangers:
        raise UnknownValue(_unknown_value_message(column, texts, strangers, values_of_column))
    return tuple(dict.fromkeys(meant_values))


def _unknown_value_message(
    column: str, texts: Sequence[str], strangers: Sequence[str], values_of_column: Sequence[str]
) -> str:
    """The problem, then the remedy: the nearest values, and how to write the first of them."""
    whose = "No critical role" if column == "criticality" else "No offer" if column == "offered_track" else "Nobody"
    problem = f"{whose} has {column} {listed(strangers, 'or')}"
    near = suggested(texts, strangers, values_of_column)
    if not near:
        return f"{problem}: the data has no {column} at all. Leave this filter out."
    are = "The nearest is" if len(near) == 1 else "The nearest are"
    return (
        f"{problem}. {are} {listed(near, 'and')}. Write: --where {shlex.quote(f'{column}={comma_separated(near[:1])}')}"
    )


def suggested(asked: Sequence[str], strangers: Sequence[str], known: Sequence[str]) -> list[str]:
    """The three known values nearest to those that nobody has; a value with a comma may have come in pieces."""
    joined = ", ".join(asked)
    pieces = [value for value in known if len(asked) > 1 and _plain(value) == _plain(joined)]
    # the nearest of every text come before the second nearest of any
    rest = [value for text in zip(*(nearest(text, known) for text in strangers), strict=True) for value in text]
    return list(dict.fromkeys([*pieces, *rest]))[:NEAREST]


def listed(texts: Sequence[str], last: str) -> str:
    """“A”, “B” and “C”."""
    quoted = [f"“{visible(text)}”" for text in texts]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)


def comma_separated(texts: Sequence[str]) -> str:
    """The values as the command line takes them: one with a comma or a quotation mark is quoted."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()


def _alike(first: str, second: str) -> float:
    """Similarity from 0 to 1; a part of a text is more similar to it than a text of the same letters."""
    if first and (first in second or second in first):
        return 0.8 + 0.2 * min(len(first), len(second)) / max(len(first), len(second), 1)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _plain(text: str) -> str:
    """A text without accents, case, quotation marks and repeated spaces."""
    letters = unicodedata.normalize("NFKD", visible(text).casefold())
    bare = "".join(letter for letter in letters if letter.isalnum() or letter.isspace() or letter in "&+-/.")
    return " ".join(bare.split()).strip()
