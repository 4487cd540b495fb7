"""Every chart of every page, as it is shown: hovering over any mark shows words, or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hovering import told
from streamlit.testing.v1 import AppTest
from unfolding import unfolded

from metrics import catalogue
from ui import page_register

ROOT = Path(__file__).resolve().parents[2]
PAGES = page_register.NAMES
WITHOUT_CHARTS = {"access", "dictionary", "settings", "upload"}
CHOICES: dict[str, list[tuple[str, tuple[object, ...]]]] = {
    "retention": [("clock", ("track", "tenure"))],
    "bench": [("named by", ("Gender", "Generation"))],
    "refusals": [("cut", ("Unit", "Generation")), ("offers", ("Manager roles", "Expert roles", "All offers"))],
    "stress": [("ahead", (6, 12, 24, 36))],
    "explore": [("compare", ("Two groups", "Two days", "Each group with the rest"))],
}
TABLES_ALONE = {"shown gap", "shown moves", "choice ready_enough"}  # what these choose stands in no chart


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample company."""
    folder = tmp_path_factory.mktemp("sample") / "company"
    command = [sys.executable, "-m", "data_loaders", "sample", "--people", "400", "--data", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def app(sample: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BENCH_DATA", str(sample))
    return AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60).run()


@pytest.mark.parametrize("page", PAGES)
def test_hovering_over_a_page_shows_words_or_nothing(app: AppTest, page: str) -> None:
    app = unfolded(app.switch_page(str(ROOT / "pages" / f"{page}.py")).run())
    number, faults = told(app)
    assert faults == []
    assert (number == 0) == (page in WITHOUT_CHARTS)
    offered = {str(choice.key) for choice in app.main.get("button_group")}
    assert offered - TABLES_ALONE == {key for key, _ in CHOICES.get(page, [])}
    for key, values in CHOICES.get(page, []):
        for value in values:
            app = app.button_group(key=key).set_value(value).run()
            assert told(app)[1] == []


def test_hovering_over_the_headline_figures_over_the_years_shows_words_or_nothing(app: AppTest) -> None:
    app = app.switch_page(str(ROOT / "pages" / "explore.py")).run()
    before, _ = told(app)
    number, faults = told(app.toggle(key="trends").set_value(True).run())
    assert number > before
    assert faults == []


def test_hovering_over_the_course_of_a_figure_shows_words_or_nothing(app: AppTest) -> None:
    app = app.switch_page(str(ROOT / "pages" / "explore.py")).run()
    app.multiselect(key="retention_rate.by").set_value(["track"]).run()
    for course in app.selectbox(key="course").options:
        number, faults = told(app.selectbox(key="course").set_value(course).run())
        assert number == 1
        assert faults == []


def test_hovering_over_any_metric_shows_words_or_nothing(app: AppTest) -> None:
    app = app.switch_page(str(ROOT / "pages" / "explore.py")).run()
    charts = 0
    for name in catalogue.names():
        app.selectbox(key="figure").set_value(name).run()
        number, faults = told(app)
        charts += number
        assert faults == [], name
    assert charts > len(catalogue.names()) / 2
