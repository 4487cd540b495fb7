"""The files of the sample company: the same each time, of the size asked for, readable, and at one with each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sample_exports import AS_OF, Exports, after

from data_loaders.contract import fields
from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable
from sample_data import company

TABLES = {
    "Worker": "employees",
    "PS": "job_history",
    "Internal": "promotion_offers",
    "Learning": "growth_activities",
    "Critical": "critical_roles",
    "Succession": "successors",
}


def in_service(roster: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return roster[roster["Termination Date"].isna() | (roster["Termination Date"] > day)]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    once, again = (company.write(tmp_path / name, people=300) for name in ("once", "again"))
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    one, other = (company.write(tmp_path / str(seed), people=300, seed=seed)[0] for seed in (1, 2))
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("people", [50, 1500])
def test_as_many_are_in_service_as_asked_for(tmp_path: Path, people: int) -> None:
    newest = company.write(tmp_path, people=people)[3]
    roster = pd.read_csv(newest, parse_dates=["Termination Date"])
    assert len(in_service(roster, AS_OF)) == people


def test_a_very_small_company_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 50"):
        company.write(tmp_path, people=49)


def test_ids_keep_their_leading_zeros(exports: Exports) -> None:
    columns = [exports.newest["Employee ID"], exports.history["EMPLID"], exports.nominations["SUCCESSOR_USERID"]]
    assert all(column.str.fullmatch(r"0\d{7}").all() for column in columns)


@pytest.fixture(scope="module")
def taken(exports: Exports) -> dict[str, ExtractedTable]:
    newest = [
        path for path in exports.files if not path.name.startswith("Worker_Roster_202") or path is exports.files[3]
    ]
    return {path.name.split("_")[0]: extract_tables(path, loaded_on=date(2026, 10, 1))[0] for path in newest}


def test_every_file_is_recognised_by_its_vendors_headings_and_has_no_error(taken: dict[str, ExtractedTable]) -> None:
    assert {name: intake.table for name, intake in taken.items()} == TABLES
    errors = [problem for intake in taken.values() for problem in intake.problems if problem.severity == "error"]
    assert errors == []


def test_every_field_of_the_contract_is_brought(taken: dict[str, ExtractedTable]) -> None:
    by_rosters = {("job_history", "termination_type"), ("job_history", "termination_reason")}
    missing = {
        (i.table, field) for i in taken.values() for field in fields.TABLES[str(i.table)] if field not in i.fields
    }
    assert missing == by_rosters


@pytest.mark.parametrize(
    ("event", "roster"),
    [
        ("Career Track", "Career Track"),
        ("Job Level", "Job Level"),
        ("Business Unit", "Business Unit"),
        ("Job Family", "Job Family"),
        ("Business Title", "Business Title"),
        ("SUPVID", "Manager ID"),
    ],
)
def test_the_history_says_what_each_roster_says(exports: Exports, event: str, roster: str) -> None:
    for day, listed in exports.rosters.items():
        there = in_service(listed, day).set_index("Employee ID")
        told = after(exports.history, day)[event].reindex(there.index)
        assert (told.fillna("") == there[roster].fillna("")).all(), day


def test_hires_and_terminations_stand_in_the_history(exports: Exports) -> None:
    history, newest = exports.history, exports.newest
    hires = history[history["ACTION"].isin(["Hire", "Rehire"])]
    assert set(zip(hires["EMPLID"], hires["EFFDT"], strict=True)) == set(
        zip(newest["Employee ID"], newest["Hire Date"], strict=True)
    )
    gone = newest[newest["Termination Date"] <= AS_OF]
    ends = history[history["ACTION"] == "Termination"]
    assert set(zip(ends["EMPLID"], ends["EFFDT"], strict=True)) == set(
        zip(gone["Employee ID"], gone["Termination Date"], strict=True)
    )


def test_everyone_reports_to_somebody_in_service(exports: Exports) -> None:
    there = in_service(exports.newest, AS_OF)
    led = there[there["Manager ID"].notna()]
    assert len(led) == len(there) - 1
    assert led["Manager ID"].isin(there.loc[there["Career Track"] == "Manager", "Employee ID"]).all()


def test_no_two_critical_roles_share_a_title(exports: Exports) -> None:
    assert exports.roles["Position Title"].is_unique


def test_what_makes_real_exports_awkward_is_there(exports: Exports) -> None:
    newest, offers = exports.newest, exports.offers
    gone = newest["Termination Date"] <= AS_OF
    status = offers["Offer Status"].str.strip().str.lower()
    open_since = AS_OF - offers.loc[status == "awaiting response", "Offer Date"]
    same_day = exports.history.groupby(["EMPLID", "EFFDT"]).size()
    assert newest["Employee ID"].duplicated().sum() > 50  # rehires
    assert (newest["Termination Date"] > AS_OF).sum() > 5  # known leavers
    assert (newest["Hire Date"] == newest["Termination Date"]).any()
    assert newest.loc[gone, "Termination type"].isna().sum() > 20
    assert (newest["Termination type"] == "Retirement").sum() > 50
    assert (same_day > 1).sum() > 50
    assert (open_since.dt.days < 365).any()
    assert (open_since.dt.days > 365).any()
    assert newest["Department"].str.endswith(" ").any()
    assert newest["Worker Status"].nunique() > 2
    assert exports.roles["INCUMBENT_USERID"].isna().any()
    assert exports.nominations["Willingness"].isna().any()
