"""The rules for staged rows: each is a query for the rows that break it, with the problem and remedy to report.

A query reads the temp table `staged` and returns `row_number, value`; `{loaded_on}` in it is the day of loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data_loaders.problems import Severity

_JUMP = 3  # levels between two rosters or events beyond which somebody probably mistyped


@dataclass(frozen=True)
class Rule:
    """One rule: the fields it needs, the field it is about, the query for rows that break it, problem and remedy."""

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


def _implausible(field: str, what: str, years_ahead: int = 1) -> Rule:
    return Rule(
        (field,),
        field,
        f"select row_number, {field} as value from staged where {field} < date '1950-01-01' "
        f"or {field} > {{loaded_on}} + interval {years_ahead} year",
        f"{what} {{value}} is before 1950 or more than {years_ahead} year{'s' if years_ahead > 1 else ''} ahead.",
        "Correct the date, if it is wrong.",
    )


_KNOWN_PEOPLE = "select employee_id from roster_rows union all select employee_id from job_history"
_PEOPLE = f"{_KNOWN_PEOPLE} union all select employee_id from staged"
_HIRE_AFTER_END = Rule(
    ("hire_date", "termination_date"),
    "termination_date",
    "select row_number, termination_date as value from staged where termination_date < hire_date",
    "The last day {value} is before the first day.",
    "Correct one of the two dates.",
    "error",
)
_OVERLAP = Rule(
    ("employee_id", "hire_date"),
    "hire_date",
    "select row_number, earlier as value from (select row_number, hire_date, lag(hire_date) over w as earlier, "
    "lag(coalesce(termination_date, date '9999-12-31')) over w as until from ("
    "select row_number, employee_id, hire_date, termination_date from staged union all "
    # one that an earlier load left open is told of as missing from this roster
    "select null, employee_id, hire_date, termination_date from employees where termination_date is not null "
    "and (employee_id, hire_date) not in (select (employee_id, hire_date) from staged)) "
    "window w as (partition by employee_id order by hire_date, row_number)) "
    "where row_number is not null and until > hire_date and earlier < hire_date",
    "This employment begins while the same person's from {value} still lasts; that one counts as left on this day.",
    "Give the earlier employment its last day, or keep the row that is right.",
)
_LEVEL_SINCE_LAST_ROSTER = Rule(
    ("job_level",),
    "job_level",
    "select s.row_number, concat(b.job_level, ' → ', s.job_level) as value from staged as s join ("
    "select employee_id, hire_date, arg_max(job_level, as_of) as job_level from roster_rows "
    "where job_level is not null and as_of < (select max(as_of) from staged) group by employee_id, hire_date"
    ") as b on b.employee_id = s.employee_id and b.hire_date = s.hire_date "
    f"where abs(s.job_level - b.job_level) > {_JUMP}",
    "The level went {value} since the last roster.",
    "Check the level, or the scale if many rows say so.",
)
_LEVEL_SINCE_LAST_EVENT = Rule(
    ("job_level",),
    "job_level",
    "select row_number, concat(earlier, ' → ', job_level) as value from (select row_number, action, job_level, "
    "lag(job_level) over (partition by employee_id order by effective_date, sequence, row_number) as earlier "
    "from staged where job_level is not null) "
    f"where action not in ('hire', 'rehire') and abs(job_level - earlier) > {_JUMP}",
    "The level goes {value} in one event.",
    "Check the level, or the scale if many rows say so.",
)
_HIRED_TWICE = Rule(
    ("employee_id", "effective_date", "action"),
    "action",
    "select row_number, day as value from (select row_number, action, lag(action) over w as before, "
    "lag(effective_date) over w as day from staged where action in ('hire', 'rehire', 'termination') "
    "window w as (partition by employee_id order by effective_date, sequence, row_number)) "
    "where action <> 'termination' and before <> 'termination'",
    "Hired again without a termination since the hire on {value}.",
    "Add the termination, or say that this event is another one.",
)
_LEFT_UNSEEN = Rule(
    ("employee_id", "action"),
    "employee_id",
    "select row_number, employee_id as value from staged where action = 'termination' and employee_id not in ("
    "select employee_id from roster_rows "
    "union all select employee_id from job_history where action <> 'termination' "
    "union all select employee_id from staged where action <> 'termination')",
    "Nobody loaded has the id {value}: this last day is kept, and counts once a roster holds them.",
    "Check the id, or load a roster from before they left.",
)
_LATER = "(select max(as_of) from roster_rows where termination_date is null)"  # of a list of leavers there is none
# Whom no roster holds, and who by the events has come and not left: since when, by the events kept and those that come.
_ALONE = f"""
with told as (
    select employee_id, effective_date, action from job_history
    union all
    select employee_id, effective_date, action from staged
),
ended as (
    select employee_id, max(effective_date) as day from told where action = 'termination' group by employee_id
),
alone as (
    select t.employee_id, min(t.effective_date) as since
    from told as t
    left join ended as e on e.employee_id = t.employee_id
    where t.action <> 'termination'
        and t.employee_id not in (select employee_id from roster_rows)
        and (
            e.day is null
            or t.effective_date > e.day
            or (t.effective_date = e.day and t.action in ('hire', 'rehire'))
        )
    group by t.employee_id
)
select min(s.row_number) as row_number, s.employee_id as value
from staged as s
join alone as a on a.employee_id = s.employee_id and s.effective_date >= a.since
where s.action <> 'termination' and coalesce(a.since < {_LATER}, false) = {{lacked}}
    and exists (select 1 from roster_rows)
group by s.employee_id
"""
_IN_NO_ROSTER = Rule(
    ("employee_id", "effective_date", "action"),
    "employee_id",
    _ALONE.replace("{lacked}", "false"),
    "Employee {value} is not among the people loaded; they count as employed from this event on.",
    "Check the id, or load the roster that holds them as well.",
)
_LACKED = Rule(
    ("employee_id", "effective_date", "action"),
    "employee_id",
    _ALONE.replace("{lacked}", "true"),
    "Employee {value} is not among the people loaded, nor in a later roster; they do not count as employed.",
    "Check the id, or load the roster that holds them, or the day they left.",
)
_SAME_ROLE = Rule(
    ("title", "incumbent_id"),
    "role_id",
    "select row_number, first_id as value from (select row_number, role_id, incumbent_id, first_value(role_id) over ("
    "partition by lower(title), business_unit, location, incumbent_id order by row_number) as first_id from staged) "
    "where role_id <> first_id and incumbent_id is not null",
    "The same role of the same holder stands here as {value} as well.",
    "Keep one of the two ids, unless they are two roles.",
)
RULES: dict[str, tuple[Rule, ...]] = {
    "employees": (
        _HIRE_AFTER_END,
        _OVERLAP,
        _implausible("hire_date", "The first day"),
        _implausible("termination_date", "The last day", 25),
        Rule(
            ("birth_date",),
            "birth_date",
            "select row_number, birth_date as value from staged where birth_date < {loaded_on} - interval 100 year",
            "Born {value}, more than 100 years ago.",
            "Correct the birth date.",
        ),
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
        _LEVEL_SINCE_LAST_ROSTER,
        Rule(
            ("base_salary", "currency"),
            "currency",
            "select row_number, base_salary as value from staged where base_salary is not null and currency is null",
            "The salary has no currency.",
            "Write its currency, such as EUR.",
        ),
        _unknown("manager_id", "Manager", _PEOPLE),
        Rule(
            ("manager_id",),
            "manager_id",
            "select row_number, manager_id as value from staged where manager_id = employee_id",
            "{value} is named as their own manager.",
            "Name the person they report to, or leave the cell empty.",
        ),
    ),
    "job_history": (
        _implausible("effective_date", "The day"),
        _HIRED_TWICE,
        _LEFT_UNSEEN,
        _IN_NO_ROSTER,
        _LACKED,
        _LEVEL_SINCE_LAST_EVENT,
        _unknown("manager_id", "Manager", _PEOPLE),
    ),
    "critical_roles": (
        _range("criticality", 1, 3, "Criticality"),
        _implausible("incumbent_since", "The day"),
        _unknown("incumbent_id", "Incumbent", _KNOWN_PEOPLE),
        _SAME_ROLE,
    ),
    "successors": (
        _implausible("nominated_on", "The day"),
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
        _implausible("offered_on", "The day"),
        _implausible("decided_on", "The day"),
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
    "growth_activities": (
        _implausible("occurred_on", "The day"),
        _unknown("employee_id", "Employee", _KNOWN_PEOPLE),
    ),
}
