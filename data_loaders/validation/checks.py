"""Checks of staged rows: applies the rules and returns problems with row, field, value and remedy.

Errors keep their row out of the load; warnings do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from data_loaders.contract import fields
from data_loaders.problems import Problem
from data_loaders.validation.rules import RULES, Rule

SHOWN = 200  # warnings of one kind listed row by row; the rest are counted


def missing_columns(table: str, given: Sequence[str]) -> list[Problem]:
    """A file-level error for each required field that no column brings."""
    return [
        Problem(
            f"No column was recognised as {field}, which every row of {table} needs.",
            f"Say which heading holds it: {field}=HEADING, or add the column.",
        )
        for field in fields.required_fields(table)
        if field not in given
    ]


def lone_salaries(con: duckdb.DuckDBPyConnection, given: Sequence[str]) -> Iterator[tuple[str, Problem]]:
    """A warning for a roster with salaries and no currency column, where no other roster has currencies."""
    if "base_salary" not in given or "currency" in given:
        return
    salaries = "exists (select 1 from staged where base_salary is not null)"
    currencies = "exists (select 1 from roster_rows where currency is not null)"
    if con.execute(f"select {salaries} and not {currencies}").fetchone() == (True,):
        text = "The salaries come without a currency; they are compared as if all were in one."
        yield "base_salary", Problem(text, "Add a column Currency if they are in several.", "warning")


def row_problems(
    con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str], loaded_on: date
) -> Iterator[tuple[str, Problem]]:
    """Every problem of the staged rows, with the field it is about; row numbers are the spreadsheet's.

    Empties the values that cannot stand. Warnings of one kind past the first 200 are counted in one line.
    """
    for rule in (*_required(table), *_duplicates(table, given), *RULES[table]):
        if not set(rule.needs) <= set(given):
            continue
        rule = replace(rule, query=rule.query.replace("{loaded_on}", f"date '{loaded_on}'"))
        rows = con.execute(f"select row_number, cast(value as text) from ({rule.query}) order by 1").fetchall()
        yield from _rule_problems(rule, rows)
        if rows and rule.effect:
            hit = f"where row_number in (select row_number from ({rule.query}))"
            con.execute(
                f"delete from staged {hit}"
                if rule.effect == "drops"
                else f"update staged set {rule.field} = null {hit}"
            )


def _rule_problems(rule: Rule, rows: list[tuple[int, str | None]]) -> Iterator[tuple[str, Problem]]:
    listed = rows if rule.severity == "error" else rows[:SHOWN]
    for row, value in listed:
        text = rule.problem.replace("{value}", value or "")
        yield rule.field, Problem(text, rule.remedy, rule.severity, row=row, value=value)
    if len(rows) > len(listed):
        more = len(rows) - len(listed)
        text = f"{more:,} more rows have the same problem: {rule.problem.replace('{value}', '…')}"
        yield rule.field, Problem(text, rule.remedy, rule.severity)


def _required(table: str) -> list[Rule]:
    return [
        Rule(
            (field,),
            field,
            f"select row_number, null as value from staged where {field} is null",
            f"The {field} is empty.",
            "Fill the cell, or leave the row out.",
            "error",
        )
        for field in fields.required_fields(table)
    ]


def _duplicates(table: str, given: Sequence[str]) -> list[Rule]:
    """The same key twice in one file: the same values are counted once, different ones are an error."""
    key = [name for name in fields.key_fields(table) if name in given]
    if not fields.is_unique(table) or not key:
        return []
    values = [name for name in given if name not in key]
    same = f"first_value(row({', '.join(values) or '1'})) over w is not distinct from row({', '.join(values) or '1'})"
    names = ", ".join(key)
    several = f"(select {names} from staged group by {names} having count(*) > 1)"
    alike = " and ".join(f"s.{name} is not distinct from m.{name}" for name in key)
    query = (
        f"select row_number, first_row as value from (select row_number, row_number() over w as nth, "
        f"first_value(row_number) over w as first_row, {same} as same "
        f"from staged as s where exists (from {several} as m where {alike}) "
        f"window w as (partition by {names} order by row_number)) where nth > 1 and "
    )
    subject = key[1] if table == "employees" else key[0]
    return [
        Rule(
            tuple(key),
            subject,
            query + "not same",
            "The same {} stands in row {{value}} with other values.".format(
                " and ".join(n for n in key if n != "as_of")
            ),
            "Keep the row that is right and leave the other out.",
            "error",
        ),
        Rule(
            tuple(key),
            subject,
            query + "same",
            "The row repeats row {value} and is counted once.",
            "Nothing to do, or delete the repeated row.",
            effect="drops",
        ),
    ]
