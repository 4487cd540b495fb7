"""Bench: every role, its gap and its people."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.auth import access

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]
PAGES = Path(__file__).resolve().parents[2] / "pages"


def test_it_opens_with_the_gaps(opened: Opened, text: Text) -> None:
    app = opened("bench")
    assert not app.exception
    assert "3 of 3 critical roles have a gap." in text(app)
    assert "2 roles share 1 person: 1 short" in text(app)


def test_roles_are_filtered_to_a_gap(opened: Opened) -> None:
    app = opened("bench")
    assert list(app.dataframe[0].value["Role"]) == ["Head of Platform", "Head of Sales", "Head of Support"]
    app.button_group(key="shown gap").set_value("none_named").run()
    assert list(app.dataframe[0].value["Role"]) == ["Head of Support"]


def test_it_lists_what_would_close_the_gaps(opened: Opened, text: Text) -> None:
    """Person 3 is promised twice, and nobody else is there to ask or to develop."""
    said = text(opened("bench"))
    assert "2 roles need somebody new" in said
    assert "Find somebody new for Head of Support" in said
    assert "Count on Person 3 for Head of Platform, and take them off 1 other list" in said


def test_it_shows_the_bench_by_others_rules_and_no_role_that_rests_on_a_no(opened: Opened, text: Text) -> None:
    app = opened("bench")
    assert "Why another system shows another figure" in text(app)
    assert "No role rests on somebody who said no" in " ".join(element.value for element in app.markdown)


class TestSilence:
    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        named = [{**tables["successors"][0], "willing": None}]
        return {**tables, "promotion_offers": [], "successors": named}

    def test_whom_to_ask_is_named(self, opened: Opened, text: Text) -> None:
        said = text(opened("bench"))
        assert "1 role counts on a no or on silence: 1 only on people nobody asked" in said
        assert "Ask Person 3 about Head of Platform" in said

    def test_who_may_not_see_persons_sees_no_name_and_no_id(
        self, opened: Opened, text: Text, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blind = access.Viewer("e", "executive")
        monkeypatch.setattr(access, "viewer", lambda: blind)
        said = text(opened("bench"))
        assert "shown to those who may see them" in said
        assert "No cover" in str(opened("bench").dataframe[0].value)
        assert "Person 3" not in said
        assert "003" not in said


class TestOneUnit:
    """Ten roles of three units, of which seven share three people; one is covered, three wait to be asked about."""

    UNITS = ("Sales", "Engineering", "Care")

    @pytest.fixture
    def tables(self, tables: dict[str, object]) -> dict[str, object]:
        roles = [
            {"role_id": f"P-{number:05d}", "title": f"Head of {name}", "business_unit": self.UNITS[number % 3]}
            for number, name in enumerate("ABCDEFGHIJ")
        ]
        named = [
            {"role_id": f"P-{number:05d}", "employee_id": f"{who:03d}", "willing": "yes" if who == 3 else None}
            for number in range(7)
            for who in (3, 4, 5)
        ]
        apart = [{"role_id": "P-00007", "employee_id": "006"}, {"role_id": "P-00008", "employee_id": "007"}]
        return {**tables, "critical_roles": roles, "successors": named + apart}

    @pytest.fixture(params=UNITS)
    def app(self, request: pytest.FixtureRequest, shell: AppTest) -> AppTest:
        shell.query_params["unit"] = request.param
        return shell.run().switch_page(str(PAGES / "bench.py")).run()

    def test_covered_gained_and_in_need_are_the_roles_shown(self, app: AppTest, text: Text) -> None:
        said = text(app)
        shown = len(app.dataframe[0].value)
        [told] = re.findall(r"(\d+) of (\d+) roles (?:is|are) covered for real", said)
        gained = re.search(r"would cover (\d+) more role", said)
        need = re.search(r"(\d+) roles? needs? somebody new", said)
        assert int(told[1]) == shown
        assert int(told[0]) + sum(int(found[1]) for found in (gained, need) if found) == shown
        assert said.count("Find somebody new for Head of") == int(need[1] if need else 0)

    def test_sets_that_reach_beyond_are_said_in_words_and_no_code_of_a_role(self, app: AppTest, text: Text) -> None:
        said = text(app)
        shared = "7 roles share 3 people: 4 short"
        assert said.count(f"{shared};") == said.count(shared) > 0
        assert "of the roles are beyond those shown" in said
        assert "P-000" not in said

    def test_their_tables_have_titles_and_names_too(self, app: AppTest, text: Text) -> None:
        for fold in app.expander:
            if fold.key and ("closing_moves" in fold.key or "contested_successors" in fold.key):
                app.session_state[fold.key] = True
        said = text(app.run())
        assert said.count("Head of") > 10
        assert "Person 4, Person 5" in said
        assert "P-000" not in said
