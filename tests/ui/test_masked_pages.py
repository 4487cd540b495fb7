"""What viewers without the right to see persons get of every page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from hovering import told
from streamlit.testing.v1 import AppTest
from unfolding import unfolded

from data_loaders.privacy.grants import Grant
from metrics.disclosure_control import mask_files
from metrics.disclosure_control.populations import AT_MOST
from ui import page_register
from ui.auth import access
from ui.components import restricted_filters
from ui.datasource import generation, mask_worker
from ui.views.refusals import after_the_answer
from ui.views.retention import exits

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 60


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up company with its cube worked out."""
    folder = tmp_path_factory.mktemp("masked") / "company"
    for words in (["data_loaders", "sample", "--people", str(PEOPLE)], ["metrics", "cube"]):
        subprocess.run([sys.executable, "-m", *words, "--data", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def looking(small: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard as an executive sees it."""
    monkeypatch.setenv("BENCH_DATA", str(small))
    monkeypatch.setattr(access, "viewer", lambda: access.of(Grant("boss@example.com", "executive")))
    return AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60)


def said(app: AppTest) -> str:
    """Every word of the page."""
    html = " ".join(str(element.proto.body) for element in app.main.get("html"))
    plain = " ".join(str(element.value) for element in (*app.title, *app.markdown, *app.error, *app.caption))
    tables = " ".join(frame.value.to_csv() for frame in app.dataframe)
    return f"{re.sub('<[^>]+>', ' ', html)} {plain} {tables}"


@pytest.mark.parametrize("page", page_register.open_to("executive"))
def test_every_page_stands_without_persons(looking: AppTest, page: str) -> None:
    app = unfolded(looking.run().switch_page(str(ROOT / "pages" / f"{page}.py")).run())
    assert not app.exception
    assert not re.search(r"\b000\d{5}\b", said(app))
    assert not app.get("download_button")
    assert told(app)[1] == []


def test_the_filters_offer_quarter_ends_and_single_values(looking: AppTest, small: Path) -> None:
    app = looking.run()
    mask = mask_files.load(mask_files.file(small, "000001"))
    assert app.selectbox(key="quarter").options == [day.strftime("%-d %B %Y") for day in mask.days]
    assert not app.sidebar.multiselect
    assert not app.sidebar.date_input


LOAD = {
    "load_id": 7,
    "loaded_at": datetime(2026, 9, 30, 12, tzinfo=UTC),
    "tables": pd.DataFrame([{"table_name": "successors", "added": 1, "changed": 3, "left_out": 0}]),
}


def test_what_one_load_changed_is_shown_to_those_who_see_persons_alone(
    looking: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "newest_load", lambda _: LOAD)
    blind = said(looking.run())
    assert "1 added" not in blind
    assert "What a load has changed is shown to those who may see persons" in blind
    monkeypatch.setattr(access, "viewer", lambda: access.Viewer(access.MACHINE, access.MACHINE, persons=None))
    seeing = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60).run()
    assert "1 added, 3 changed" in said(seeing)


def shown_on(app: AppTest, page: str) -> str:
    return said(unfolded(app.run().switch_page(str(ROOT / "pages" / f"{page}.py")).run()))


def test_causes_and_answers_are_shown_for_whole_years_or_it_is_said_why_not(looking: AppTest) -> None:
    retention = shown_on(looking, "retention")
    assert any(words in retention for words in (exits.IN_YEARS, "Too few", "Hidden: every group"))
    assert exits.WITHOUT_RATED in retention or "Hidden" in retention
    assert exits.CAUSES.measure not in retention
    refusals = shown_on(looking, "refusals")
    assert after_the_answer.AFTER.measure not in refusals
    assert any(
        words in refusals
        for words in (
            after_the_answer.AFTER_YEARS.measure,
            after_the_answer.AFTER_YEARS.hidden[0],
            after_the_answer.AFTER_YEARS.empty[0],
        )
    )


def test_on_an_older_day_the_rest_of_the_page_stands_beside_what_is_not_shown(looking: AppTest) -> None:
    app = looking.run().switch_page(str(ROOT / "pages" / "retention.py")).run()
    app.selectbox(key="quarter").set_value(app.selectbox(key="quarter").options[2])
    text = shown_on(app, "retention")
    assert not app.exception
    assert text.count("this is shown at") == 2
    assert exits.WITHOUT_RATED in text or "Hidden" in text


def test_a_third_filter_is_not_offered(looking: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restricted_filters, "choices", lambda *_: ["A", "B"])
    app = looking.run()
    keys = [str(box.key) for box in app.sidebar.selectbox if str(box.key).startswith("limited")]
    for key in keys[:AT_MOST]:
        assert not app.selectbox(key=key).disabled
        app.selectbox(key=key).set_value("A").run()
    assert not app.exception
    assert [app.selectbox(key=key).disabled for key in keys] == [False, False] + [True] * (len(keys) - 2)


@pytest.mark.parametrize("page", page_register.open_to("executive"))
def test_every_page_stands_with_two_filters(looking: AppTest, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = {"business_unit": ["Operations"], "job_level": ["3"]}
    monkeypatch.setattr(restricted_filters, "choices", lambda _, column, *__: offered.get(column, []))
    app = looking.run().switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    for column, (value,) in offered.items():
        app.selectbox(key=f"limited {column}").set_value(value).run()
        assert not app.exception
        assert not app.error
        assert app.title


@pytest.mark.parametrize("page", page_register.open_to("executive"))
def test_every_page_stands_for_whoever_sees_one_unit(
    looking: AppTest, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        access, "viewer", lambda: access.of(Grant("boss@example.com", "executive", units=("Operations",)))
    )
    app = looking.run().switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    assert not app.exception
    assert not app.error
    assert app.title


def test_a_forged_filter_changes_nothing(looking: AppTest) -> None:
    before = said(looking.run())
    forged = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60)
    forged.session_state["unit"] = ["Engineering"]
    forged.session_state["months"] = "3"
    forged.session_state["limited business_unit"] = "No such unit"
    assert said(forged.run()) == before


def test_a_large_company_is_worked_out_beside_the_page(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small, tmp_path / "company", ignore=shutil.ignore_patterns("cube"))
    monkeypatch.setenv("BENCH_DATA", str(tmp_path / "company"))
    monkeypatch.setattr(mask_worker, "SMALL", 10)
    begun: list[str] = []
    monkeypatch.setattr(mask_worker, "begin", lambda folder, name: begun.append(name))
    monkeypatch.setattr(access, "viewer", lambda: access.of(Grant("boss@example.com", "executive")))
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60).run()
    assert app.title[0].value == "Not ready yet"
    assert set(begun) == {"000001"}
    assert not app.dataframe
