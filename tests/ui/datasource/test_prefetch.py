"""Who moves on to the next state of the data, and when."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st

from data_loaders.privacy.grants import Grant
from metrics.disclosure_control import mask_files
from metrics.scope import Scope
from ui import company_folders
from ui.auth import access
from ui.datasource import generation, metric_cache, prefetch
from ui.datasource.prefetch import Moving

PATIENCE = 20.0
DAY = date(2026, 6, 30)


@pytest.fixture
def asked() -> Moving:
    """Five sessions have asked three things of the state before."""
    made = Moving()
    for session in range(prefetch.SEVERAL):
        for what in ("rate", "gap", "curve"):
            made.note("before", what, f"session {session}")
    return made


def test_several_stay_until_what_they_asked_lately_is_worked_out(asked: Moving) -> None:
    worked, go_on, done = list[Hashable](), Event(), Event()

    def work_out(what: Hashable) -> None:
        go_on.wait(PATIENCE)
        worked.append(what)
        if len(worked) == 3:
            done.set()

    assert asked.stay("before", "after", work_out)
    assert asked.stay("before", "after", work_out)
    go_on.set()
    assert done.wait(PATIENCE)
    assert asked._ready["after"].wait(PATIENCE)
    assert not asked.stay("before", "after", work_out)
    assert worked == ["curve", "gap", "rate"]


def test_several_move_on_one_after_another(monkeypatch: pytest.MonkeyPatch, asked: Moving) -> None:
    go_on = Event()
    assert asked.stay("before", "after", lambda _: go_on.wait(PATIENCE))
    go_on.set()
    assert asked._ready["after"].wait(PATIENCE)
    assert [asked.stay("before", "after", nobody) for _ in range(2)] == [False, True]
    monkeypatch.setattr(prefetch, "APART", 0.0)
    assert not asked.stay("before", "after", nobody)


def test_what_cannot_be_worked_out_keeps_nobody(asked: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "APART", 0.0)

    def fail(_: Hashable) -> None:
        raise LookupError("an old day")

    asked.stay("before", "after", fail)
    assert asked._ready["after"].wait(PATIENCE)
    assert not asked.stay("before", "after", fail)


def nobody(_: Hashable) -> None:
    raise AssertionError("nothing is to be worked out ahead")


def test_few_and_those_who_asked_nothing_lately_move_at_once(monkeypatch: pytest.MonkeyPatch, asked: Moving) -> None:
    lone = Moving()
    lone.note("before", "rate", "session")
    assert not lone.stay("before", "after", nobody)
    monkeypatch.setattr(prefetch, "LATELY", 0.0)
    assert not asked.stay("before", "after", nobody)


@pytest.fixture
def folder(tmp_path: Path, company: Callable[..., duckdb.DuckDBPyConnection], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two states of a company; the dashboard has read the first one, and five sessions have asked of it."""
    (tmp_path / "generations").mkdir()
    for name, day in (("000001", DAY), ("000002", date(2026, 9, 30))):
        people = [{"employee_id": f"{n}", "hire_date": date(2020, 1, 1), "track": "ic"} for n in range(3)]
        con = company(employees=people, as_of=day)
        con.execute(f"attach '{tmp_path}/generations/{name}.duckdb' as published")
        con.execute("copy from database memory to published")
        con.execute("detach published")
    (tmp_path / "current").write_text("000001")
    monkeypatch.setattr(company_folders, "folder", lambda: tmp_path)
    monkeypatch.setattr(access, "viewer", lambda: access.Viewer(access.MACHINE, access.MACHINE, persons=None))
    monkeypatch.setattr(generation, "prefetcher", Moving())
    st.session_state.pop("changes", None)
    generation.look(metric_cache.frame)
    for session in range(prefetch.SEVERAL):
        st.session_state["session"] = f"session {session}"
        metric_cache.metric("retention_rate", Scope(DAY))
    (tmp_path / "current").write_text("000002")
    return tmp_path


def test_they_move_once_the_same_is_worked_out_for_the_newest_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked, go_on, real = list[tuple[Any, ...]](), Event(), metric_cache.frame

    def frame(*wanted: Any) -> pd.DataFrame:
        go_on.wait(PATIENCE)
        worked.append(wanted)
        return real(*wanted)

    monkeypatch.setattr(metric_cache, "frame", frame)
    generation.look(metric_cache.frame)
    assert generation.here().name == "000001"
    go_on.set()
    assert generation.prefetcher._ready[f"{folder} 000002"].wait(PATIENCE)
    assert [(of.name, scope.as_of) for of, _, scope, *_ in worked] == [("000002", date(2026, 9, 30))]
    generation.look(metric_cache.frame)
    assert generation.here().name == "000002"


def test_whoever_changes_something_sees_it_at_once(folder: Path) -> None:
    access.demand("upload")
    generation.look(metric_cache.frame)
    assert generation.here().name == "000002"


def test_nobody_stays_with_a_state_that_an_erasure_took_away(folder: Path) -> None:
    (folder / "generations" / "000001.duckdb").unlink()
    generation.look(metric_cache.frame)
    assert generation.here().name == "000002"


def test_a_state_that_an_earlier_version_made_is_shown_to_nobody_beside_the_newest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "viewer", lambda: access.of(Grant("boss@example.com", "executive")))
    shutil.copy(folder / "generations" / "000001.duckdb", folder / "generations" / "000000.duckdb")
    for name, setting in (("000000", ("schema_version", "5")), ("000002", ("parent_generation", "000000"))):
        con = duckdb.connect(str(folder / "generations" / f"{name}.duckdb"))
        con.execute("insert or replace into settings values (?, ?)", setting)
        con.close()
    (folder / "cube").mkdir()
    mask_files.file(folder, "000000").touch()
    st.session_state.pop("reading")
    generation.look(metric_cache.frame)
    assert generation.here().name == "000002"
    assert generation.earlier(generation.here()) is None


def test_whoever_does_not_see_every_person_stays_until_the_groups_are_worked_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "viewer", lambda: access.of(Grant("boss@example.com", "executive")))
    con = duckdb.connect(str(folder / "generations" / "000002.duckdb"))
    con.execute("insert into settings values ('parent_generation', '000001')")
    con.close()
    (folder / "cube").mkdir()
    mask_files.file(folder, "000001").touch()
    st.session_state.pop("reading")
    generation.look(metric_cache.frame)
    assert (generation.here().name, generation.is_newest()) == ("000001", False)
    mask_files.file(folder, "000002").touch()
    monkeypatch.setattr(generation, "prefetcher", Moving())
    generation.look(metric_cache.frame)
    assert (generation.here().name, generation.is_newest()) == ("000002", True)
