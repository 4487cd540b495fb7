"""Who counts as signed in, by the claims of the identity provider."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from data_loaders.maintenance import backup
from data_loaders.privacy import grants
from data_loaders.store.generations import Store
from ui.auth import identity

ROOT = Path(__file__).resolve().parents[3]
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


WHOLE = {
    "redirect_uri": "https://bench.example/oauth2callback",
    "cookie_secret": secrets.token_urlsafe(48),
    "client_id": "bench",
    "client_secret": "anything",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}


def toml(**changed: str | None) -> str:
    said = {name: text for name, text in {**WHOLE, **changed}.items() if text is not None}
    return "[auth]\n" + "".join(f"{name} = {json.dumps(text)}\n" for name, text in said.items())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("BENCH_DATA", str(tmp_path / "company"))
    return tmp_path / "company"


@pytest.fixture
def file(tmp_path: Path, folder: Path) -> Iterator[Path]:
    """The file that the secrets are read from."""
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    yield tmp_path / "secrets.toml"
    config.set_option("secrets.files", before)


def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process knows that has just begun."""
    monkeypatch.setattr(identity, "_seen", set())


def test_where_no_provider_was_ever_configured_there_is_none(file: Path, folder: Path) -> None:
    assert identity.provider() is None
    file.write_text('[other]\nname = "value"\n')
    assert identity.provider() is None
    assert not folder.exists()


LESS = (
    None,
    "",
    "[auth",
    '[other]\nname = "value"\n',
    "auth = 1\n",
    "auth = []\n",
    toml(client_id=None),
    toml(client_id=" "),
)


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("less", LESS)
def test_once_there_was_a_provider_less_is_told_until_it_is_whole_again(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, less: str | None, again: bool
) -> None:
    file.write_text(toml())
    assert identity.provider() == BENCH
    file.unlink() if less is None else file.write_text(less)
    restarted(monkeypatch) if again else access_forgotten(folder)
    with pytest.raises(LookupError, match=r"secrets\.toml"):
        identity.provider()
    file.write_text(toml())
    assert identity.provider() == BENCH


def access_forgotten(folder: Path) -> None:
    """What is kept beside the data is lost: a process that has seen the provider goes by what it knows."""
    (folder / grants.SIGN_IN).unlink()


def test_to_do_without_sign_in_takes_an_act_and_a_restart(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(toml())
    assert identity.provider()
    file.unlink()
    assert "delete this file" in (folder / grants.SIGN_IN).read_text()
    (folder / grants.SIGN_IN).unlink()
    with pytest.raises(identity.Gone):
        identity.provider()
    restarted(monkeypatch)
    assert identity.provider() is None


def test_that_people_sign_in_goes_with_the_data_into_a_backup_and_back(
    file: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(toml())
    assert identity.provider()
    file.unlink()
    store = Store(folder)
    store.publish(lambda _: None)
    held = backup.backup(store, tmp_path / "held.tar", by="owner", at=NOW)
    monkeypatch.setenv("BENCH_DATA", str(tmp_path / "elsewhere"))
    restarted(monkeypatch)
    assert identity.provider() is None
    backup.restore(Store(tmp_path / "elsewhere"), held, by="owner", at=NOW)
    with pytest.raises(identity.Gone):
        identity.provider()


@pytest.mark.parametrize("name", identity.NEEDED)
@pytest.mark.parametrize("left", ["…", "...", " … "])
def test_what_the_documentation_puts_in_is_no_value(file: Path, name: str, left: str) -> None:
    file.write_text(toml(**{name: left}))
    with pytest.raises(LookupError, match=f"has … for {name}"):
        identity.provider()


def test_the_configuration_as_the_documentation_shows_it_is_refused(file: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    file.write_text("\n".join(line.strip() for line in found[1].splitlines()))
    with pytest.raises(LookupError, match="cookie_secret, client_secret"):
        identity.provider()


@pytest.mark.parametrize(
    "secret",
    [
        "secret",
        "a" * 64,
        "0123456789abcdef" * 5,
        "change me, change me, change me, change me, change me",
        secrets.token_urlsafe(31),
        secrets.token_hex(31),
        str(10**75 + secrets.randbelow(10**75)),
    ],
    ids=["a word", "one letter", "a run", "a phrase", "31 bytes", "31 bytes in hex", "75 digits"],
)
def test_a_cookie_secret_of_fewer_than_32_random_bytes_is_refused(file: Path, secret: str) -> None:
    file.write_text(toml(cookie_secret=secret))
    with pytest.raises(LookupError, match=r"fewer than 32 random bytes.*token_urlsafe"):
        identity.provider()


def test_32_random_bytes_are_enough_however_they_are_written(file: Path) -> None:
    def base(number: int, digits: str) -> str:
        return (base(number // len(digits), digits) if number >= len(digits) else "") + digits[number % len(digits)]

    for _ in range(200):
        number = secrets.randbits(256) | 1 << 255
        for text in (
            secrets.token_urlsafe(32),
            secrets.token_hex(32),
            f"{number:078d}",
            base(number, "abcdefghijklmnopqrstuvwxyz234567"),
        ):
            assert identity._random_bytes(text) >= identity.RANDOM, text
    file.write_text(toml(cookie_secret=secrets.token_hex(32)))
    assert identity.provider() == BENCH


@pytest.mark.parametrize(
    "host", ["bench.example", "192.168.1.7:8501", "0.0.0.0", "[2001:db8::1]", "127.0.0.1.evil.example"]
)
def test_an_address_over_http_is_refused_but_on_this_machine(file: Path, host: str) -> None:
    file.write_text(toml(redirect_uri=f"http://{host}/oauth2callback"))
    with pytest.raises(LookupError, match="begin with https"):
        identity.provider()


@pytest.mark.parametrize(
    "address", ["bench.example/oauth2callback", "ftp://bench.example", "https:///x", "https://[bad/x"]
)
def test_what_is_no_address_is_refused(file: Path, address: str) -> None:
    file.write_text(toml(redirect_uri=address))
    with pytest.raises(LookupError, match="is no address"):
        identity.provider()


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "127.0.0.1:{port}"])
def test_an_address_of_this_machine_needs_no_https(file: Path, host: str) -> None:
    file.write_text(toml(redirect_uri=f"http://{host}/oauth2callback"))
    found = identity.provider()
    assert found
    assert not found.https


def test_a_file_of_secrets_that_cannot_be_read_is_no_lack_of_a_provider(file: Path) -> None:
    for content in (b"[auth", b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(LookupError, match="damaged, or may not be read"):
            identity.provider()
    file.unlink()
    file.mkdir()
    with pytest.raises(LookupError, match="damaged, or may not be read"):
        identity.provider()
