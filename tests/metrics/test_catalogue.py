from __future__ import annotations

from datetime import date

import pytest

from metrics import catalogue
from metrics.catalogue import Option
from metrics.errors import UnknownMetric, UnknownOption
from metrics.scope import GROUPS


@pytest.mark.parametrize("name", catalogue.names())
def test_every_metric_says_what_somebody_needs_to_recompute_it(name):
    entry = catalogue.entry(name)
    assert entry.question.endswith("?")
    assert entry.answer.endswith(".")
    assert len(entry.definition) > 80
    assert entry.grain.startswith("One row per")
    assert entry.source
    assert set(entry.groups) <= set(entry.filters) <= set(GROUPS)
    assert entry.needs in {"leavers", "since", "exits", "window", "day"}
    assert all(column.unit and column.meaning for column in entry.columns)
    assert all(
        option.default == "observed_from" or option.parse(option.default) is not None for option in entry.options
    )


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("retention_rate", "headcount_start leavers rate low high"),
        ("turnover_rate", "exits person_years rate_per_100 low high"),
        ("retention_curve", "month at_risk leavers retained low high"),
        ("retention_gap", "measure ic manager gap low high p_value"),
        ("exit_causes", "month cause at_risk cumulative"),
        ("expertise_lost", "leavers tenure_years high_performers tenure_years_high_performers"),
        ("after_the_answer", "answer people month at_risk retained low high p_value"),
        (
            "ladder_parity",
            "job_level currency ic manager ic_median_salary manager_median_salary manager_to_ic_pay low high",
        ),
        ("career_moves", "move moves per_100_person_years low high"),
        ("step_downs", "people retained_12m low high median_years_managing"),
        ("first_time_managers", "prepared people month at_risk stayed stepped_down left low high"),
        ("span_of_control", "managers median mean p90 over_10_share low high"),
        ("growth_coverage", "stage kind people share low high"),
        ("growth_and_retention", "stage active people retained rate low high"),
    ],
)
def test_columns_stand_in_the_dictionarys_order(name, columns):
    assert [column.name for column in catalogue.entry(name).columns] == columns.split()


SETTLED = [
    *[(name, "later than the day after O") for name in catalogue.names() if catalogue.entry(name).needs == "leavers"],
    ("stress_backtest", "observed_from later than the day set back"),
    ("stress_backtest", "there is no trend"),
    ("vacancy_stress", "change on the anniversary; an exit on it counts in the band before"),
    ("vacancy_stress", "who holds several today may go on holding as many"),
    ("retention_curve", "before the first month with fewer, of every month"),
    ("after_the_answer", "before the first month with fewer, of every month"),
    ("first_time_managers", "before the first month with fewer, of every month"),
    ("step_downs", "fewer are at risk at any month up to 12"),
    ("asked", "mixed answers are a no"),
    ("bench_definitions", "at any readiness, who is known to be willing"),
    ("contested_successors", "without any ready-now successor are empty for another reason"),
    ("first_time_managers", "unknown for changes before the first growth activity"),
]


@pytest.mark.parametrize(("name", "said"), SETTLED)
def test_where_two_readings_are_possible_the_definition_says_which_one_holds(name, said):
    assert said in " ".join(catalogue.entry(name).definition.split())


@pytest.mark.parametrize("name", ["after_the_answer", "first_time_managers", "step_downs"])
def test_whoever_begins_on_the_day_itself_is_said_to_be_counted(name):
    people = next(column for column in catalogue.entry(name).columns if column.name == "people")
    assert "on D included" in people.meaning


@pytest.mark.parametrize("name", catalogue.names())
def test_a_query_stays_short_below_its_header(name):
    lines = (catalogue.QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    assert sum(not line.startswith("--") for line in lines) < 70


def test_describing_a_metric_tells_definition_columns_options_and_source():
    text = catalogue.describe("retention_rate")
    for part in (
        "headcount_start (people)",
        "exits=all|voluntary",
        "month end to month end",
        "Source:",
        "business_unit",
    ):
        assert part in text


def test_an_unknown_metric_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownMetric, match="retention_rate"):
        catalogue.entry("retention")


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("all|voluntary", "voluntary", "voluntary"),
        ("integer", "10", 10),
        ("integer", 10, 10),
        ("number", "0.5", 0.5),
        ("date", "2026-06-30", date(2026, 6, 30)),
        ("date", date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_an_option_reads_text_and_values_alike(kind, given, value):
    assert Option("option", kind, "", "").parse(given) == value


@pytest.mark.parametrize(
    ("kind", "given"), [("all|voluntary", "some"), ("integer", "ten"), ("integer", "-1"), ("date", "30.6.2026")]
)
def test_an_option_refuses_what_it_does_not_take(kind, given):
    with pytest.raises(UnknownOption):
        Option("option", kind, "", "").parse(given)
