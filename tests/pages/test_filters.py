"""Filters: one place, every page, in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from ui.auth import access

PAGES = Path(__file__).resolve().parents[2] / "pages"
Text = Callable[[AppTest], str]


def test_a_filter_holds_from_page_to_page(shell: AppTest, text: Text) -> None:
    app = shell.run()
    app.multiselect(key="unit").set_value(["Sales"]).run()
    app.switch_page(str(PAGES / "bench.py")).run()
    assert app.multiselect(key="unit").value == ["Sales"]
    assert "Only <b>Sales</b>" in text(app)
    assert "2 of 2 critical roles have a gap" in text(app)


def test_filters_come_from_the_address(shell: AppTest) -> None:
    shell.query_params["unit"] = "Sales"
    shell.query_params["level"] = ["3", "4"]
    shell.query_params["months"] = "24"
    shell.query_params["as_of"] = "2026-05-31"
    app = shell.run()
    assert app.multiselect(key="unit").value == ["Sales"]
    assert app.multiselect(key="level").value == ["3", "4"]
    assert app.selectbox(key="months").value == "24"
    assert app.date_input(key="as_of").value == date(2026, 5, 31)


def test_a_link_whose_value_is_gone_says_so(shell: AppTest, text: Text) -> None:
    shell.query_params["unit"] = "Space Travel"
    said = text(shell.run())
    assert "This link asks for Unit “Space Travel”, which the data does not have" in said


@pytest.fixture
def places(tables: dict[str, object]) -> dict[str, object]:
    """The company with a text in every column that can be filtered by, marked by its unit; one role stands alone."""
    columns = ("department", "location", "country", "job_family")
    for person in tables["employees"]:
        person |= {column: f"{person['business_unit']} {column}" for column in columns}
        person["location"] = '"Alt" Köln' if person["business_unit"] == "Sales" else "Jena"
    return tables


FURTHER = ("only.department", "only.country", "only.track")


@pytest.mark.parametrize("key", ["unit", "location", "level", "family", "generation", "gender", *FURTHER])
def test_of_a_value_nobody_has_every_filter_by_address_names_the_nearest(
    places: dict[str, object], shell: AppTest, text: Text, key: str
) -> None:
    shell.query_params[key] = "999"
    app = shell.run()
    if key in FURTHER:
        app.switch_page(str(PAGES / "explore.py")).run()
    said = text(app)
    assert "“999”, which the data does not have (any more): nobody has it." in said
    offered = app.multiselect(key=key).options
    assert said.partition("The nearest: ")[2].partition(" It is shown")[0].count("“") == min(3, len(offered))
    assert app.multiselect(key=key).value == []


def test_what_is_copied_out_of_a_download_is_understood_in_the_address(
    places: dict[str, object], shell: AppTest, text: Text
) -> None:
    shell.query_params["location"] = '\'"Alt" Köln'
    app = shell.run()
    assert app.multiselect(key="location").value == ['"Alt" Köln']
    assert "nobody has it" not in text(app)


@pytest.mark.parametrize("key", ["unit", "location", "family", "only.department", "only.country"])
def test_whoever_sees_some_units_is_offered_and_told_of_nothing_beyond_them(
    places: dict[str, object], shell: AppTest, text: Text, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    seen = access.Viewer("somebody", "hr", units=("Engineering",), persons=("Engineering",))
    monkeypatch.setattr(access, "_current_viewer", lambda: seen)
    beyond = {"unit": "Sales", "location": '"Alt" Köln', "family": "Sales job_family"}
    there = beyond.get(key, f"Sales {key.removeprefix('only.')}")
    told = []
    for value in (there, "Atlantis"):
        app = AppTest.from_file(str(PAGES.parent / "ui" / "shell.py"), default_timeout=60)
        app.query_params[key] = value
        app.run()
        if key in FURTHER:
            app.switch_page(str(PAGES / "explore.py")).run()
        assert len(app.multiselect(key=key).options) == 1
        said = text(app)
        assert "which what you may see does not have (any more): nobody there has it" in said
        told.append(said.replace(escape(value), "…"))
        assert "Sales" not in told[-1]
        assert "Köln" not in told[-1]
    assert told[0] == told[1]


def test_reset_puts_every_filter_back(shell: AppTest) -> None:
    app = shell.run()
    app.multiselect(key="unit").set_value(["Sales"])
    app.date_input(key="as_of").set_value(date(2026, 1, 31))
    app.selectbox(key="months").set_value("24").run()
    next(button for button in app.button if button.label == "Reset filters").click().run()
    assert app.multiselect(key="unit").value == []
    assert app.selectbox(key="months").value == "12"
    assert app.date_input(key="as_of").value == date(2026, 6, 30)


def test_a_chart_says_which_filter_its_figures_do_not_have(shell: AppTest, text: Text) -> None:
    app = shell.run()
    app.multiselect(key="gender").set_value(["f"]).run()
    assert "not filtered by gender" in text(app)


@pytest.mark.parametrize("key", ["unit", "location", "level", "family", "generation", "gender", "as_of", "months"])
def test_every_filter_is_kept_in_the_address(shell: AppTest, key: str) -> None:
    app = shell.run()
    widget = next(one for one in (*app.multiselect, *app.selectbox, *app.date_input) if one.key == key)
    assert widget.proto.query_param_key == key


def test_whoever_looks_at_the_newest_day_goes_on_to_the_newest_after_a_load(
    shell: AppTest,
    text: Text,
    own: Path,
    tables: dict[str, object],
    company: Callable[..., duckdb.DuckDBPyConnection],
    publish: Callable[..., None],
) -> None:
    app = shell.run()
    app.date_input(key="as_of").set_value(date(2026, 6, 30)).run()
    publish(company(**{**tables, "as_of": date(2026, 7, 31)}), own, "000002")
    assert "As of <b>31 July 2026</b>" in text(app.run())
    app.date_input(key="as_of").set_value(date(2026, 5, 31)).run()
    publish(company(**{**tables, "as_of": date(2026, 8, 31)}), own, "000003")
    assert "As of <b>31 May 2026</b>" in text(app.run())
