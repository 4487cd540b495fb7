"""Every query text translates to Spark's SQL, by what is known to come out right; the rest is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from metrics import catalogue
from metrics.scope import Scope

SCOPE = Scope(date(2026, 6, 30), by=("business_unit",))

# Nodes of sqlglot's tree that mean the same in DuckDB and, as sqlglot writes them, in Spark.
_ALLOWED = """
    Add Alias And ArgMax ArgMin Array ArrayAgg ArrayContains Avg BitwiseAnd BitwiseOrAgg Boolean CTE Case Cast
    Coalesce Column Contains Count DPipe DataType DateDiff DenseRank Distinct Div EQ Exists Explode Filter From GT GTE
    GenerateSeries Greatest Group GroupConcat GroupingSets Having Identifier If In Interval Is Join LT LTE
    LastDay Lead Least Like Limit Literal LogicalOr Lower Max Median Min Mod Month Mul NEQ Neg Not Null NullSafeEQ
    Nullif Or Order Ordered Paren Placeholder Rank Replace RowNumber Select Sqrt Star StartsWith Sub Subquery Sum Table
    TableAlias Tuple Union Values Var Where Window WindowSpec With Year
"""
ALLOWED = frozenset(_ALLOWED.split())
_DAYS = """
    as_of opened since first before_from clock_start day decided_day decided_on effective_date ends begins filled_on
    from_date hire_date known_from managed_from next_from occurred_on offered_on run_end run_start spell_end
    spell_start to_date watched_from watched_to year_1 year_3 year_6 age_55 age_60 age_65
"""
DAYS = frozenset(_DAYS.split())
# Columns that are days in one query and numbers in another: the number of days since the clock began.
NUMBERS = {"first_time_managers": {"day"}, "retention_curve": {"day"}, "retention_gap_log_rank": {"day"}}

# What is not portable yet, by file. This list may only get shorter: an entry that is no longer needed fails the test.
NOT_YET: dict[str, set[str]] = {
    "after_the_answer": {"days subtracted"},
    "bench_definitions": {"order inside list"},
    "career_moves": {"days subtracted"},
    "closing_moves": {"order inside list"},
    "exit_causes": {"days subtracted"},
    "exit_rates": {"days subtracted", "two unnests"},
    "expertise_lost": {"days subtracted"},
    "first_time_managers": {"days subtracted"},
    "refusal_reasons": {"distinct in a window"},
    "retention_curve": {"days subtracted", "range as a table"},
    "retention_gap_log_rank": {"days subtracted"},
    "span_of_control": {"PercentileCont"},
    "step_downs": {"days subtracted"},
    "step_downs_managing": {"days subtracted"},
    "steps/bench": {"filter in a window", "order inside list"},
    "steps/nominees": {"order inside list"},
    "steps/offered_jobs": {"days subtracted"},
    "trends/promotion_refusals": {"* replace", "range as a table", "union by name"},
    "trends/retention_rate": {"range as a table"},
    "trends/turnover_rate": {"days subtracted", "range as a table"},
    "turnover_rate": {"days subtracted"},
    "vacancy_stress": {"order inside list"},
}


def own_text(name: str) -> str:
    """A query's own text, grouped by the unit, without the steps it stands on: each is a text of its own."""
    text = catalogue.STEPS.sub(r"step_\1 as (select 1 as one)", "\n".join(body(name)))
    return SCOPE.bind(f"with {text}\nselect 1 as one" if name.startswith("steps/") else text)[0]


def body(name: str) -> Iterator[str]:
    lines = (catalogue.QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return (line for line in lines if not line.startswith("--"))


NAMES = sorted(
    name
    for path in catalogue.QUERIES.rglob("*.sql")
    for name in [path.relative_to(catalogue.QUERIES).with_suffix("").as_posix()]
    if any(line.strip() for line in body(name))
)


def _is_day(node: exp.Expression, numbers: set[str]) -> bool:
    """Whether an operand is a day, as far as its name or its cast says so."""
    if isinstance(node, exp.Cast):
        return bool(node.to.is_type("date"))
    if isinstance(node, exp.Column | exp.Placeholder):
        return node.name in DAYS - numbers
    return isinstance(node, exp.Greatest | exp.Least | exp.Coalesce | exp.Paren | exp.Case) and any(
        _is_day(one, numbers) for one in node.iter_expressions() if not isinstance(one, exp.If)
    )


def _unnests(select: exp.Expression) -> int:
    return sum(1 for one in select.expressions for _ in one.find_all(exp.Explode))


# Known to be refused by Spark, or silently wrong in the translation.
WRONG: dict[str, Callable[[exp.Expression, set[str]], bool]] = {
    "order inside list": lambda node, _: isinstance(node, exp.ArrayAgg) and isinstance(node.this, exp.Order),
    "decimal divisor": lambda node, _: (
        isinstance(node, exp.Div) and isinstance(node.expression, exp.Literal) and "." in node.expression.name
        and "e" not in node.expression.name.lower()
    ),
    "distinct in a window": lambda node, _: isinstance(node, exp.Window) and node.this.find(exp.Distinct) is not None,
    "filter in a window": lambda node, _: isinstance(node, exp.Window) and node.this.find(exp.Filter) is not None,
    "named window": lambda node, _: isinstance(node, exp.Select) and bool(node.args.get("windows")),
    "range as a table": lambda node, _: (
        isinstance(node, exp.GenerateSeries) and not isinstance(node.parent, exp.Explode)
    ),
    "* rename": lambda node, _: isinstance(node, exp.Star) and bool(node.args.get("rename")),
    "* replace": lambda node, _: isinstance(node, exp.Star) and bool(node.args.get("replace")),
    "union by name": lambda node, _: isinstance(node, exp.SetOperation) and bool(node.args.get("by_name")),
    "two unnests": lambda node, _: isinstance(node, exp.Select) and _unnests(node) > 1,
    "days subtracted": lambda node, numbers: isinstance(node, exp.Sub)
    and (_is_day(node.this, numbers) and not isinstance(node.expression, exp.Interval | exp.Mul)),
}  # fmt: skip


def offences(text: str, numbers: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """What in a text is not portable: nodes not allowed, by name, and what is known to be translated wrongly."""
    tree = sqlglot.parse_one(text, read="duckdb")
    spark = tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.IGNORE)
    sqlglot.parse_one(spark, read="spark")
    nodes = list(tree.walk())
    names = {type(node).__name__ if not isinstance(node, exp.Anonymous) else node.name for node in nodes}
    wrong = {what for what, is_wrong in WRONG.items() if any(is_wrong(node, numbers) for node in nodes)}
    return names - ALLOWED | wrong


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_only_what_spark_understands_alike(name: str) -> None:
    assert offences(own_text(name), NUMBERS.get(name, set())) == NOT_YET.get(name, set())


def test_what_is_not_portable_yet_names_queries_that_are_there() -> None:
    assert set(NOT_YET) <= set(NAMES)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("select list(a order by a) from t", "order inside list"),
        ("select sum(a) / 365.25 from t", "decimal divisor"),
        ("select quantile_cont(a, 0.9) from t", "PercentileCont"),
        ("select count(distinct a) over (partition by b) from t", "distinct in a window"),
        ("select count(*) filter (where a) over (partition by b) from t", "filter in a window"),
        ("select sum(a) over w from t window w as (partition by b)", "named window"),
        ("select * rename (a as b) from t", "* rename"),
        ("select * replace (1 as a) from t", "* replace"),
        ("select 1 as a union all by name select 2 as a", "union by name"),
        ("select unnest([1]), unnest([2])", "two unnests"),
        ("select spell_end - hire_date from t", "days subtracted"),
        ("select a from range(3) as t(a)", "range as a table"),
        ("select damerau_levenshtein(a, b) from t", "damerau_levenshtein"),
    ],
)
def test_what_spark_would_not_understand_alike_is_refused_by_name(text: str, refused: str) -> None:
    assert refused in offences(text)


@pytest.mark.parametrize(
    "text",
    [
        "select sum(a) / 365.25e0 from t",
        "select date_diff('day', hire_date, spell_end) from t",
        "select max(place) over (partition by b) from (select dense_rank() over (order by a) as place, b from t)",
        "select n from (select unnest(range(3)) as n)",
    ],
)
def test_the_portable_way_of_saying_it_passes(text: str) -> None:
    assert not offences(text) - {"range as a table"}
