"""A filter value that nobody has is told with the nearest; one that somebody has, on whatever day, is never refused."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from sixty_people import DAY, sixty_people

from company import company, publish
from metrics import catalogue, engine, step_cache
from metrics.__main__ import main
from metrics.errors import UnknownValue
from metrics.file_formats import harmless
from metrics.filter_values import VOCABULARY, comma_separated, nearest, understood, values
from metrics.scope import GROUPS, UNKNOWN, WHOLE_NUMBER_GROUPS, Scope

# One metric for each column that can be filtered by it: a metric that counts people, else roles or offers.
ASKED_OF = dict.fromkeys(GROUPS, "retention_rate") | {
    "criticality": "bench_strength",
    "offered_track": "promotion_refusals",
}
TEXTS = [column for column in GROUPS if column not in WHOLE_NUMBER_GROUPS and column not in VOCABULARY]
OWN = [column for column in TEXTS if column != "generation"]  # a generation is worked out of a birth date
ODD = ['"Alt" Köln', "=x", "-Nord", "'s-Hertogenbosch", "São Paulo, SP", "A;=1", "R&D", "@home", "Zürich"]


@pytest.fixture(scope="module")
def odd() -> duckdb.DuckDBPyConnection:
    """A company in which every column holds odd names: of people who are there, one who left, one who comes."""
    people = [
        {
            "employee_id": f"E{n}",
            "hire_date": date(2027, 1, 1) if n == 1 else date(2020, 1, 1),
            "termination_date": date(2022, 1, 1) if n == 0 else None,
            "birth_date": date(1960 + 5 * n, 1, 1),
            "track": "ic",
            "job_level": n + 1,
            **dict.fromkeys(OWN, name),
        }
        for n, name in enumerate(ODD)
    ]
    role = {"role_id": "R1", "business_unit": "Board", "location": "Bern", "job_family": "Law", "job_level": 12}
    return company(
        employees=people,
        as_of=DAY,
        critical_roles=[{**role, "criticality": 2}],
        settings={"observed_from": "2020-01-01"},
    )


@pytest.fixture(scope="module")
def sixty() -> duckdb.DuckDBPyConnection:
    cur = sixty_people()
    step_cache.lend(cur, step_cache.StepCache())
    return cur


@pytest.fixture(scope="module")
def folder(odd: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = tmp_path_factory.mktemp("odd")
    publish(odd, kept)
    return kept


@pytest.mark.parametrize("column", GROUPS)
def test_a_value_nobody_has_ends_with_2_and_the_nearest_three(column, folder, capfd):
    stranger = "999" if column in WHOLE_NUMBER_GROUPS else "Atlantis"
    code = main([ASKED_OF[column], "--where", f"{column}={stranger}", "--data", str(folder)])
    out, err = capfd.readouterr()
    assert (code, out) == (2, "")
    assert f"has {column} “{stranger}”" in err
    known = values(duckdb.connect(str(folder / "generations" / "000001.duckdb"), read_only=True), column)
    assert err.count("“") == 1 + min(3, len(known))
    assert all(f"“{one}”" in err for one in nearest(stranger, known))


@pytest.mark.parametrize("column", GROUPS)
def test_every_value_that_anybody_has_is_understood_and_so_is_unknown(column, odd):
    known = values(odd, column)
    assert known
    for value in (*known, UNKNOWN):
        assert understood(odd, ((column, (value,)),)) == ((column, (value,)),)


@pytest.mark.parametrize("column", OWN)
def test_whoever_has_left_and_whoever_only_comes_have_values_too(column, odd):
    assert {*ODD} <= {*values(odd, column)}


@pytest.mark.parametrize(
    ("column", "value"), [("business_unit", "Board"), ("location", "Bern"), ("job_family", "Law"), ("job_level", "12")]
)
def test_what_only_a_role_has_can_be_asked_for(column, value, odd):
    assert value in values(odd, column)


def test_a_value_of_another_day_gives_an_honest_nought(folder, capfd):
    asked = ["retention_rate", "--where", "business_unit=-Nord", "--where", "job_level=2", "--min-group", "1"]
    code = main([*asked, "--format", "json", "--data", str(folder)])
    out, err = capfd.readouterr()
    assert (code, err) == (0, "")
    assert '"headcount_start": 0' in out


@pytest.mark.parametrize("column", OWN)
@pytest.mark.parametrize("value", ODD)
def test_a_value_copied_out_of_a_csv_is_understood_as_it_is(column, value, odd):
    assert understood(odd, ((column, (harmless(value), value)),)) == ((column, (value,)),)


def test_what_stands_in_the_data_with_its_apostrophe_is_itself():
    people = [
        {"employee_id": f"E{n}", "hire_date": date(2020, 1, 1), "track": "ic", "location": place}
        for n, place in enumerate(["=x", "'=x"])
    ]
    cur = company(employees=people)
    assert understood(cur, (("location", ("'=x",)),)) == (("location", ("'=x",)),)
    assert understood(cur, (("location", ("''=x",)),)) == (("location", ("'=x",)),)


@pytest.mark.parametrize("metric", catalogue.names())
def test_whatever_a_metric_shows_as_a_group_is_understood_as_a_filter(metric, sixty):
    for column in catalogue.entry(metric).groups:
        if column not in catalogue.entry(metric).filters:
            continue
        frame = engine.compute(sixty, metric, Scope(DAY, by=(column,)))
        for text in {UNKNOWN if pd.isna(value) else str(value) for value in frame[column]}:
            assert understood(sixty, ((column, (harmless(text),)),)) == ((column, (text,)),)


def test_a_value_with_a_comma_that_came_in_pieces_is_the_nearest_and_written_out(folder, capfd):
    code = main(["retention_rate", "--where", "location=São Paulo, SP", "--data", str(folder)])
    err = capfd.readouterr().err
    assert code == 2
    assert err.startswith("Nobody has location “São Paulo” or “SP”. The nearest are “São Paulo, SP”, ")
    remedy = shlex.split(err.partition("Write: ")[2])
    assert remedy == ["--where", 'location="São Paulo, SP"']
    assert main(["retention_rate", *remedy, "--data", str(folder)]) == 0


@pytest.mark.parametrize("value", ODD)
def test_the_remedy_works_as_it_is_printed(value, folder, capfd):
    main(["retention_rate", "--where", f"location={comma_separated([value + 'e'])}", "--data", str(folder)])
    remedy = shlex.split(capfd.readouterr().err.partition("Write: ")[2])
    assert remedy == ["--where", f"location={comma_separated([value])}"]
    assert main(["retention_rate", *remedy, "--data", str(folder)]) == 0


@pytest.mark.parametrize("asked", ["location=", "location=,", "location=Zürich,,", "job_level="])
def test_a_filter_without_a_value_is_told_and_no_nought(asked, folder, capfd):
    assert main(["retention_rate", "--where", asked, "--data", str(folder)]) == 2
    assert "No value of" in capfd.readouterr().err


def test_a_column_that_the_data_does_not_have_is_left_out():
    cur = company(employees=[{"employee_id": "E1", "hire_date": date(2020, 1, 1), "track": "ic"}])
    with pytest.raises(UnknownValue, match="the data has no country at all"):
        understood(cur, (("country", ("Chile",)),))


@pytest.mark.parametrize(
    ("given", "first"),
    [("sao paulo", "São Paulo, SP"), ("ZURICH", "Zürich"), ("Alt Köln", '"Alt" Köln'), ("Züirch", "Zürich")],
)
def test_accents_case_and_quotation_marks_keep_nothing_apart(given, first):
    assert nearest(given, ODD)[0] == first


def test_of_numbers_the_nearest_number_comes_first():
    assert nearest("11", ["1", "2", "9", "10"]) == ["10", "9", "2"]


def test_only_what_is_in_a_viewers_units_is_listed(odd):
    for column in OWN:
        assert values(odd, column, ["Zürich"]) == ["Zürich"]
    assert values(odd, "location", ["Board"]) == ["Bern"]
    assert values(odd, "job_level", []) == []
