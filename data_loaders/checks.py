"""What is wrong with staged rows: rules as queries, problems with row, column, value and remedy.

Each rule is a query over the temp table `staged` that returns `row_number, value`. Errors keep their row out of the
load; warnings do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from data_loaders import contract
from data_loaders.merging import KEYS, UNIQUE
from data_loaders.problems import Problem, Severity

SHOWN = 200  # warnings of one kind listed row by row; the rest are counted


@dataclass(frozen=True)
class Rule:
    """One rule: the fields it needs, the field it is about, the rows that break it, and what to say."""

    needs: tuple[str, ...]
    field: str
    query: str
    problem: str
    remedy: str
    severity: Severity = "warning"
    effect: Literal["", "empties", "drops"] = ""  # the value is emptied, or the row counted no second time


def _range(field: str, low: int, high: int, what: str) -> Rule:
    return Rule(
        (field,),
        field,
        f"select row_number, {field} as value from staged where {field} not between {low} and {high}",
        f"{what} {{value}} is not between {low} and {high}, so it is left empty.",
        f"Give {what.lower()} from {low} to {high}.",
        effect="empties",
    )


def _unknown(field: str, what: str, among: str = "select employee_id from roster_rows", also: str = "") -> Rule:
    return Rule(
        (field,),
        field,
        f"select row_number, {field} as value from staged where {field} is not null and {field} not in ({among}){also}",
        f"{what} {{value}} is not among the {'roles' if 'role_id' in among else 'people'} loaded.",
        "Check the id, or load the file that holds it as well.",
    )


_PEOPLE = (
    "select employee_id from roster_rows union select employee_id from job_history union select employee_id from staged"
)
_KNOWN_PEOPLE = "select employee_id from roster_rows union select employee_id from job_history"
_HIRE_AFTER_END = Rule(
    ("hire_date", "termination_date"),
    "termination_date",
    "select row_number, termination_date as value from staged where termination_date < hire_date",
    "The last day {value} is before the first day.",
    "Correct one of the two dates.",
    "error",
)
RULES: dict[str, tuple[Rule, ...]] = {
    "employees": (
        _HIRE_AFTER_END,
        Rule(
            ("birth_date", "hire_date"),
            "birth_date",
            "select row_number, birth_date as value from staged where birth_date > hire_date - interval 13 year",
            "Born {value}: under 13 on the first day.",
            "Correct the birth date or the hire date.",
        ),
        _range("performance_rating", 1, 5, "Performance rating"),
        _range("potential_rating", 1, 3, "Potential rating"),
        _range("fte", 0, 1, "Part-time share"),
        _unknown("manager_id", "Manager", _PEOPLE),
        Rule(
            ("manager_id",),
            "manager_id",
            "select row_number, manager_id as value from staged where manager_id = employee_id",
            "{value} is named as their own manager.",
            "Name the person they report to, or leave the cell empty.",
        ),
    ),
    "job_history": (_unknown("manager_id", "Manager", _PEOPLE),),
    "critical_roles": (
        _range("criticality", 1, 3, "Criticality"),
        _unknown("incumbent_id", "Incumbent", _KNOWN_PEOPLE),
    ),
    "successors": (
        _unknown("employee_id", "Successor", _KNOWN_PEOPLE),
        _unknown("role_id", "Role", "select role_id from critical_roles"),
        Rule(
            ("role_id", "employee_id"),
            "employee_id",
            "select s.row_number, s.employee_id as value from staged as s "
            "join critical_roles as r on r.role_id = s.role_id and r.incumbent_id = s.employee_id "
            "where s.removed_on is null",
            "{value} already holds this role and is not counted as a successor to it.",
            "Name somebody else, or correct the incumbent.",
        ),
        Rule(
            ("nominated_on", "removed_on"),
            "removed_on",
            "select row_number, removed_on as value from staged where removed_on < nominated_on",
            "Taken off the plan on {value}, before the nomination.",
            "Correct one of the two dates.",
            "error",
        ),
    ),
    "promotion_offers": (
        _unknown("employee_id", "Employee", _KNOWN_PEOPLE),
        Rule(
            ("offered_on", "decided_on"),
            "decided_on",
            "select row_number, decided_on as value from staged where decided_on < offered_on",
            "Decided on {value}, before the offer was made.",
            "Correct one of the two dates.",
            "error",
        ),
    ),
    "growth_activities": (_unknown("employee_id", "Employee", _KNOWN_PEOPLE),),
}


def missing_columns(table: str, given: Sequence[str]) -> list[Problem]:
    """A file-level error for each required field that no column brings."""
    return [
        Problem(
            f"No column was recognised as {field}, which every row of {table} needs.",
            f"Say which heading holds it: {field}=HEADING, or add the column.",
        )
        for field in contract.required(table)
        if field not in given
    ]


def row_problems(con: duckdb.DuckDBPyConnection, table: str, given: Sequence[str]) -> Iterator[tuple[str, Problem]]:
    """Every problem of the staged rows, with the field it is about; row numbers are the spreadsheet's.

    Empties the values that cannot stand. Warnings of one kind past the first 200 are counted in one line.
    """
    for rule in (*_required(table), *_duplicates(table, given), *RULES[table]):
        if not set(rule.needs) <= set(given):
            continue
        rows = con.execute(f"select row_number, cast(value as text) from ({rule.query}) order by 1").fetchall()
        yield from _told(rule, rows)
        if rows and rule.effect:
            hit = f"where row_number in (select row_number from ({rule.query}))"
            con.execute(
                f"delete from staged {hit}"
                if rule.effect == "drops"
                else f"update staged set {rule.field} = null {hit}"
            )


def _told(rule: Rule, rows: list[tuple[int, str | None]]) -> Iterator[tuple[str, Problem]]:
    listed = rows if rule.severity == "error" else rows[:SHOWN]
    for row, value in listed:
        text = rule.problem.replace("{value}", value or "")
        yield rule.field, Problem(text, rule.remedy, rule.severity, row=row, value=value)
    if len(rows) > len(listed):
        more = len(rows) - len(listed)
        text = f"{more:,} more rows have the same problem as row {rows[0][0]}: {rule.problem.replace('{value}', '…')}"
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
        for field in contract.required(table)
    ]


def _duplicates(table: str, given: Sequence[str]) -> list[Rule]:
    """The same key twice in one file: the same values are counted once, different ones are an error."""
    key = [name for name in KEYS[table] if name in given]
    if table not in UNIQUE or not key:
        return []
    values = [name for name in given if name not in key]
    same = f"first_value(row({', '.join(values) or '1'})) over w is not distinct from row({', '.join(values) or '1'})"
    query = (
        f"select row_number, first_row as value from (select row_number, row_number() over w as nth, "
        f"first_value(row_number) over w as first_row, {same} as same from staged "
        f"window w as (partition by {', '.join(key)} order by row_number)) where nth > 1 and "
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
