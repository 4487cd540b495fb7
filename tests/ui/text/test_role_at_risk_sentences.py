"""Why a role is at risk, and what to do next."""

from __future__ import annotations

import pytest

from ui.text import role_at_risk_sentences

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
    assert (role_at_risk_sentences.reason(row), role_at_risk_sentences.act(row)) == (reason, act)
