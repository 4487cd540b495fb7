"""Names, questions, columns and options of every metric, read from the headers of its query.

The dictionary page, hover texts, the command line's help and the checks of the engine all use these.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from metrics.errors import UnknownMetric, UnknownOption

QUERIES = Path(__file__).parent / "queries"
STEPS = re.compile(r"\{steps\.(\w+)\}")
FINAL_SELECT = re.compile(r"^select\b", re.MULTILINE)
KEY = re.compile(r"^-- (\w+):\s*(.*)$")
COLUMN = re.compile(r"^(?P<name>\w+) \((?P<unit>[^)]*)\): (?P<meaning>.*)$")
OPTION = re.compile(r"^(?P<name>\w+)=(?P<kind>\S+) \(default (?P<default>[^)]*)\): (?P<meaning>.*)$")

LABEL_UNITS = frozenset({"name", "id", "ids", "text", "date", "month", "yes/no"})
WHOLE_UNITS = frozenset({"people", "exits", "offers", "roles", "nominations", "moves", "months", "month", "level"})
Value = str | int | float | date | None


def _whole_number(text: str) -> int:
    if int(text) < 0:
        raise ValueError(text)
    return int(text)


KINDS: dict[str, tuple[str, Callable[[str], Value]]] = {
    "integer": ("a whole number from 0 up", _whole_number),
    "number": ("a number", float),
    "date": ("a day such as 2026-06-30", date.fromisoformat),
    "text": ("a text", str),
}


@dataclass(frozen=True)
class Column:
    """One column of a metric's frame: its unit and its meaning."""

    name: str
    unit: str
    meaning: str

    @property
    def is_figure(self) -> bool:
        """Whether it is a measured value, which may have to be hidden, and not a label of the row."""
        return self.unit not in LABEL_UNITS

    @property
    def is_whole(self) -> bool:
        """Whether it counts things."""
        return self.unit in WHOLE_UNITS


@dataclass(frozen=True)
class Option:
    """One option of a metric; `kind` is its choices separated by |, or one of integer, number, date, text."""

    name: str
    kind: str
    default: str
    meaning: str

    def parse(self, given: object) -> Value:
        """The value as the query needs it; raises UnknownOption if the option does not take it."""
        text = str(given)
        if self.kind not in KINDS:
            if text in self.kind.split("|"):
                return text
            raise UnknownOption(f"{self.name} is one of {self.kind.replace('|', ', ')}, not {text!r}.")
        words, convert = KINDS[self.kind]
        try:
            return convert(text)
        except ValueError:
            raise UnknownOption(f"{self.name} is {words}, not {text!r}.") from None


@dataclass(frozen=True)
class Entry:
    """The dictionary entry of one metric.

    `groups` are the columns it can be grouped by, `filters` those it can be filtered by, by default the same. `needs`
    is `leavers` (no figure for a window that opens before leavers are known), `since` (counts from the first day
    leavers are known), `exits` (uses the part of the window in which leavers are known), `window` or `day`. `size` is
    the column that counts people, for small groups. `finish` is the module that completes what the query returns.
    """

    name: str
    question: str
    answer: str
    definition: str
    grain: str
    columns: tuple[Column, ...]
    groups: tuple[str, ...]
    filters: tuple[str, ...]
    options: tuple[Option, ...]
    needs: str
    size: str | None
    source: str
    finish: str | None


@cache
def names() -> tuple[str, ...]:
    """Every metric's name, in alphabetical order."""
    return tuple(sorted(path.stem for path in QUERIES.glob("*.sql") if "question" in _header(path.stem)))


@cache
def entry(name: str) -> Entry:
    """The dictionary entry of that metric; raises UnknownMetric."""
    if name not in names():
        raise UnknownMetric(f"There is no metric {name}. There are: {', '.join(names())}.")
    about = _header(name)
    return Entry(
        name=name,
        question=" ".join(about["question"]),
        answer=" ".join(about["answer"]),
        definition=" ".join(about["definition"]),
        grain=" ".join(about["grain"]),
        columns=columns(name),
        groups=_names(about.get("groups", [])),
        filters=_names(about.get("filters", about.get("groups", []))),
        options=tuple(Option(**match) for match in _matches(OPTION, name, about.get("options", []))),
        needs=" ".join(about["needs"]),
        size=" ".join(about.get("size", [])) or None,
        source=" ".join(about["source"]),
        finish=" ".join(about.get("finish", [])) or None,
    )


@cache
def query(name: str) -> str:
    """The text of a query without its header, each `{steps.NAME}` replaced by the shared steps/NAME.sql.

    Cached steps stay as tokens: `Question` reads their tables from the step cache.
    """
    text = "\n".join(line for line in _lines(name) if not line.startswith("--"))
    return STEPS.sub(lambda match: match[0] if keeps(match[1]) else query(f"steps/{match[1]}"), text)


@cache
def written_out(name: str) -> str:
    """The text of a query with every step in full, cached ones too: for rows that need more columns of a step."""
    return STEPS.sub(lambda match: written_out(f"steps/{match[1]}"), query(name))


@cache
def keeps(step: str) -> tuple[str, ...]:
    """The tables of steps/STEP.sql that can be cached, as they depend on the day and the window alone."""
    return _names(_header(f"steps/{step}").get("keeps", []))


@cache
def kept(step: str, table: str) -> str:
    """The query that computes one of a step's cached tables."""
    return f"with {query(f'steps/{step}')}\nselect * from {table}"


def header(name: str) -> dict[str, str]:
    """A query's header by key, the lines of each key joined to one text."""
    return {key: " ".join(lines) for key, lines in _header(name).items()}


def columns(name: str) -> tuple[Column, ...]:
    """The columns a query returns, in their order."""
    return tuple(Column(**match) for match in _matches(COLUMN, name, _header(name)["columns"]))


@cache
def trend_query(name: str) -> str | None:
    """The text of queries/trends/NAME.sql, which reads many month ends at once; None where there is no such query."""
    return query(f"trends/{name}") if (QUERIES / "trends" / f"{name}.sql").exists() else None


@cache
def drill_through(name: str) -> tuple[dict[str, str], str]:
    """The header of queries/drill_through/NAME.sql by key, and its query for the rows behind the metric."""
    about = header(f"drill_through/{entry(name).name}")
    if "like" in about:
        return {**drill_through(about["like"])[0], "steps": about["like"], **about}, drill_through(about["like"])[1]
    return about, query(f"drill_through/{name}")


def steps(name: str) -> str:
    """The steps of a query, up to its final select: the first line that begins with `select`."""
    return FINAL_SELECT.split(query(name), maxsplit=1)[0]


def describe(name: str) -> str:
    """The whole entry as plain text: question, definition, columns with units, groups, options, source."""
    about = entry(name)
    parts = [f"{name}: {about.question}", about.answer, about.definition, about.grain]
    lines = [f"  {column.name} ({column.unit}): {column.meaning}" for column in about.columns]
    parts.append("\n".join(["Columns", *lines]))
    parts.append(groups_and_filters(about))
    if about.options:
        lines = [
            f"  {option.name}={option.kind} (default {option.default}): {option.meaning}" for option in about.options
        ]
        parts.append("\n".join(["Options", *lines]))
    parts.append(f"Source: {about.source}")
    return "\n\n".join(parts)


def groups_and_filters(about: Entry) -> str:
    """The columns a metric can be grouped and filtered by, as a sentence."""
    if about.groups == about.filters:
        return f"Groups and filters: {', '.join(about.groups) or 'none'}"
    return f"Groups: {', '.join(about.groups) or 'none'}. Filters: {', '.join(about.filters) or 'none'}"


def _names(lines: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in " ".join(lines).split(",") if name.strip())


def _lines(name: str) -> list[str]:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()


@cache
def _header(name: str) -> dict[str, list[str]]:
    """The header's lines by key; a line indented by four or more belongs to the one above it."""
    lines_of: dict[str, list[str]] = {}
    key = ""
    for line in _lines(name):
        if not line.startswith("--"):
            break
        if start := KEY.match(line):
            key = start[1]
            lines_of[key] = [start[2]] if start[2] else []
        elif line.startswith("--     ") and lines_of[key]:
            lines_of[key][-1] += f" {line[2:].strip()}"
        else:
            lines_of[key].append(line[2:].strip())
    return lines_of


def _matches(pattern: re.Pattern[str], name: str, lines: list[str]) -> list[dict[str, str]]:
    matches = [(line, pattern.match(line)) for line in lines]
    if wrong := [line for line, match in matches if not match]:
        raise ValueError(f"queries/{name}.sql: this header line cannot be read: {wrong[0]}")
    return [match.groupdict() for _, match in matches if match]
