from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from company import company, publish
from data_loaders import __main__ as data_loaders
from data_loaders.database import schema
from metrics.__main__ import main
from metrics.company import TABLES, default_as_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, spells):
    """A data folder whose newest generation holds twelve people in two units, one named like a formula."""
    rows = [
        {
            "spell_start": date(2020, 1, 1),
            "spell_end": date(2026, 2, 1) if n == 0 else None,
            "end_reason": "exit_voluntary" if n == 0 else "open",
            "business_unit": "=cmd|' /C calc'!A0" if n < 8 else "Labs",
        }
        for n in range(12)
    ]
    con = spells(rows, observed_from=date(2010, 1, 1))
    con.execute("insert into rosters values (1, '2026-06-30', false, ['employee_id'])")
    (tmp_path / "generations").mkdir()
    con.execute(f"attach '{tmp_path / 'generations' / '000001.duckdb'}' as kept")
    con.execute("copy from database memory to kept")
    con.close()
    (tmp_path / "current").write_text("000001\n")
    return tmp_path


@pytest.fixture
def run(folder, capfdbinary):
    def command(*arguments):
        code = main([*arguments, "--data", str(folder)])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


def test_csv_is_the_dictionarys_columns_unrounded_after_the_groups(run):
    code, out, _ = run("retention_rate", "--by", "business_unit", "--min-group", "1")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert list(rows[0]) == ["business_unit", "headcount_start", "leavers", "rate", "low", "high", "note"]
    assert (rows[0]["headcount_start"], rows[0]["leavers"], rows[0]["rate"]) == ("8", "1", "0.875")
    assert rows[1]["business_unit"] == "Labs"


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless_and_numbers_stay_numbers(run):
    _, out, _ = run("retention_rate", "--by", "business_unit", "--min-group", "1")
    first = next(csv.DictReader(io.StringIO(out)))
    assert first["business_unit"].startswith("'=cmd")
    _, out, _ = run("retention_gap", "--min-group", "1")
    assert not any("'" in row["gap"] for row in csv.DictReader(io.StringIO(out)))


def test_small_groups_are_hidden_unless_asked_otherwise(run):
    _, out, _ = run("retention_rate", "--by", "business_unit", "--format", "json")
    labs = json.loads(out)[1]
    assert labs == {
        "business_unit": "Labs",
        "headcount_start": None,
        "leavers": None,
        "rate": None,
        "low": None,
        "high": None,
        "note": "hidden, small group",
    }


def test_json_has_iso_dates_and_null_for_what_is_empty(run):
    _, out, _ = run(
        "retention_rate", "--trend", "2", "--format", "json", "--where", "business_unit=Labs", "--min-group", "1"
    )
    rows = json.loads(out)
    assert [row["as_of"] for row in rows] == ["2026-05-31", "2026-06-30"]
    assert rows[0]["headcount_start"] == 4
    _, out, _ = run("retention_rate", "--as-of", "2011-06-30", "--format", "json")
    assert json.loads(out) == [
        {"headcount_start": 0, "leavers": 0, "rate": None, "low": None, "high": None, "note": None}
    ]


def test_the_default_day_is_the_newest_rosters(run):
    _, by_default, _ = run("retention_rate")
    assert by_default == run("retention_rate", "--as-of", "2026-06-30")[1]
    assert by_default != run("retention_rate", "--as-of", "2025-12-31")[1]


def test_without_a_roster_the_default_day_is_the_newest_one_not_after_the_load(spells):
    con = spells([{"spell_start": date(2024, 5, 1), "spell_end": date(2031, 1, 1), "end_reason": "exit_other"}])
    assert default_as_of(con, date(2026, 1, 1)) == date(2024, 5, 1)
    con.execute("insert into loads values (1, timestamp '2032-02-01 10:00', 'hr', 'load', null)")
    assert default_as_of(con, date(2026, 1, 1)) == date(2031, 1, 1)


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
def test_out_writes_the_format_its_ending_says(run, folder, ending):
    target = folder / f"rate.{ending}"
    assert run("retention_rate", "--by", "business_unit", "--min-group", "1", "--out", str(target))[:2] == (0, "")
    read = {
        "csv": pd.read_csv,
        "json": pd.read_json,
        "parquet": pd.read_parquet,
        "xlsx": partial(pd.read_excel, engine="openpyxl"),
    }[ending](target)
    assert read["headcount_start"].tolist() == [8, 4]
    assert read["rate"].tolist() == [0.875, 1.0]


def test_a_workbook_holds_no_formula(run, folder):
    target = folder / "rate.xlsx"
    run("retention_rate", "--by", "business_unit", "--min-group", "1", "--out", str(target))
    cell = openpyxl.load_workbook(target)["metric"]["A2"]
    assert (cell.data_type, cell.value[:4]) == ("s", "'=cm")


@pytest.mark.parametrize(
    "arguments",
    [
        ("no_such_metric",),
        ("describe", "no_such_metric"),
        ("retention_rate", "--by", "full_name"),
        ("retention_gap", "--by", "track"),
        ("retention_rate", "--where", "full_name=x"),
        ("retention_rate", "--where", "job_level=senior"),
        ("retention_rate", "--option", "colour=red"),
        ("retention_rate", "--option", "exits=some"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize(
    "arguments",
    [("describe",), ("retention_rate", "--months", "0"), ("retention_rate", "--as-of", "30.6.2026"), (), ("list", "x")],
)
def test_arguments_that_cannot_be_read_exit_with_2(arguments):
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    assert stop.value.code == 2


def test_without_data_the_command_is_refused_and_says_how_to_load(tmp_path, capfd):
    assert main(["retention_rate", "--data", str(tmp_path)]) == 1
    assert "python -m data_loaders load" in capfd.readouterr().err


def test_wrong_usage_is_told_even_before_there_is_data(tmp_path):
    assert main(["retention_rate", "--by", "full_name", "--data", str(tmp_path)]) == 2


def test_list_and_describe_need_no_data(tmp_path, capfd):
    assert main(["list", "--data", str(tmp_path)]) == 0
    assert main(["describe", "retention_rate", "--data", str(tmp_path)]) == 0
    out = capfd.readouterr().out
    assert "Of those who were here a year ago" in out
    assert "headcount_start (people)" in out


def test_the_folder_is_taken_from_the_environment(folder, monkeypatch, capfd):
    monkeypatch.setenv("BENCH_DATA", str(folder))
    assert main(["retention_rate"]) == 0
    assert "headcount_start" in capfd.readouterr().out


def test_a_metric_can_be_computed_while_another_process_reads(folder):
    held = duckdb.connect(str(folder / "generations" / "000001.duckdb"), read_only=True)
    done = subprocess.run(
        [sys.executable, "-m", "metrics", "turnover_rate", "--data", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    held.close()
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b'"exits","person_years"')


def test_tables_of_an_earlier_version_are_not_measured_until_they_are_brought_up_to_date(tmp_path, capsys):
    hired = {"hire_date": date(2018, 1, 1)}
    con = company(employees=[{"employee_id": "A", "manager_id": "B", **hired}, {"employee_id": "B", **hired}])
    con.execute("update settings set value = value::integer - 1 where name = 'schema_version'")
    publish(con, tmp_path)
    ask = ["span_of_control", "--format", "json", "--data", str(tmp_path)]
    assert main(ask) == 1
    refused = capsys.readouterr().err
    assert f"earlier version of the program. `python -m data_loaders history --data {tmp_path}`" in refused
    assert data_loaders.main(["history", "--data", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main(ask) == 0


def test_the_newest_tables_there_are_can_be_measured():
    assert schema.NEWEST == TABLES
