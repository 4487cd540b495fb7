"""The overview: the answer, the roles at risk, what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_it_opens_with_the_answer_in_words(shell: AppTest, text: Text) -> None:
    app = shell.run()
    assert not app.exception
    assert (
        "On paper 2 of 3 critical roles have a successor. "
        "1 has one who is ready, wants it, and is not also promised elsewhere." in text(app)
    )


def test_roles_at_risk_come_with_reason_and_next_act_the_most_critical_first(shell: AppTest, text: Text) -> None:
    said = text(shell.run())
    assert said.index("Head of Platform") < said.index("Head of Sales") < said.index("Head of Support")
    assert "Vacant: whoever is ready is needed in another role first" in said
    assert "Search outside, and name two inside" in said


def test_five_figures_stand_against_a_year_earlier(shell: AppTest, text: Text) -> None:
    said = text(shell.run())
    assert said.count('class="figure-value') == 5
    assert "1 of 3" in said
    assert "on a year earlier" in said


class TestOnlyARoster:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        return {**tables, "promotion_offers": [], "critical_roles": [], "successors": []}

    @pytest.mark.parametrize(
        ("page", "said"),
        [
            ("overview", "upload critical roles and successors"),
            ("bench", "upload critical roles and successors"),
            ("refusals", "upload the promotion offers"),
        ],
    )
    def test_an_empty_page_says_what_to_bring(self, opened: Opened, text: Text, page: str, said: str) -> None:
        app = opened(page)
        assert not app.exception
        assert said in text(app)


class TestHostileNames:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        role = {"role_id": "R1", "title": "<script>alert(1)</script>", "business_unit": "<b>Unit</b>", "criticality": 1}
        return {**tables, "critical_roles": [role], "successors": []}

    def test_markup_in_the_data_stays_text(self, shell: AppTest, text: Text) -> None:
        said = text(shell.run())
        assert "<script>" not in said
        assert "&lt;script&gt;" in said
