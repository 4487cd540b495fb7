"""Sentences that never say more than the interval allows."""

from __future__ import annotations

import pandas as pd
import pytest

from ui import words


def strength(named: int, ready: int, willing: int, roles: int = 60) -> pd.DataFrame:
    steps = {"named": named, "ready": ready, "effective": ready, "willing_or_unknown": ready, "willing": willing}
    return pd.DataFrame([{"step": step, "roles": roles, "covered": covered} for step, covered in steps.items()])


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (
            strength(46, 20, 12),
            "On paper 46 of 60 critical roles have a successor. "
            "12 have one who is ready, wants it, and is not also promised elsewhere.",
        ),
        (strength(0, 0, 0), "No one is named to succeed in any of 60 critical roles."),
        (strength(5, 0, 0), "On paper 5 of 60 critical roles have a successor. None of them is ready now."),
        (
            strength(5, 1, 0),
            "On paper 5 of 60 critical roles have a successor. 1 has one ready now, but no one has said yes.",
        ),
    ],
)
def test_the_bench_in_one_sentence(frame: pd.DataFrame, said: str) -> None:
    assert words.bench(frame) == said


def gap(crude: tuple[float, float] | None, level: tuple[float, float] | None) -> pd.DataFrame:
    rows = []
    for measure, ends in (("crude", crude), ("same_level", level)):
        low, high = ends or (None, None)
        middle = None if low is None or high is None else (low + high) / 2
        rows.append({"measure": measure, "gap": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (gap((-0.05, 0.02), (-0.04, 0.03)), "No clear difference, with or without seniority"),
        (gap((0.01, 0.05), (0.02, 0.06)), "It is not just seniority"),
        (gap((0.01, 0.05), (-0.02, 0.06)), "Seniority explains it: no clear difference at the same level"),
        (gap((-0.09, -0.01), (0.02, 0.06)), "At the same level experts stay more; taken together, seniority hides it"),
        (gap((0.01, 0.05), None), "No level holds both tracks, so seniority cannot be told apart"),
    ],
)
def test_seniority_is_named_only_where_the_intervals_allow(frame: pd.DataFrame, said: str) -> None:
    assert words.gap_message(frame) == said


def answers(manager: tuple[int, int, float, float], ic: tuple[int, int, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"offered_track": track, "accepted": yes, "declined": no, "refusal_rate": no / (yes + no), "low": low,
             "high": high}
            for track, (yes, no, low, high) in (("manager", manager), ("ic", ic))
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (answers((3, 2, 0.1, 0.7), (30, 3, 0.03, 0.2)), "Too few answered offers to compare the two tracks"),
        (
            answers((20, 20, 0.35, 0.65), (30, 3, 0.03, 0.2)),
            "Managing is refused more often than moving up as an expert",
        ),
        (
            answers((20, 5, 0.1, 0.4), (30, 3, 0.03, 0.2)),
            "No clear difference between managing and moving up as an expert",
        ),
    ],
)
def test_tracks_are_compared_only_with_enough_offers_and_parted_intervals(frame: pd.DataFrame, said: str) -> None:
    assert words.refusal_message(frame) == said


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ((0.30, 0.25, 0.35), (0.20, 0.16, 0.24), "+10 points on a year earlier"),
        ((0.30, 0.20, 0.40), (0.25, 0.15, 0.35), "+5 points on a year earlier, within chance"),
        ((0.20, 0.10, 0.30), (0.23, 0.13, 0.33), "−3 points on a year earlier, within chance"),
        ((0.20, 0.10, 0.30), (0.201, 0.1, 0.3), "unchanged on a year earlier"),
        ((0.20, 0.10, 0.30), (None, None, None), "no figure a year earlier"),
    ],
)
def test_a_change_is_clear_only_where_the_intervals_part(
    now: tuple[float, float, float], then: tuple[float | None, float | None, float | None], said: str
) -> None:
    rows = [dict(zip(("share", "low", "high"), ends, strict=True)) for ends in (now, then)]
    assert words.change(rows[0], rows[1], "share") == said


ROLE = {"vacant": False, "named": 0, "ready_now": 0, "ready_unknown": 0, "ready_willing": 0}


@pytest.mark.parametrize(
    ("role", "reason", "act"),
    [
        ({"gap": "none_named"}, "No one is named", "Name two people to develop"),
        ({"gap": "none_named", "vacant": True}, "Vacant: no one is named", "Search outside, and name two inside"),
        ({"gap": "none_ready", "named": 1}, "The one named is not ready", "Agree what the nearest one still needs"),
        ({"gap": "one_deep", "ready_unknown": 1}, "It rests on one person, who has not been asked",
         "Ask whether they want it"),
        ({"gap": "one_deep", "ready_willing": 1}, "It rests on one person", "Prepare a second person"),
    ],
)  # fmt: skip
def test_a_role_at_risk_has_one_reason_and_one_next_act(role: dict[str, object], reason: str, act: str) -> None:
    row = {**ROLE, **role}
    assert (words.reason(row), words.act(row)) == (reason, act)


def test_units_are_named_only_where_the_tracks_part() -> None:
    def rows(unit: str, ic: tuple[float, float], manager: tuple[float, float]) -> list[dict[str, object]]:
        return [
            {"business_unit": unit, "track": track, "rate": sum(ends) / 2, "low": ends[0], "high": ends[1]}
            for track, ends in (("ic", ic), ("manager", manager))
        ]

    frame = pd.DataFrame(
        rows("Engineering", (0.88, 0.92), (0.70, 0.85))
        + rows("Sales", (0.70, 0.80), (0.85, 0.95))
        + rows("Legal", (0.70, 0.90), (0.75, 0.95))
    )
    assert words.units_apart(frame) == "Managers leave faster in Engineering, experts leave faster in Sales"


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        (["", None], ""),
        (["assumed history (4 of 8,816)", "assumed history (1 of 20); fewer than 10 people"],
         "Note: assumed history, fewer than 10 people."),
    ],
)  # fmt: skip
def test_what_figures_rest_on_is_said_once(notes: list[str | None], said: str) -> None:
    assert words.rests_on(notes) == said
