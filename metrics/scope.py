"""As-of day, window, grouping and filters: which people, and when."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.errors import UnknownGroup

# Identifiers reach a query only from here; values are always bound.
GROUPS = (
    "track",
    "business_unit",
    "department",
    "location",
    "country",
    "job_family",
    "job_level",
    "gender",
    "generation",
    "offered_track",
    "criticality",
)
WHOLE_NUMBER_GROUPS = frozenset({"job_level", "criticality"})
# what tells the rows of a step apart: carried through a metric's steps when its rows are listed
KEYS = frozenset({"employee_id", "hire_date", "offer_id", "run_start", "spell_end", "end_reason", "decided_day"})
NEVER_EMPTY = frozenset({"track"})  # spared a test of every row
UNKNOWN = "unknown"

Where = tuple[tuple[str, tuple[str, ...]], ...]

TOKEN = re.compile(r"\{(?:(?P<alias>\w+)\.)?(?P<kind>by|where)(?P<comma>,?)\}")


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The day that many calendar months earlier, clipped to its month's end; a month end goes to a month end."""
    year, month0 = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, last if day == month_end(day) else min(day.day, last))


def last_month_ends(day: date, count: int) -> list[date]:
    """The last `count` month ends up to that day, oldest first; the day itself counts when it is one."""
    newest = day if day == month_end(day) else day.replace(day=1) - timedelta(days=1)
    return [months_before(newest, back) for back in reversed(range(count))]


@dataclass(frozen=True)
class Scope:
    """The day a metric is read at, its window in months, what to group by, and which people to keep.

    `where` holds pairs of a column and the values to keep; the value `unknown` also keeps those without one.
    """

    as_of: date
    months: int = 12
    by: tuple[str, ...] = ()
    where: Where = ()

    @property
    def opened(self) -> date:
        """The day at whose end the window opens: the window is (opened, as_of]."""
        return months_before(self.as_of, self.months)

    def bind(self, query: str, keys: tuple[str, ...] = ()) -> tuple[str, dict[str, str | int]]:
        """The query with its `{by}` and `{where}` tokens filled in, and the values its filters bind.

        `keys` are carried along before the grouping columns.
        """
        conditions, values = self._conditions()

        def fill(token: re.Match[str]) -> str:
            prefix = f"{token['alias']}." if token["alias"] else ""
            if token["kind"] == "where":
                return "".join(f" and {condition.format(prefix)}" for condition in conditions)
            columns = ", ".join(_column(prefix, name) for name in (*keys, *self.by))
            return columns + (", " if token["comma"] and columns else "")

        filled = TOKEN.sub(fill, query)
        return filled, {name: value for name, value in values.items() if f"${name}" in filled}

    def _conditions(self) -> tuple[list[str], dict[str, str | int]]:
        conditions: list[str] = []
        values: dict[str, str | int] = {}
        for position, (column, texts) in enumerate(self.where):
            if column not in GROUPS:
                raise UnknownGroup(f"There is no column {column} to filter by.")
            bound = {f"where_{position}_{i}": bound_value(column, text) for i, text in enumerate(texts)}
            values |= {name: value for name, value in bound.items() if value is not None}
            names = ", ".join(f"${name}" for name, value in bound.items() if value is not None)
            either = [f"{{0}}{column} in ({names})"] if names else []
            either += [f"{{0}}{column} is null"] if UNKNOWN in texts else []
            conditions.append(f"({' or '.join(either) or 'false'})")
        return conditions, values


def _column(prefix: str, name: str) -> str:
    if name not in GROUPS and name not in KEYS:
        raise UnknownGroup(f"There is no column {name} to group by.")
    if not prefix or name in WHOLE_NUMBER_GROUPS | NEVER_EMPTY | KEYS:
        return f"{prefix}{name}"
    return f"coalesce({prefix}{name}, '{UNKNOWN}') as {name}"


def bound_value(column: str, text: str) -> str | int | None:
    """A filter's text as the query compares it: levels as numbers, None for a missing level."""
    if column not in WHOLE_NUMBER_GROUPS:
        return text
    if text == UNKNOWN:
        return None
    try:
        return int(text)
    except ValueError:
        raise UnknownGroup(f"{column} is a whole number or {UNKNOWN}, not {text!r}.") from None
