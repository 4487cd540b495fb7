"""Filters: one place, every page, in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

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
