"""Resolve references that are not ids: people by name or e-mail, roles by title, numbers without leading zeros.

A reference that means exactly one person or role of this load or of the store becomes its id; the rest are problems.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import duckdb
import pandas as pd

from data_loaders.loading import zero_padding
from data_loaders.loading.people_index import Register
from data_loaders.problems import Problem

Told = tuple[str, Problem]  # the field a problem is about

_PEOPLE = "select employee_id as id from roster_rows union all select employee_id from job_history"
_CANDIDATES = {
    "employee_id": _PEOPLE,
    "incumbent_id": _PEOPLE,
    "manager_id": f"{_PEOPLE} union all select employee_id from staged",
    "role_id": "select role_id as id from critical_roles",
}
_FIELDS = {
    "employees": ("employee_id", "manager_id"),
    "job_history": ("employee_id", "manager_id"),
    "critical_roles": ("incumbent_id",),
    "successors": ("employee_id", "role_id"),
    "promotion_offers": ("employee_id", "role_id"),
    "growth_activities": ("employee_id",),
}
# Without these a row would say something else, or nothing; others are emptied.
_REQUIRED = {("critical_roles", "incumbent_id"), ("successors", "role_id")}
_MAX_LISTED = 5  # ids of namesakes that are listed


def note_emails(con: duckdb.DuckDBPyConnection, roster: pd.DataFrame) -> None:
    """Keep a roster's e-mails for the other files of this load. They are not stored."""
    con.execute("create temp table if not exists emails (email text, id text)")
    if "work_email" in roster:
        con.register("brought", roster[["work_email", "employee_id"]])
        con.execute("insert into emails select work_email, employee_id from brought where work_email <> ''")
        con.unregister("brought")


def settle(con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str]) -> list[Told]:
    """Replace names, e-mails and titles in `staged` by ids; returns a problem, with its field, for what was changed or
    stays unclear. Rows with an error are deleted from `staged`.
    """
    problems: list[Told] = []
    for field in _FIELDS[table]:
        if field not in given or ((table, field) == ("employees", "employee_id") and not _any_candidates(con, field)):
            continue
        strange, known = _unknown_ids(con, field)
        if strange and known:
            problems += _restore_zeros(con, table, field, strange)
            strange, _ = _unknown_ids(con, field)
        problems += _resolve(con, table, field, strange, known)
    return problems


def _unknown_ids(con: duckdb.DuckDBPyConnection, field: str) -> tuple[list[str], bool]:
    """The ids of a column that belong to no candidate, sorted, and whether there are any candidates."""
    rows = con.execute(
        f"select distinct {field} from staged where {field} is not null and {field} not in ({_CANDIDATES[field]})"
    ).fetchall()
    return sorted(row[0] for row in rows), _any_candidates(con, field)


def _any_candidates(con: duckdb.DuckDBPyConnection, field: str) -> bool:
    return bool(con.execute(f"select 1 from ({_CANDIDATES[field]}) limit 1").fetchall())


def _restore_zeros(con: duckdb.DuckDBPyConnection, table: str, field: str, strange: list[str]) -> list[Told]:
    numbers = [text for text in strange if text.isdigit()]
    longest = _longest_padded(con, field) if numbers else 0
    if not any(len(text) < longest for text in numbers):
        return []
    all_ids = {row[0] for row in con.execute(_CANDIDATES[field]).fetchall()}
    known_ids = [row[0] for row in con.execute(f"select distinct {field} from staged").fetchall() if row[0] in all_ids]
    pairs = zero_padding.padded(numbers, known_ids, all_ids)
    if not pairs:
        return []
    width = len(next(iter(pairs.values())))
    matched = len(pairs)
    if (table, field) == ("employees", "employee_id"):
        pairs = {text: text.zfill(width) for text in numbers}  # newcomers too
    _replace(con, field, pairs)
    text = f"The ids had lost their leading zeros; padded to {width} digits, {matched:,} of {len(numbers):,} match."
    return [(field, Problem(text, "Format the column as text before exporting, to be sure.", "warning"))]


def _longest_padded(con: duckdb.DuckDBPyConnection, field: str) -> int:
    """How many digits the longest id has that begins with a zero; 0 where none does."""
    row = con.execute(f"select max(length(id)) from ({_CANDIDATES[field]}) as among(id) where id like '0%'").fetchone()
    return int(row[0] or 0) if row else 0


def _resolve(con: duckdb.DuckDBPyConnection, table: str, field: str, strange: list[str], known: bool) -> list[Told]:
    """Resolve the texts of a column that look like a name, an e-mail or a title."""
    if field == "role_id":
        return _resolve_by(con, table, field, strange, _roles(con), "title", "roles")
    mails = [text for text in strange if "@" in text]
    names = [text for text in strange if _is_name(text)]
    if (table, field) == ("employees", "employee_id") or not (mails or names):
        return []
    if not known and _is_required(table, field):
        text = f"The people are given by {'name' if names else 'e-mail'}, and no people are loaded to find them among."
        return [(field, Problem(text, "Load the roster first, or together with this file."))]
    register = _register(con)
    return [
        *_resolve_by(con, table, field, mails, register.find, "e-mail", "people"),
        *_resolve_by(con, table, field, names, register.find, "name", "people"),
    ]


def _resolve_by(
    con: duckdb.DuckDBPyConnection,
    table: str,
    field: str,
    texts: Iterable[str],
    find: Callable[[str], list[str]],
    by: str,
    whom: str,
) -> list[Told]:
    matches = {text: find(text) for text in texts}
    pairs = {text: ids[0] for text, ids in matches.items() if len(ids) == 1}
    # What is no title, or holds a digit, may be an id that is not known yet.
    must_match = {text for text in matches if whom == "people" and (by == "e-mail" or not re.search(r"\d", text))}
    unclear = {text: ids for text, ids in matches.items() if len(ids) > 1 or (not ids and text in must_match)}
    if not pairs and not unclear:
        return []
    unclear_problems = _reject_unclear(con, table, field, unclear, by, whom)
    _replace(con, field, pairs)
    text = f"The {whom} are given by {by}; {len(pairs):,} of {len(pairs) + len(unclear):,} were found by it."
    return [(field, Problem(text, "Bring the ids to be sure.", "warning")), *unclear_problems]


def _reject_unclear(
    con: duckdb.DuckDBPyConnection, table: str, field: str, unclear: dict[str, list[str]], by: str, whom: str
) -> list[Told]:
    """One problem per row whose text means nobody or several; deletes the row where the field is required, else empties
    the cell."""
    if not unclear:
        return []
    severe = _is_required(table, field)
    among = "where " + field + " in (select unnest(?::text[]))"
    rows = con.execute(f"select row_number, {field} from staged {among} order by 1", [list(unclear)]).fetchall()
    con.execute(f"delete from staged {among}" if severe else f"update staged set {field} = null {among}", [[*unclear]])
    remedy = "Write the id in this cell" + (", or load the roster that holds the person as well." if severe else ".")
    return [
        (
            field,
            Problem(
                _explanation(text, unclear[text], by, whom) + ("" if severe else " It is left empty."),
                "Write the id in this cell." if unclear[text] else remedy,
                "error" if severe else "warning",
                row=row,
                value=text,
            ),
        )
        for row, text in rows
    ]


def _is_required(table: str, field: str) -> bool:
    return field == "employee_id" or (table, field) in _REQUIRED


def _is_name(text: str) -> bool:
    """Two words or more, and no address."""
    return bool(re.search(r"[\s,]", text)) and not re.search(r"[@_/]", text) and len(re.findall(r"[^\W\d_]+", text)) > 1


def _explanation(text: str, ids: list[str], by: str, whom: str) -> str:
    if not ids:
        return f"{text} is the {by} of nobody loaded."
    more = f" and {len(ids) - _MAX_LISTED:,} more" if len(ids) > _MAX_LISTED else ""
    return f"{text} is the {by} of {len(ids):,} {whom}: {', '.join(sorted(ids)[:_MAX_LISTED])}{more}."


def _register(con: duckdb.DuckDBPyConnection) -> Register:
    names = "select distinct employee_id, full_name from {} where full_name is not null"
    staged = con.execute("select 1 from duckdb_columns() where table_name = 'staged' and column_name = 'full_name'")
    queries = [names.format("roster_rows"), *([names.format("staged")] if staged.fetchone() else [])]
    note_emails(con, pd.DataFrame())
    mails: dict[str, set[str]] = defaultdict(set)
    for mail, identity in con.execute("select email, id from emails").fetchall():
        mails[mail].add(identity)
    return Register(con.execute(" union ".join(queries)).fetchall(), mails)


def _roles(con: duckdb.DuckDBPyConnection) -> Callable[[str], list[str]]:
    titles: dict[str, list[str]] = defaultdict(list)
    for identity, title in con.execute("select role_id, title from critical_roles").fetchall():
        titles[_plain(title)].append(identity)
    return lambda text: titles.get(_plain(text), [])


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _replace(con: duckdb.DuckDBPyConnection, field: str, pairs: dict[str, str]) -> None:
    if not pairs:
        return
    con.register("pairs", pd.DataFrame({"old": list(pairs), "new": list(pairs.values())}))
    con.execute(f"update staged as s set {field} = p.new from pairs as p where s.{field} = p.old")
    con.unregister("pairs")
