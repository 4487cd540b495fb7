"""Rewrite a generation without one person into a new file: rows deleted from a DuckDB file stay inside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from data_loaders.database import connection
from data_loaders.database.default_settings import CHOICES
from data_loaders.privacy import rewrite_process
from data_loaders.privacy.person import GONE, POINTING, RECORDS, Person, count_rows, rows_of_person

_NUMBERS = ("schema_version", *CHOICES)  # settings that name nobody, though an id may look like one of them


@dataclass
class Replaced:
    """Kept files that were redacted: (load, name) → new name, sha256 and length in bytes; and the rows emptied."""

    files: dict[tuple[int, str], tuple[str, str, int]] = field(default_factory=dict)
    rows: set[tuple[int, str, str | None, int]] = field(default_factory=set)  # load, file, sheet, row


@dataclass
class Removed:
    """Counts of one rewrite: rows about the person, removed, and pointers at them in other rows, emptied."""

    rows: int = 0
    pointers: int = 0


def rewrite(
    source: Path, target: Path, folder: Path, person: Person, replaced: Replaced, renamed: Mapping[str, str]
) -> Removed:
    """Copy a generation into a new file without the person; parents are `renamed`."""
    removed = Removed()
    con = connection.connect(source, folder)
    try:
        tables = dict(con.execute("select table_name, sql from duckdb_tables() order by 1").fetchall())
        with rewrite_process.writing(target, folder, list(tables.values())) as into:
            for table in tables:
                if table in RECORDS:
                    _copy_record(con, table, person, replaced, renamed, into)
                else:
                    _copy(con, table, person, removed, into)
    finally:
        con.close()
    return removed


def _copy(
    con: duckdb.DuckDBPyConnection, table: str, person: Person, removed: Removed, into: rewrite_process.Writer
) -> None:
    columns = con.execute(
        "select column_name, data_type, is_nullable from duckdb_columns() where table_name = ? order by column_index",
        [table],
    ).fetchall()
    names = {name for name, _, _ in columns}
    parameters = {"identity": person.identity, "pattern": person.pattern(), "gone": GONE}
    about = rows_of_person(names)
    pointing = [name for name, _, _ in columns if name in POINTING]
    must = [name for name, _, nullable in columns if name in POINTING and not nullable]
    leaving = " or ".join([about, *(f"{name} is not distinct from $identity" for name in must)])
    picks = ", ".join(_column_expression(name, kind, names) for name, kind, _ in columns)
    identity = {"identity": person.identity}
    removed.rows += count_rows(con, f"select count(*) from {table} where {leaving}", identity if "$" in leaving else {})
    if pointing:
        points = " or ".join(f"{name} = $identity" for name in pointing)
        removed.pointers += count_rows(
            con, f"select count(*) from {table} where not ({leaving}) and ({points})", identity
        )
    used = f"{picks} {leaving}"
    values = {name: value for name, value in parameters.items() if f"${name}" in used}
    into.table(table, con.sql(f"select {picks} from {table} where not ({leaving})", params=values).to_arrow_reader())


def _column_expression(name: str, kind: str, names: set[str]) -> str:
    if name in POINTING:
        return f"nullif({name}, $identity)"
    if name == "incumbent_since" and "incumbent_id" in names:
        return "case when incumbent_id is distinct from $identity then incumbent_since end"
    if kind == "VARCHAR" and name not in ("full_name", "employee_id", "role_id", "offer_id"):
        return f"regexp_replace({name}, $pattern, $gone, 'gi')"
    return name


def _copy_record(
    con: duckdb.DuckDBPyConnection,
    table: str,
    person: Person,
    replaced: Replaced,
    renamed: Mapping[str, str],
    into: rewrite_process.Writer,
) -> None:
    """Copy a table of load records row by row: their sentences and JSON need redaction that SQL cannot do."""
    relation = con.execute(f"select * from {table}")
    names = [column[0] for column in relation.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    redacted = [list(_redact_record(table, row, person, replaced, renamed).values()) for row in rows]
    if table == "load_problems":
        redacted += [
            list(_rewritten_notice(names, load, file, new).values())
            for (load, file), (new, _, _) in replaced.files.items()
        ]
    into.rows(table, redacted)


def _redact_record(
    table: str, row: dict[str, Any], person: Person, replaced: Replaced, renamed: Mapping[str, str]
) -> dict[str, Any]:
    file = (row.get("load_id", 0), row.get("file") or "")
    if table == "loads":
        row["mapping"] = _redact_mapping(row["mapping"], row["load_id"], person, replaced)
    elif table == "load_files" and file in replaced.files:
        row["file"], row["sha256"], row["bytes"] = replaced.files[file]
    elif table == "load_problems":
        if (*file, row["sheet"], row["row_number"]) in replaced.rows:
            row |= {"value": None, "problem": "This row was about a person who was erased.", "remedy": ""}
        if file in replaced.files:
            row["file"] = replaced.files[file][0]
        row |= {name: person.scrubbed(row[name]) for name in ("file", "sheet", "value", "problem", "remedy")}
    elif table == "settings" and row["name"] == "parent_generation":
        row["value"] = renamed.get(row["value"], row["value"])
    elif table == "settings" and row["name"] not in _NUMBERS:
        row["value"] = person.scrubbed(row["value"])
    return row


def _redact_mapping(text: str | None, load_id: int, person: Person, replaced: Replaced) -> str | None:
    if not text:
        return text
    mapping = json.loads(text)
    corrected = mapping.get("corrected on screen")
    row = corrected["row"] if corrected else {}  # … where it was of somebody erased before
    if isinstance(row, dict) and {person.identity, *person.offers} & {str(value) for value in row.values()}:
        mapping["corrected on screen"] = {"table": corrected["table"], "row": GONE, "was": GONE, "is": GONE}
    for (load, old), (new, _, _) in replaced.files.items():
        if load == load_id:
            mapping = {new + key.removeprefix(old) if key.startswith(old) else key: one for key, one in mapping.items()}
    return json.dumps(person.scrubbed(mapping), ensure_ascii=False)


def _rewritten_notice(names: list[str], load: int, old: str, new: str) -> dict[str, Any]:
    """The row of `load_problems` noting that a kept file is no longer as it was loaded."""
    notice = dict.fromkeys(names) | {"load_id": load, "file": new, "severity": "warning", "left_out": False}
    return notice | {"problem": "The kept file was written anew without a person who was erased.", "remedy": ""}
