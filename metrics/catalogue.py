"""Names, questions, columns and options of every metric, read from the headers of its query.

The dictionary page, hover texts, the command line's help and the checks of the engine all come from here.
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
    """One column of a metric's frame: its unit, and what it means."""

    name: str
    unit: str
    meaning: str

    @property
    def is_figure(self) -> bool:
        """Whether it is a measured value that may have to be withheld, not a label that says what a row is about."""
        return self.unit not in LABEL_UNITS

    @property
    def is_whole(self) -> bool:
        """Whether it counts things."""
        return self.unit in WHOLE_UNITS


@dataclass(frozen=True)
class Option:
    """One option of a metric: `kind` is the choices parted by |, or integer, number, date, text."""

    name: str
    kind: str
    default: str
    meaning: str

    def parse(self, given: object) -> Value:
        """The value as the query wants it; raises UnknownOption where it is none of the option's."""
        text = str(given)
        if self.kind not in KINDS:
            if text in self.kind.split("|"):
                return text
            raise UnknownOption(f"{self.name} is one of {self.kind.replace('|', ', ')}, not {text!r}.")
        words, read = KINDS[self.kind]
        try:
            return read(text)
        except ValueError:
            raise UnknownOption(f"{self.name} is {words}, not {text!r}.") from None


@dataclass(frozen=True)
class Entry:
    """What the dictionary says of one metric.

    `filters` are the columns it can be filtered by, `groups` those it can be grouped by: the same, unless it says.
    `needs` is `leavers` (no figure for a window that opens before leavers are known), `since` (counts from the first
    day leavers are known), `exits` (makes do with the time in which they are known), `window` or `day`; `size` is the
    column that counts people, for small groups; `finish` the module that does what is not a query.
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
    """What the dictionary says of that metric; raises UnknownMetric."""
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
        options=tuple(Option(**found) for found in _matches(OPTION, name, about.get("options", []))),
        needs=" ".join(about["needs"]),
        size=" ".join(about.get("size", [])) or None,
        source=" ".join(about["source"]),
        finish=" ".join(about.get("finish", [])) or None,
    )


@cache
def query(name: str) -> str:
    """The text of a query without its header; `{steps.NAME}` stands for steps/NAME.sql, which several share.

    Steps that are kept stay as they are named, for `kept` to say what they are.
    """
    text = "\n".join(line for line in _lines(name) if not line.startswith("--"))
    return STEPS.sub(lambda found: found[0] if keeps(found[1]) else query(f"steps/{found[1]}"), text)


@cache
def written_out(name: str) -> str:
    """The text of a query with every step in full, those that are kept too: for rows that need more of a step."""
    return STEPS.sub(lambda found: written_out(f"steps/{found[1]}"), query(name))


@cache
def keeps(step: str) -> tuple[str, ...]:
    """The tables of steps/STEP.sql that are kept, as they rest on the day and the window alone."""
    return _names(_header(f"steps/{step}").get("keeps", []))


@cache
def kept(step: str, table: str) -> str:
    """The query that one of the kept tables is worked out with."""
    return f"with {query(f'steps/{step}')}\nselect * from {table}"


def header(name: str) -> dict[str, str]:
    """What a query says of itself, by key: its lines as one text."""
    return {key: " ".join(lines) for key, lines in _header(name).items()}


def columns(name: str) -> tuple[Column, ...]:
    """The columns a query says it gives, in their order."""
    return tuple(Column(**match) for match in _matches(COLUMN, name, _header(name)["columns"]))


@cache
def trend_query(name: str) -> str | None:
    """How a metric is read at many month ends at once, queries/trends/NAME.sql; None where it is read day by day."""
    return query(f"trends/{name}") if (QUERIES / "trends" / f"{name}.sql").exists() else None


@cache
def drill_through(name: str) -> tuple[dict[str, str], str]:
    """What queries/drill_through/NAME.sql says of the rows behind a metric, by key, and how they are picked."""
    about = header(f"drill_through/{entry(name).name}")
    if "like" in about:
        return {**drill_through(about["like"])[0], "steps": about["like"], **about}, drill_through(about["like"])[1]
    return about, query(f"drill_through/{name}")


def steps(name: str) -> str:
    """The steps of a query, up to the select that counts: its first line that begins with one."""
    return FINAL_SELECT.split(query(name), maxsplit=1)[0]


def describe(name: str) -> str:
    """The whole entry as plain text: question, definition, columns with units, groups, options, source."""
    about = entry(name)
    parts = [f"{name}: {about.question}", about.answer, about.definition, about.grain]
    lines = [f"  {column.name} ({column.unit}): {column.meaning}" for column in about.columns]
    parts.append("\n".join(["Columns", *lines]))
    parts.append(groups_and_filters(about))
    if about.options:
        lines = [f"  {one.name}={one.kind} (default {one.default}): {one.meaning}" for one in about.options]
        parts.append("\n".join(["Options", *lines]))
    parts.append(f"Source: {about.source}")
    return "\n\n".join(parts)


def groups_and_filters(about: Entry) -> str:
    """What the metric can be grouped and filtered by, in words."""
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
    found: dict[str, list[str]] = {}
    key = ""
    for line in _lines(name):
        if not line.startswith("--"):
            break
        if start := KEY.match(line):
            key = start[1]
            found[key] = [start[2]] if start[2] else []
        elif line.startswith("--     ") and found[key]:
            found[key][-1] += f" {line[2:].strip()}"
        else:
            found[key].append(line[2:].strip())
    return found


def _matches(pattern: re.Pattern[str], name: str, lines: list[str]) -> list[dict[str, str]]:
    found = [(line, pattern.match(line)) for line in lines]
    if wrong := [line for line, match in found if not match]:
        raise ValueError(f"queries/{name}.sql: this header line cannot be read: {wrong[0]}")
    return [match.groupdict() for _, match in found if match]
