"""What a filter can ask for: the values that anybody or any critical role of the company has, on whatever day."""

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
    """What the company's data holds in a column of the filters, sorted, without empties.

    `units` are those in a viewer's sight: only what is there in one of them is listed. None is the whole company.
    """
    if column not in GROUPS:
        raise UnknownGroup(f"There is no column {column} to filter by.")
    found = set()
    for table, columns in TABLES.items():
        if column not in columns:
            continue
        query, bound = f"select distinct {column} from {table} where {column} is not null", {}
        if units is not None and table in OF_A_UNIT:
            query, bound = f"{query} and business_unit in (select unnest($units))", {"units": list(units)}
        found |= {value for (value,) in cur.execute(query, bound).fetchall()}
    words = [int(word) if column in WHOLE_NUMBER_GROUPS else word for word in VOCABULARY.get(column, ())]
    return [str(value) for value in sorted({*found, *words}) if value != UNKNOWN]


def meant(given: str, known: Sequence[str]) -> list[str]:
    """The known values that a text means: itself, else those that a download of ours writes as it stands there."""
    return [given] if given in known else [one for one in known if given in (harmless(one), visible(one))]


def nearest(given: str, known: Sequence[str]) -> list[str]:
    """The known values that are most like a text, the most alike first."""
    if all(one.lstrip("-").isdecimal() for one in (given, *known)):
        return sorted(known, key=lambda one: (abs(int(one) - int(given)), int(one)))[:NEAREST]
    return sorted(known, key=lambda one: (-_alike(_plain(given), _plain(one)), one))[:NEAREST]


def understood(cur: duckdb.DuckDBPyConnection, where: Where) -> Where:
    """The filters with every value as the data has it; raises UnknownValue for one that nobody has at any time."""
    return tuple((column, _understood(column, asked, values(cur, column))) for column, asked in where)


def _understood(column: str, asked: Sequence[str], known: list[str]) -> tuple[str, ...]:
    if not asked or not all(asked):
        raise UnknownValue(
            f"No value of {column} is named. Say whom to keep: --where {column}=VALUE, or {column}={UNKNOWN}."
        )
    found: list[str] = []
    strangers: list[str] = []
    for text in asked:
        if column in WHOLE_NUMBER_GROUPS:
            text = str(UNKNOWN if text == UNKNOWN else bound_value(column, text))
        values_of_it = [text] if text == UNKNOWN else meant(text, known)
        found += values_of_it
        strangers += [] if values_of_it else [text]
    if strangers:
        raise UnknownValue(_nobody(column, asked, strangers, known))
    return tuple(dict.fromkeys(found))


def _nobody(column: str, asked: Sequence[str], strangers: Sequence[str], known: Sequence[str]) -> str:
    """The problem, then the remedy: the values that come nearest, and how the first of them is written."""
    whose = "No critical role" if column == "criticality" else "No offer" if column == "offered_track" else "Nobody"
    said = f"{whose} has {column} {listed(strangers, 'or')}"
    near = suggested(asked, strangers, known)
    if not near:
        return f"{said}: the data has no {column} at all. Leave this filter out."
    are = "The nearest is" if len(near) == 1 else "The nearest are"
    return f"{said}. {are} {listed(near, 'and')}. Write: --where {shlex.quote(f'{column}={comma_separated(near[:1])}')}"


def suggested(asked: Sequence[str], strangers: Sequence[str], known: Sequence[str]) -> list[str]:
    """The three known values nearest to what nobody has; a value with a comma may have come in pieces."""
    whole = ", ".join(asked)
    pieces = [one for one in known if len(asked) > 1 and _plain(one) == _plain(whole)]
    rest = [one for text in zip(*(nearest(text, known) for text in strangers), strict=True) for one in text]
    return list(dict.fromkeys([*pieces, *rest]))[:NEAREST]


def listed(texts: Sequence[str], last: str) -> str:
    """“A”, “B” and “C”."""
    quoted = [f"“{visible(text)}”" for text in texts]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)


def comma_separated(texts: Sequence[str]) -> str:
    """The values as the command line takes them: one that holds a comma or a quotation mark stands in quotes."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()


def _alike(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same; a part of a text is nearer to it than a text of the same letters."""
    if one and (one in other or other in one):
        return 0.8 + 0.2 * min(len(one), len(other)) / max(len(one), len(other), 1)
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain(text: str) -> str:
    """A text without accents, case, quotation marks and double spaces."""
    letters = unicodedata.normalize("NFKD", visible(text).casefold())
    bare = "".join(letter for letter in letters if letter.isalnum() or letter.isspace() or letter in "&+-/.")
    return " ".join(bare.split()).strip()
