"""Files in, one generation out: all or nothing, nothing twice, nothing dropped silently."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from company import rows
from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store import load_history
from data_loaders.store.generations import Store

ROOT = Path(__file__).parents[3]
ROSTER = "Employee ID,Hire Date,Termination Date,Full Name,Job Level,Track,Manager ID,Base Salary\n"
PEOPLE = ROSTER + "007,2018-01-01,,Ana Ruiz,5,manager,,90000\n008,2020-03-01,,Bo Li,3,ic,007,60000\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "company")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(store: Store, *files: Path, **said: Any) -> LoadReport:
    return load_files(store, LoadRequest(list(files), datetime(2026, 10, 1, 9, 0), "ana", **said))


def test_a_first_load_adds_every_row_and_keeps_leading_zeros(store: Store, tmp_path: Path) -> None:
    report = load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE))
    assert vars(report.tables["employees"]) == {
        "rows_read": 2,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "left_out": 0,
    }
    assert rows(store, "select employee_id, manager_id, job_level from employees order by 1") == [
        ("007", None, 5),
        ("008", "007", 3),
    ]
    assert rows(store, "select distinct as_of from roster_rows") == [(date(2026, 9, 30),)]


def test_the_same_file_again_changes_nothing_and_says_so(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "roster_2026-09-30.csv", PEOPLE)
    load(store, file)
    generation = store.current()
    again = load(store, file)
    assert (again.load_id, again.changes, again.tables["employees"].unchanged) == (None, False, 2)
    assert store.current() == generation


def test_the_same_file_again_changes_nothing_where_the_track_was_derived(store: Store, tmp_path: Path) -> None:
    text = "Employee ID,Hire Date,Track,Manager ID\n1,2018-01-01,,\n2,2018-01-01,,1\n"
    file = write(tmp_path, "roster_2026-09-30.csv", text)
    load(store, file)
    assert rows(store, "select employee_id, track, track_derived from employees order by 1") == [
        ("1", "manager", True),
        ("2", "ic", True),
    ]
    assert not load(store, file).changes


def test_reporting_lines_that_lead_to_nobody_leave_the_track_unknown(store: Store, tmp_path: Path) -> None:
    text = "Employee ID,Hire Date,Manager ID\n1,2018-01-01,990\n2,2018-01-01,991\n"
    load(store, write(tmp_path, "roster_2026-09-30.csv", text))
    assert rows(store, "select distinct track from employment_spells") == [("unknown",)]


def test_a_later_roster_counts_newcomers_and_changes_against_the_earlier(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    newer = PEOPLE.replace("Bo Li,3", "Bo Li,4") + "009,2026-09-01,,Cy Oh,1,ic,007,40000\n"
    counts = load(store, write(tmp_path, "roster_2026-09-30.csv", newer)).tables["employees"]
    assert (counts.added, counts.changed, counts.unchanged) == (1, 1, 1)
    assert rows(store, "select count(*) from roster_rows") == [(5,)]


EVENTS = "Employee ID,Effective Date,Action,Track\n007,2024-01-01,Promotion,manager\n"
STRANGE = EVENTS + "X1,2025-05-01,Hire,ic\nX2,2026-09-20,Hire,ic\nX2,2026-09-25,Transfer,ic\n"
EMPLOYED = "select distinct employee_id from employment_spells where end_reason = 'open' order by 1"


def said_of(report: LoadReport, *people: str) -> list[str]:
    return [p.problem for p in report.problems if p.severity == "warning" and any(who in p.problem for who in people)]


@pytest.mark.parametrize("order", ["together", "roster first", "events first"])
def test_people_of_events_whom_no_roster_holds_are_told_by_id_and_not_employed_beside_a_later_roster(
    store: Store, tmp_path: Path, order: str
) -> None:
    roster = write(tmp_path, "roster_2026-08-31.csv", PEOPLE)
    events = write(tmp_path, "job_history.csv", STRANGE)
    loaded = {
        "together": lambda: [load(store, events, roster)],
        "roster first": lambda: [load(store, roster), load(store, events)],
        "events first": lambda: [load(store, events), load(store, roster)],
    }[order]()
    assert [told for told in said_of(loaded[-1], "X1") if "do not count as employed" in told or "not used" in told]
    assert [told for told in said_of(loaded[-1], "X2") if "count as employed" in told]
    assert rows(store, EMPLOYED) == [("007",), ("008",), ("X2",)]
    later = load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE))
    assert said_of(later, "X2")
    assert rows(store, EMPLOYED) == [("007",), ("008",)]
    assert rows(store, "select count(*) from employment_spells where end_reason like 'exit%'") == [(0,)]
    newest = PEOPLE + "X2,2026-09-20,,Cy Oh,1,ic,007,40000\n"
    load(store, write(tmp_path, "roster_2026-10-01.csv", newest))
    assert rows(store, EMPLOYED) == [("007",), ("008",), ("X2",)]


def test_events_of_people_whom_a_roster_holds_are_told_nothing_of(store: Store, tmp_path: Path) -> None:
    report = load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE), write(tmp_path, "job_history.csv", EVENTS))
    assert [problem.column for problem in report.problems] == ["Base Salary"]


def test_an_older_roster_loaded_later_does_not_overwrite_what_the_newer_says(store: Store, tmp_path: Path) -> None:
    newer = write(tmp_path, "roster_2026-09-30.csv", PEOPLE.replace("Bo Li,3", "Bo Li,4"))
    older = write(tmp_path, "roster_2026-08-31.csv", PEOPLE)
    load(store, newer)
    load(store, older)
    assert rows(store, "select job_level from employees where employee_id = '008'") == [(4,)]
    spells = rows(store, "select spell_start, job_level from employment_spells where employee_id = '008' order by 1")
    assert (date(2026, 9, 30), 4) in spells
    assert spells[0][1] == 3


def test_a_file_that_lacks_a_field_leaves_what_is_known_of_it(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    short = "Employee ID,Hire Date,Job Level\n007,2018-01-01,6\n008,2020-03-01,\n"
    load(store, write(tmp_path, "roster_2026-09-30.csv", short))
    assert rows(store, "select full_name, job_level, base_salary from employees order by employee_id") == [
        ("Ana Ruiz", 6, 90000),
        ("Bo Li", None, 60000),
    ]


def test_rosters_that_bring_different_fields_go_together(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    bare = "Employee ID,Hire Date,Department\n007,2018-01-01,IT\n010,2026-09-01,Sales\n"
    load(store, write(tmp_path, "roster_2026-09-30.csv", bare))
    assert rows(store, "select employee_id, track, department from employees order by 1") == [
        ("007", "manager", "IT"),
        ("008", "ic", None),
        ("010", None, "Sales"),
    ]


def test_managers_a_second_file_of_the_day_brings_count_from_that_day_empty_ones_as_well(
    store: Store, tmp_path: Path
) -> None:
    head, ana, bo = "Employee ID,Hire Date,Track{}\n", "007,2018-01-01,manager{}\n", "008,2020-03-01,ic{}\n"
    without = head.format("") + ana.format("") + bo.format("")
    for file, text in {
        "roster_2026-06-30.csv": head.format(",Manager ID") + ana.format(",") + bo.format(",007"),
        "roster_2026-09-30.csv": without,
    }.items():
        load(store, write(tmp_path, file, text))
    assert rows(store, "select manager_id, to_date from reports_to") == [("007", None)]
    emptied = head.format(",Manager ID") + ana.format(",") + bo.format(",")
    report = load(store, write(tmp_path, "managers_2026-09-30.csv", emptied))
    assert (report.changes, report.tables["employees"].unchanged) == (True, 2)
    assert rows(store, "select manager_id, to_date from reports_to") == [("007", date(2026, 9, 30))]
    assert rows(store, "select manager_id from employees where employee_id = '008'") == [(None,)]
    assert not load(store, tmp_path / "managers_2026-09-30.csv").changes
    assert not load(store, tmp_path / "roster_2026-09-30.csv").changes


def test_rows_with_errors_stop_the_load_and_every_problem_is_told_at_once(store: Store, tmp_path: Path) -> None:
    bad = PEOPLE + "009,2026-09-01,2026-01-01,Cy,1,ic,007,1\n,2026-09-01,,Di,1,ic,007,1\n"
    with pytest.raises(LoadRefused) as refused:
        load(store, write(tmp_path, "roster_2026-09-30.csv", bad))
    assert sorted(p.row for p in refused.value.problems if p.severity == "error" and p.row) == [4, 5]
    assert store.current() is None


def test_rows_with_errors_are_left_out_and_listed_where_hr_accepts_it(store: Store, tmp_path: Path) -> None:
    bad = PEOPLE + "009,2026-09-01,2026-01-01,Cy,1,ic,007,1\n"
    report = load(store, write(tmp_path, "roster_2026-09-30.csv", bad), accept_problems=True)
    assert report.tables["employees"].left_out == 1
    assert report.tables["employees"].added == 2
    told = rows(store, "select row_number, column_name, cell, problem from load_problems where left_out")
    assert told == [(4, "Termination Date", "C4", "The last day 2026-01-01 is before the first day.")]


def test_a_row_hr_leaves_out_is_listed_and_not_loaded(store: Store, tmp_path: Path) -> None:
    bad = PEOPLE + "009,2026-09-01,2026-01-01,Cy,1,ic,007,1\n"
    file = write(tmp_path, "roster_2026-09-30.csv", bad)
    report = load(store, file, said_of={file.name: UploadAnswers(left_out=frozenset({(None, 4)}))})
    assert (report.tables["employees"].added, report.tables["employees"].left_out) == (2, 1)
    assert [(p.row, p.problem) for p in report.problems if p.row] == [(4, "Left out, as you said.")]


def test_a_load_shows_a_few_of_the_rows_that_are_new_or_change(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    newer = PEOPLE.replace("Bo Li,3", "Bo Li,4") + "009,2026-09-01,,Cy Oh,1,ic,007,40000\n"
    report = load(store, write(tmp_path, "roster_2026-09-30.csv", newer), dry_run=True)
    assert report.examples["employees"] == ["009, 2026-09-01: new", "008, 2020-03-01: job_level 3 → 4"]


def test_the_state_to_come_can_be_looked_at_before_it_is_published(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "roster_2026-09-30.csv", PEOPLE)
    report = load(
        store, file, dry_run=True, look=lambda con: con.execute("select count(*) from employment_spells").fetchone()[0]
    )
    assert report.seen == 4
    assert store.current() is None


def test_a_dry_run_says_what_would_happen_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    report = load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE), dry_run=True)
    assert report.tables["employees"].added == 2
    assert report.load_id is None
    assert store.current() is None


def test_the_same_person_twice_with_other_values_is_an_error_and_the_same_row_twice_is_counted_once(
    store: Store, tmp_path: Path
) -> None:
    twice = PEOPLE + "008,2020-03-01,,Bo Li,3,ic,007,60000\n"
    report = load(store, write(tmp_path, "roster_2026-09-30.csv", twice))
    assert (report.tables["employees"].added, report.tables["employees"].left_out) == (2, 1)
    other = PEOPLE + "008,2020-03-01,,Bo Li,4,ic,007,60000\n"
    with pytest.raises(LoadRefused) as refused:
        load(store, write(tmp_path, "roster_2026-10-31.csv", other))
    assert [p.row for p in refused.value.problems if p.severity == "error"] == [4]


def test_several_files_go_in_together_or_not_at_all(store: Store, tmp_path: Path) -> None:
    good = write(tmp_path, "roster_2026-09-30.csv", PEOPLE)
    bad = write(tmp_path, "notes.csv", "colour,shape\nred,round\n")
    with pytest.raises(LoadRefused):
        load(store, good, bad)
    assert store.current() is None


def test_an_offer_without_an_id_is_the_same_offer_when_it_is_decided(store: Store, tmp_path: Path) -> None:
    heading = "employee_id,offered_on,outcome,decided_on,offered_track\n"
    load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE))
    load(store, write(tmp_path, "offers.csv", heading + "008,2026-06-01,pending,,manager\n"))
    counts = load(
        store, write(tmp_path, "offers2.csv", heading + "008,2026-06-01,declined,2026-07-01,manager\n")
    ).tables
    assert counts["promotion_offers"].changed == 1
    assert rows(store, "select outcome, decided_on from promotion_offers") == [("declined", date(2026, 7, 1))]


def test_two_nominations_of_one_person_for_one_role_are_both_kept(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE))
    roles = write(tmp_path, "roles.csv", "role_id,title,criticality,incumbent_id\nR1,CFO,1,007\n")
    plan = "role_id,employee_id,readiness,willing\nR1,008,ready_now,yes\nR1,008,ready_1_2_years,no\n"
    file = write(tmp_path, "successors.csv", plan)
    load(store, roles, file)
    assert rows(store, "select count(*) from successors") == [(2,)]
    assert not load(store, file).changes


def test_a_later_load_of_the_roles_keeps_the_earlier_incumbent_as_history(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE))
    heading = "role_id,title,incumbent_id,incumbent_since\n"
    load(store, write(tmp_path, "roles.csv", heading + "R1,CFO,007,2024-01-01\n"))
    load(store, write(tmp_path, "roles2.csv", heading + "R1,CFO,008,2026-09-15\n"))
    assert rows(store, "select incumbent_id, known_from from role_incumbents order by known_from") == [
        ("007", date(2024, 1, 1)),
        ("008", date(2026, 9, 15)),
    ]
    assert rows(store, "select incumbent_id from critical_roles") == [("008",)]


def test_undo_goes_back_load_by_load_and_the_history_keeps_what_was_undone(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE.replace("Bo Li,3", "Bo Li,4")))
    when = datetime(2026, 10, 2)
    assert load_history.undo(store, when) == 2
    assert rows(store, "select job_level from employees where employee_id = '008'") == [(3,)]
    assert load_history.undo(store, when) == 1
    assert rows(store, "select count(*) from employees") == [(0,)]
    with pytest.raises(LoadRefused, match="nothing to undo"):
        load_history.undo(store, when)
    con = store.open()
    assert [(entry["load_id"], bool(entry["undone_at"])) for entry in load_history.history(con)] == [
        (1, True),
        (2, True),
    ]
    assert load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE)).load_id == 3


def test_the_files_are_kept_as_they_were_brought(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "roster_2026-09-30.csv", PEOPLE)
    report = load(store, file)
    assert (store.uploads / str(report.load_id) / file.name).read_bytes() == file.read_bytes()
    assert rows(store, "select file, bytes from load_files") == [(file.name, len(PEOPLE))]


def test_hr_can_set_the_day_from_which_leavers_are_known(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE), observed_from=date(2020, 1, 1))
    assert rows(store, "select value from settings where name = 'observed_from'") == [("2020-01-01",)]


LOADER = """
import sys, pathlib, datetime
sys.path.insert(0, {root!r})
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store
print("ready", flush=True)
load.load_files(Store({folder!r}), LoadRequest([pathlib.Path({file!r})], datetime.datetime(2026, 10, 1), "ana"))
"""


@pytest.mark.parametrize("delay", [0.01, 0.06, 0.12, 0.18, 0.26, 0.36, 0.5])
def test_a_load_killed_at_any_moment_leaves_the_state_before_or_after(
    store: Store, tmp_path: Path, delay: float
) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    lines = "".join(f"{number},2019-01-01,,N {number},2,ic,007,50000\n" for number in range(1000, 4000))
    big = write(tmp_path, "roster_2026-09-30.csv", PEOPLE + lines)
    code = LOADER.format(root=str(ROOT), folder=str(store.folder), file=str(big))
    loader = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert loader.stdout
    loader.stdout.readline()
    time.sleep(delay)
    os.kill(loader.pid, signal.SIGKILL)
    loader.wait()
    assert rows(store, "select count(*) from employees") in ([(2,)], [(3002,)])
    spells = rows(store, "select count(distinct employee_id) from employment_spells")
    assert spells == rows(store, "select count(*) from employees")
    assert load(store, big).tables["employees"].rows_read == 3002
    assert rows(store, "select count(*) from employees") == [(3002,)]


def test_a_reader_in_another_process_sees_the_old_state_until_the_load_is_done(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path, "roster_2026-08-31.csv", PEOPLE))
    held = duckdb.connect(str(store.path(store.current() or "")), read_only=True)
    load(store, write(tmp_path, "roster_2026-09-30.csv", PEOPLE + "009,2026-09-01,,Cy,1,ic,007,1\n"))
    assert held.execute("select count(*) from employees").fetchone() == (2,)
    assert rows(store, "select count(*) from employees") == [(3,)]
