"""Whatever stands in a cell of numbers or days, it is stored or told with its row, column and value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from company import rows
from data_loaders.contract import fields
from data_loaders.contract.fields import TABLES, Field, required_fields
from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.conversion import typed_columns
from data_loaders.database import schema
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.loading.upsert import column_types, store_of
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

_KINDS = ("integer", "decimal", "share", "date")
_FIELDS = [(table, name) for table, fields in TABLES.items() for name, field in fields.items() if field.kind in _KINDS]
_GOOD = {"id": "1", "name": "Ana Ruiz", "text": "Sales", "flag": "yes", "date": "2020-05-01", "integer": "1"} | {
    "decimal": "52000",
    "share": "0.8",
}
_DIGITS = "1234567890123456789" + "0"
_BEYOND = {
    "integer": ("2147483648", "-2147483649", "1e16", _DIGITS, "1e400"),
    "decimal": ("10000000000000000", "-1e16", "1e16", "10000000000000k", _DIGITS, "1e400"),
    "share": ("100000", "1000", "-100000", "1e16", "100000%", _DIGITS, "1e400"),
    "date": ("0000-05-01", "99999-05-01", "2020-13-01", "01.01.0000", "1e16", _DIGITS),
}


@pytest.mark.parametrize(("table", "name"), _FIELDS)
def test_a_value_the_database_cannot_hold_is_told_with_its_cell(tmp_path: Path, table: str, name: str) -> None:
    field = TABLES[table][name]
    beyond = _BEYOND[field.kind]
    file = _file(tmp_path, table, name, [_good(table, name), *beyond])
    store = Store(tmp_path / "company")
    try:
        problems = load.load_files(store, _request(file)).problems
    except LoadRefused as refused:
        problems = refused.problems
        assert not store.kept()
        load.load_files(store, _request(file, accept_problems=True))
    told = [p for p in problems if p.column == name and p.value in beyond]
    assert [(p.row, p.value) for p in told] == list(enumerate(beyond, 3)), problems
    assert {(p.file, p.cell is None, p.remedy == "") for p in told} == {(file.name, False, False)}
    kept = rows(store, f"select {name} from {store_of(table)} where {name} is not null")
    filled = {"0"} if name == "sequence" else set()  # what a row does not say of its place in the day
    assert {str(value) for (value,) in kept} == {_stored(field.kind, _good(table, name)), *filled}


@pytest.mark.parametrize(("table", "name"), _FIELDS)
def test_what_is_read_from_a_cell_always_fits_its_column(table: str, name: str) -> None:
    kind = TABLES[table][name].kind
    with duckdb.connect() as con:
        schema.create(con)
        stored = column_types(con, store_of(table))[name]
        texts = [*_BEYOND[kind], *_edges()]
        read = pd.concat([_read_alone(table, name, text) for text in texts])
        con.register("read", pa.table({"text": texts, "value": pa.array(read, from_pandas=True)}))
        fails = con.execute(f"select text from read where value is not null and try_cast(value as {stored}) is null")
        assert fails.fetchall() == []


def test_every_column_a_file_can_fill_is_of_a_type_the_fields_above_cover() -> None:
    with duckdb.connect() as con:
        schema.create(con)
        types = {
            column_types(con, store_of(table))[name]: field.kind
            for table, fields in TABLES.items()
            for name, field in fields.items()
            if field.kind not in ("id", "name", "text", "choice", "flag")
        }
    assert set(types.values()) <= set(_KINDS)
    assert set(types) == {"INTEGER", "DECIMAL(18,2)", "DECIMAL(5,4)", "DATE"}


_SQL = {"id": "VARCHAR", "name": "VARCHAR", "text": "VARCHAR", "choice": "VARCHAR", "flag": "BOOLEAN"} | {
    "integer": "INTEGER",
    "decimal": "DECIMAL(18,2)",
    "share": "DECIMAL(5,4)",
    "date": "DATE",
}


@pytest.mark.parametrize("table", TABLES)
def test_the_column_of_a_field_has_the_type_its_row_says(table: str) -> None:
    with duckdb.connect() as con:
        schema.create(con)
        columns = column_types(con, store_of(table))
    assert {name: columns[name] for name in TABLES[table]} == {
        name: _SQL[field.kind] for name, field in TABLES[table].items()
    }


def test_what_makes_a_row_the_same_row_follows_from_the_rows_of_the_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fields.key_fields("successors") == ("role_id", "employee_id", "nominated_on")
    assert fields.key_fields("employees") == ("as_of", "employee_id", "hire_date")
    assert {table for table in TABLES if fields.is_unique(table)} == {"employees", "critical_roles", "promotion_offers"}
    rank = Field("integer", "1 = first choice", key="unique")
    monkeypatch.setitem(TABLES, "successors", {**TABLES["successors"], "rank": rank})
    assert fields.key_fields("successors") == ("role_id", "employee_id", "nominated_on", "rank")
    assert fields.is_unique("successors")


def test_every_table_is_loaded_people_first() -> None:
    assert sorted(fields.LOADING_ORDER) == sorted(TABLES)
    assert fields.LOADING_ORDER[0] == "employees"


def test_a_part_time_share_beyond_all_bounds_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    store = Store(tmp_path / "company")
    report = load.load_files(store, _request(_file(tmp_path, "employees", "fte", ["0.8", "1", "100000"])))
    assert [(p.row, p.column, p.value) for p in report.problems if p.row] == [(4, "fte", "100000")]
    assert [str(row[0]) for row in rows(store, "select fte from employees order by employee_id")] == [
        "0.8000",
        "1.0000",
        "None",
    ]


def _request(file: Path, accept_problems: bool = False) -> LoadRequest:
    said = UploadAnswers(as_of=date(2026, 9, 30))
    return LoadRequest([file], datetime(2026, 10, 1, 9, 0), "ana", said, accept_problems=accept_problems)


def _file(folder: Path, table: str, name: str, texts: list[str]) -> Path:
    """A row for each text, with everything that rows of the table need beside it."""
    names = [*dict.fromkeys([*required_fields(table), name])]
    lines = [",".join(names)]
    for number, text in enumerate(texts, 1):
        values = {other: _good(table, other) for other in names} | {name: text}
        for identity in ("employee_id", "role_id"):
            if identity in names:
                values[identity] = f"{identity[0].upper()}{number}"
        lines.append(",".join(values[other] for other in names))
    path = folder / f"{table}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _good(table: str, name: str) -> str:
    field = TABLES[table][name]
    return field.words[0] if field.words else _GOOD[field.kind]


def _stored(kind: str, text: str) -> str:
    return {"decimal": f"{text}.00", "share": f"{text}000"}.get(kind, text)


def _read_alone(table: str, name: str, text: str) -> pd.Series:
    given = typed_columns.ConversionContext(date(2026, 11, 23))
    return typed_columns.clean(pa.chunked_array([[text]]), name, TABLES[table][name], given).values


def _edges() -> Iterator[str]:
    """The numbers on both sides of what columns hold: of 1, 5, 9, 13, 16 and 38 digits, and of 32 and 64 bits."""
    for least in (10, 10**3, 10**5, 10**9, 10**13, 10**16, 10**38, 2**31, 2**63):
        for whole in (least - 1, least, -least):
            yield str(whole)
        yield f"{least - 1}.99995"
