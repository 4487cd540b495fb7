"""Who may put a file into which session, and how much waits in memory."""

from __future__ import annotations

import pytest

from ui.auth import identity
from ui.auth.access import Viewer
from ui.web import upload_guard

PROVIDER = identity.Provider("bench", "https://bench.example")
HR = Viewer("hr@example.com", "hr", persons=None)


@pytest.mark.parametrize(
    "who", [Viewer("a", "executive"), Viewer("a", "analyst"), Viewer("a", "owner"), Viewer("a", "hr", units=("Sales",))]
)
def test_whoever_may_not_bring_files_puts_none_anywhere(who: Viewer) -> None:
    assert upload_guard.refusal(who, "PUT", "session/file", PROVIDER)[0] == 403


def test_a_session_that_is_nobodys_takes_no_file() -> None:
    assert upload_guard.refusal(HR, "PUT", "session/file", PROVIDER)[0] == 400


@pytest.mark.parametrize(("method", "status"), [("PUT", 413), ("DELETE", 0)])
def test_no_more_is_taken_in_while_too_much_waits_but_it_can_be_taken_away(
    monkeypatch: pytest.MonkeyPatch, method: str, status: int
) -> None:
    monkeypatch.setattr(upload_guard, "_is_theirs", lambda *_: True)
    monkeypatch.setattr(upload_guard, "_held", lambda: upload_guard.AT_ONCE * 50 * 1024 * 1024 + 1)
    assert upload_guard.refusal(HR, method, "session/file", PROVIDER)[0] == status
