"""Who may open what and do what: role by role, page by page, function by function."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from company import company, publish
from data_loaders.privacy import grants as granted
from data_loaders.privacy.grants import ROLES, Grant
from metrics import catalogue
from metrics.errors import MetricError
from metrics.scope import Scope
from ui import company_folders, page_register
from ui.auth import access, identity
from ui.auth.access import Viewer
from ui.datasource import generation, metric_cache
from ui.permissions import person_visibility

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 6, 30)
AT = datetime(2026, 7, 1, tzinfo=UTC)
FIGURES = {"overview", "retention", "refusals", "bench", "stress", "pathways", "growth", "dictionary"}
OPEN = {
    "executive": FIGURES,
    "analyst": FIGURES | {"explore"},
    "hr": FIGURES | {"explore", "upload"},
    "owner": FIGURES | {"explore", "settings", "access"},
}
DOES = {
    "executive": {"figures"},
    "analyst": {"figures", "download"},
    "hr": {"figures", "download", "upload", "mend", "undo"},
    "owner": {"figures", "download", "settings", "grant", "audit", "erase"},
}


class _Peer:
    def __init__(self, address: Any) -> None:
        self.ip_address, self.cookies = address, {}


@pytest.mark.parametrize(
    ("address", "may"),
    [
        (None, True),
        ("127.0.0.1", True),
        ("127.3.4.5", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.20", False),
        ("::ffff:192.168.1.20", False),
        ("2001:db8::1", False),
        ("not an address", False),
    ],
)
def test_only_this_machine_sees_people(monkeypatch: pytest.MonkeyPatch, address: str | None, may: bool) -> None:
    monkeypatch.setattr(st, "context", _Peer(address))
    who = access.viewer()
    assert bool(who.pages) is may
    assert who.sees_people is may


@pytest.mark.parametrize("page", page_register.NAMES)
def test_every_page_asks_for_access_before_anything_else(page: str) -> None:
    lines = (ROOT / "pages" / f"{page}.py").read_text().splitlines()
    does = [line for line in lines[1:] if line and not line.startswith(("from ", "import ", '"', " ", ")", "#"))]
    assert does[0].endswith(f'access.require("{page}")')


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_today_are_open_to_whom_they_were_given(role: str) -> None:
    today = set().union(*OPEN.values())
    assert {page for page in page_register.open_to(role) if page in today} == OPEN[role]


def test_a_page_opened_without_the_shell_is_refused_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "192.168.1.20"))
    app = AppTest.from_file(str(ROOT / "pages" / "bench.py"), default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Not open to you"
    assert not app.dataframe


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", page_register.NAMES)
def test_a_role_opens_its_pages_and_no_other(
    as_viewer: Callable[[Viewer], None], company_folder: Path, role: str, page: str
) -> None:
    as_viewer(access.of(Grant("somebody@example.com", role)))
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=30).run()
    refused = [title.value for title in app.title] == ["This page is not open to you"]
    assert refused is (page not in page_register.open_to(role))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_is_its_own_and_nothing_else(role: str) -> None:
    who = access.of(Grant("somebody@example.com", role))
    assert {right for right in access.RIGHTS if who.may(right)} == DOES[role]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_sees_some_units_changes_nothing_for_all(role: str) -> None:
    who = access.of(Grant("somebody@example.com", role, units=("Sales",)))
    assert {right for right in access.RIGHTS if who.may(right)} == DOES[role] & {"figures", "download"}
    assert not who.pages & {"upload", "settings", "access"}


@pytest.mark.parametrize("right", ["upload", "undo", "mend", "settings", "grant", "audit", "erase"])
def test_an_executive_is_stopped_inside_the_function_whatever_the_browser_sends(
    as_viewer: Callable[[Viewer], None], right: str
) -> None:
    as_viewer(access.of(Grant("boss@example.com", "executive")))
    with pytest.raises(access.NotAllowed, match="Your role does not include this"):
        access.demand(right)


@pytest.mark.parametrize(
    ("given", "masked", "by_name"),
    [
        (Grant("x", "executive"), True, False),
        (Grant("x", "analyst"), True, False),
        (Grant("x", "owner"), True, False),
        (Grant("x", "hr"), False, True),
        (Grant("x", "executive", persons=None), False, True),
        (Grant("x", "executive", units=("Sales",), persons=("Sales",)), False, True),
        (Grant("x", "executive", units=("Sales", "Care"), persons=("Sales",)), True, True),
        (Grant("x", "executive", persons=("Sales",)), True, True),
        (Grant("x", "analyst", persons=None), False, False),
    ],
)
def test_small_groups_are_hidden_from_all_who_do_not_see_every_person_in_scope(
    given: Grant, masked: bool, by_name: bool
) -> None:
    who = access.of(given)
    assert (who.masked, who.by_name) == (masked, by_name)


def test_a_grant_is_read_anew_on_every_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    monkeypatch.setattr(identity, "provider", lambda: identity.Provider("bench", "https://bench.example"))
    monkeypatch.setattr(identity, "claims", lambda *_: {})
    monkeypatch.setattr(identity, "who", lambda *_: "ana@example.com")
    assert access.viewer().role == access.EVERYBODY_ELSE
    granted.grant(tmp_path, Grant("Ana@Example.com", "owner"), by="t", at=AT)
    owner = access.viewer()
    assert owner.role == "owner"
    access.still(owner, "grant")
    granted.grant(tmp_path, Grant("ana@example.com", "executive"), by="t", at=AT)
    assert access.viewer().role == "executive"
    with pytest.raises(access.NotAllowed):
        access.still(owner, "grant")
    granted.revoke(tmp_path, "ana@example.com", by="t", at=AT)
    assert access.viewer().pages == frozenset()


@pytest.fixture
def as_viewer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer], None]:
    """`as_viewer(who)`: from now on that is who looks."""
    return lambda who: monkeypatch.setattr(access, "viewer", lambda: who)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Twelve people in two units, of whom 003 of Sales and 004 of Care are named for the role in Sales."""
    con = company(
        employees=[
            {
                "employee_id": f"{number:03d}",
                "full_name": f"Person {number}",
                "hire_date": date(2020, 1, 1),
                "business_unit": "Sales" if number % 2 else "Care",
                "job_level": 3,
                "track": "ic",
            }
            for number in range(12)
        ],
        critical_roles=[
            {"role_id": "R1", "title": "Head of Sales", "business_unit": "Sales", "incumbent_id": "001"},
            {"role_id": "R2", "title": "Head of Care", "business_unit": "Care", "incumbent_id": "002"},
        ],
        successors=[
            {"role_id": "R1", "employee_id": "003", "readiness": "ready_now", "willing": "yes"},
            {"role_id": "R1", "employee_id": "004", "readiness": "ready_now", "willing": "no"},
            {"role_id": "R2", "employee_id": "006", "readiness": "ready_now", "willing": "yes"},
        ],
        settings={"observed_from": "2020-01-01"},
        as_of=DAY,
    )
    return publish(con, tmp_path_factory.mktemp("company"))


@pytest.fixture
def company_folder(kept: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the pages find that company."""
    monkeypatch.setenv("BENCH_DATA", kept[0])
    monkeypatch.setattr(
        generation, "current", lambda: generation.GenerationRef(*kept, access.viewer().employee_id or "")
    )
    return Path(kept[0])


def test_hr_sees_who_stands_behind_a_role(as_viewer: Callable[[Viewer], None], company_folder: Path) -> None:
    as_viewer(access.of(Grant("hr", "hr")))
    assert list(metric_cache.people_of("R1", DAY)["full_name"]) == ["Person 3", "Person 4"]


def test_persons_of_other_units_stay_out_of_sight(as_viewer: Callable[[Viewer], None], company_folder: Path) -> None:
    as_viewer(access.of(Grant("hr", "hr", units=("Sales",))))
    assert list(metric_cache.people_of("R1", DAY)["employee_id"]) == ["003"]
    assert list(metric_cache.metric("successor_coverage", Scope(DAY))["role_id"]) == ["R1"]
    asked = Scope(DAY, where=(("business_unit", ("Care",)),))
    assert list(metric_cache.metric("successor_coverage", asked)["role_id"]) == ["R1"]


def test_an_analyst_with_persons_sees_pseudonyms_that_stay_the_same(
    as_viewer: Callable[[Viewer], None], company_folder: Path
) -> None:
    as_viewer(access.of(Grant("analyst", "analyst", persons=None)))
    found = metric_cache.people_of("R1", DAY)
    assert list(found["full_name"]) == ["", ""]
    assert found["employee_id"].str.fullmatch("P-[0-9a-f]{10}").all()
    assert list(found["employee_id"]) == list(metric_cache.people_of("R1", DAY)["employee_id"])
    incumbents = metric_cache.metric("successor_coverage", Scope(DAY))["incumbent_id"]
    assert not set(incumbents) & {"001", "002"}


@pytest.mark.parametrize("role", ["executive", "analyst", "owner"])
def test_whoever_may_not_see_persons_gets_no_id_from_any_metric(
    as_viewer: Callable[[Viewer], None], company_folder: Path, role: str
) -> None:
    as_viewer(access.of(Grant("x", role)))
    for name in catalogue.names():
        text = _metric_or_refusal(name).replace("2020", "").replace("2026", "")
        assert not [number for number in range(1, 12) if f"{number:03d}" in text], name


def _metric_or_refusal(name: str) -> str:
    try:
        frame = metric_cache.metric(name, Scope(DAY))
        return str(frame.select_dtypes(exclude="number").to_csv())  # an id is a text; 0.0085 is none
    except MetricError as refused:
        return str(refused)


def test_nobody_sees_their_own_nomination(as_viewer: Callable[[Viewer], None], company_folder: Path) -> None:
    as_viewer(access.of(Grant("hr", "hr", employee_id="003")))
    assert list(metric_cache.people_of("R1", DAY)["employee_id"]) == ["004"]
    coverage = metric_cache.metric("successor_coverage", Scope(DAY)).set_index("role_id")
    assert coverage.loc["R1", "named"] == 1
    as_viewer(access.of(Grant("hr", "hr")))
    assert metric_cache.metric("successor_coverage", Scope(DAY)).set_index("role_id").loc["R1", "named"] == 2


@pytest.mark.parametrize("name", catalogue.names())
def test_every_column_that_holds_ids_is_known_to_be_of_persons_or_not(name: str) -> None:
    of_roles = {"role_id", "role_ids", "set"}
    ids = {column.name for column in catalogue.entry(name).columns if column.unit in ("id", "ids")}
    assert ids <= {*person_visibility.OF_ONE, *person_visibility.OF_SEVERAL, *of_roles}


def test_the_company_seen_as_a_role_is_the_sample_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {"view_as": "executive"})
    monkeypatch.setattr(company_folders, "is_sample", lambda: False)
    assert access.viewer().role == access.MACHINE
    monkeypatch.setattr(company_folders, "is_sample", lambda: True)
    assert access.viewer().role == "executive"


def test_what_is_left_out_for_one_viewer_is_kept_apart_from_what_others_see(kept: tuple[str, str]) -> None:
    def named(of: generation.GenerationRef) -> int:
        rows: duckdb.DuckDBPyConnection = generation.cursor(of)
        return len(rows.execute("select * from successors").fetchall())

    assert (named(generation.GenerationRef(*kept, "003")), named(generation.GenerationRef(*kept))) == (2, 3)
