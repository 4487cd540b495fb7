"""Who counts as signed in, by the claims of the identity provider."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from ui import identity

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BENCH = identity.Provider("bench", "https://bench.example")
GOOD = {
    "is_logged_in": True,
    "aud": "bench",
    "iat": int((NOW - timedelta(hours=7, minutes=59)).timestamp()),
    "email": " Ana.Ruiz@Example.com ",
    "origin": "https://bench.example",
}


def test_the_address_is_compared_in_lower_case() -> None:
    assert identity.who(GOOD, BENCH, NOW) == "ana.ruiz@example.com"


@pytest.mark.parametrize("audience", ["bench", ["bench"], ["other", "bench"]])
def test_the_audience_may_be_one_or_several(audience: object) -> None:
    assert identity.who({**GOOD, "aud": audience}, BENCH, NOW)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"is_logged_in": False}, "Sign in to see"),
        ({"aud": "other"}, "another application"),
        ({"aud": ["other"]}, "another application"),
        ({"aud": None}, "another application"),
        ({"iat": int((NOW - timedelta(hours=8, seconds=1)).timestamp())}, "eight hours"),
        ({"iat": int((NOW + timedelta(hours=1)).timestamp())}, "eight hours"),
        ({"iat": None}, "eight hours"),
        ({"iat": "soon"}, "eight hours"),
        ({"iat": True}, "eight hours"),
        ({"email": ""}, "does not vouch"),
        ({"email": None}, "does not vouch"),
        ({"email_verified": False}, "does not vouch"),
        ({"email_verified": "false"}, "does not vouch"),
        ({"email_verified": 0}, "does not vouch"),
    ],
)
def test_whoever_is_not_vouched_for_is_not_signed_in(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(identity.NotSignedIn, match=said):
        identity.who({**GOOD, **changed}, BENCH, NOW)


def _cookie(claims: dict[str, Any], secret: str, name: str = "_streamlit_user") -> dict[str, str]:
    return {"_streamlit_user": create_signed_value(secret, name, json.dumps(claims)).decode()}


def test_only_a_cookie_signed_here_for_this_address_says_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "get_cookie_secret", lambda: "ours")
    assert identity.claims(_cookie(GOOD, "ours"), BENCH) == GOOD
    assert identity.claims(_cookie(GOOD, "theirs"), BENCH) == {}
    assert identity.claims(_cookie(GOOD, "ours", name="_streamlit_user_tokens"), BENCH) == {}
    assert identity.claims(_cookie({**GOOD, "origin": "https://evil.example"}, "ours"), BENCH) == {}
    assert identity.claims({"_streamlit_user": "é\x00"}, BENCH) == {}
    assert identity.claims({}, BENCH) == {}


def test_a_provider_named_by_half_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "get_secrets_auth_section", lambda: {"client_id": "bench"})
    with pytest.raises(LookupError, match="lacks redirect_uri, cookie_secret, client_secret, server_metadata_url"):
        identity.provider()
    monkeypatch.setattr(identity, "get_secrets_auth_section", dict)
    assert identity.provider() is None
