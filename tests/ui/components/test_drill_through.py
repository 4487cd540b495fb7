"""The rows behind a figure, as this viewer may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sixty_people import DAY, sixty_people

from company import publish
from metrics import catalogue, engine
from metrics.scope import Scope
from ui.auth import access
from ui.components import drill_through
from ui.datasource import generation, metric_cache
from ui.permissions import person_visibility

HERE = access.Viewer(access.MACHINE, access.MACHINE, persons=None)
EXECUTIVE = access.Viewer("e", "executive")
SALES_ALONE = access.Viewer("h", "hr", units=("Sales",), persons=("Sales",))
ANALYST = access.Viewer("a", "analyst", persons=None)


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[generation.GenerationRef]:
    of = generation.GenerationRef(*publish(sixty_people(), tmp_path_factory.mktemp("company")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "current", lambda: of)
        yield of


@pytest.fixture
def seen_by(sixty: generation.GenerationRef, monkeypatch: pytest.MonkeyPatch):
    return lambda viewer: monkeypatch.setattr(access, "viewer", lambda: viewer)


def test_whoever_sees_every_person_sees_the_rows(seen_by, sixty: generation.GenerationRef) -> None:
    seen_by(HERE)
    found = drill_through.rows("turnover_rate", Scope(DAY), {})
    assert len(found) == engine.compute(generation.cursor(sixty), "turnover_rate", Scope(DAY))["exits"].iloc[0] > 0
    assert found["employee_id"].str.fullmatch(r"\d{3}").all()
    assert all(isinstance(day, date) for day in found["spell_end"])


def test_of_their_own_units_alone(seen_by) -> None:
    seen_by(SALES_ALONE)
    found = drill_through.rows("retention_rate", Scope(DAY), {})
    assert set(found["business_unit"]) == {"Sales"}


def test_an_analyst_sees_them_without_ids_and_names(seen_by) -> None:
    seen_by(ANALYST)
    found = drill_through.rows("retention_rate", Scope(DAY), {})
    assert len(found)
    assert not found["full_name"].any()
    assert not set(found["employee_id"]) & {f"{number:03d}" for number in range(60)}


def test_pseudonyms_do_not_stand_in_the_order_of_the_ids(seen_by) -> None:
    seen_by(HERE)
    ids = drill_through.rows("retention_rate", Scope(DAY), {})["employee_id"]
    seen_by(ANALYST)
    found = list(drill_through.rows("retention_rate", Scope(DAY), {})["employee_id"])
    key = metric_cache.key(generation.here().folder)
    assert found == sorted(found)
    assert found != [person_visibility.pseudonym(one, key) for one in ids]


@pytest.mark.parametrize("name", catalogue.names())
def test_nobody_else_sees_rows_of_persons(seen_by, name: str) -> None:
    seen_by(EXECUTIVE)
    found = drill_through.rows(name, Scope(DAY), {})
    assert found.empty if "employee_id" in found else not found["incumbent_id"].any()


def test_behind_a_course_over_time_stand_the_rows_of_its_last_day(seen_by) -> None:
    seen_by(HERE)
    course = drill_through.rows("promotion_refusals", Scope(DAY), {"trend": 24})
    assert len(course) == len(drill_through.rows("promotion_refusals", Scope(DAY), {})) > 0
