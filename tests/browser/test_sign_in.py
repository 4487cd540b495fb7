"""Signing in against a real OpenID Connect provider on loopback, and all the ways in which that must fail."""

from __future__ import annotations

import base64
import json
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import oidc_provider_mock
import pytest
from conftest import settled
from oidc_provider_mock import User
from playwright.sync_api import BrowserContext, Page, expect
from server import secrets, serving, serving_signed

from benchmarks.viewers import Viewer, to_the_end
from data_loaders.privacy import grants
from data_loaders.privacy.grants import Grant
from data_loaders.records import audit_log

pytestmark = pytest.mark.filterwarnings("ignore")
CLIENT = "bench-strength"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
OWNER = Grant("owner@example.com", "owner", persons=None)
USERS = [
    User(sub="owner", claims={"email": "Owner@Example.com"}),
    User(sub="executive", claims={"email": "executive@example.com"}),
    User(sub="stranger", claims={"email": "stranger@example.com"}),
    User(sub="stale", claims={"email": "owner@example.com", "iat": int(time.time()) - 9 * 3600}),
    User(sub="other app", claims={"email": "owner@example.com", "aud": "another-app", "azp": CLIENT}),
    User(sub="unverified", claims={"email": "owner@example.com", "email_verified": False}),
    User(sub="unsigned", claims={"email": "owner@example.com"}),
]


def _unsigned(token: str) -> str:
    def part(body: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")

    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


class _Tampered:
    """Between the dashboard and the provider: whoever is called `unsigned` gets a token that nobody signed.

    The provider's pages also lose the style sheet that they would fetch from elsewhere.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answered: list[Any] = []
        body = b"".join(self._app(environ, lambda *given, **_: answered.append(given)))
        status, headers = answered[0][:2]
        changed = re.sub(rb"<link[^>]*https:[^>]*>", b"", body)
        if environ["PATH_INFO"].endswith("/token"):
            said = json.loads(body)
            claims = base64.urlsafe_b64decode(said.get("id_token", "..").split(".")[1] + "==")
            if b'"unsigned"' in claims:
                changed = json.dumps({**said, "id_token": _unsigned(said["id_token"])}).encode()
        start(status, [pair for pair in headers if pair[0].lower() != "content-length"])
        return [changed]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of the identity provider."""
    with oidc_provider_mock.run_server_in_thread(user_claims=USERS) as server:
        server.app = _Tampered(server.app)
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with an owner and an executive."""
    kept = tmp_path_factory.mktemp("signed") / "company"
    shutil.copytree(sample_folder, kept)
    for given in (OWNER, Grant("executive@example.com", "executive")):
        grants.grant(kept, given, by="test", at=NOW)
    return kept


@pytest.fixture(scope="module")
def signed_app(provider: str, folder: Path) -> Iterator[str]:
    """The address of a dashboard that asks for a sign-in."""
    with serving_signed(folder, provider, CLIENT) as address:
        yield address


def signed_in(context: BrowserContext, address: str, sub: str) -> Page:
    """The dashboard after somebody signed in."""
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(f"{address}/**")
    settled(page)
    return page


def test_nobody_sees_anything_before_signing_in(context: BrowserContext, signed_app: str) -> None:
    page = context.new_page()
    for path in ("", "bench", "access", "upload"):
        page.goto(f"{signed_app}/{path}")
        expect(page.get_by_text("Sign in to see the dashboard.")).to_be_visible()
        assert page.get_by_test_id("stVegaLiteChart").count() == 0


def test_the_role_decides_which_pages_there_are(context: BrowserContext, signed_app: str) -> None:
    page = signed_in(context, signed_app, "owner")
    expect(page.get_by_role("heading", name="How strong is our bench?")).to_be_visible()
    expect(page.get_by_role("link", name="Access", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Upload", exact=True)).to_have_count(0)


def test_a_demoted_user_loses_the_page_at_the_next_click(
    context: BrowserContext, signed_app: str, folder: Path
) -> None:
    page = signed_in(context, signed_app, "owner")
    grants.grant(folder, Grant("owner@example.com", "executive"), by="test", at=NOW)
    try:
        page.get_by_role("link", name="Bench", exact=True).first.click()
        expect(page.get_by_role("link", name="Access", exact=True)).to_have_count(0)
        grants.revoke(folder, "owner@example.com", by="test", at=NOW)
        page.get_by_role("link", name="Overview", exact=True).first.click()
        expect(page.get_by_text("nobody has given you access yet")).to_be_visible()
    finally:
        grants.grant(folder, OWNER, by="test", at=NOW)


@pytest.mark.parametrize(
    ("sub", "said"),
    [
        ("stranger", "nobody has given you access yet"),
        ("stale", "more than eight hours old"),
        ("other app", "made for another application"),
        ("unverified", "does not vouch for an e-mail address"),
        ("unsigned", "Sign in to see the dashboard."),
    ],
)
def test_whoever_cannot_be_vouched_for_stays_out(context: BrowserContext, signed_app: str, sub: str, said: str) -> None:
    page = signed_in(context, signed_app, sub)
    expect(page.get_by_text(said)).to_be_visible()
    assert page.get_by_test_id("stVegaLiteChart").count() == 0


def test_a_forged_cookie_opens_nothing(context: BrowserContext, signed_app: str) -> None:
    page = signed_in(context, signed_app, "owner")
    good = {cookie["name"]: cookie["value"] for cookie in context.cookies() if "streamlit" in cookie["name"]}
    assert _status(signed_app, "/_stcore/metrics", good) == 200
    name = "_streamlit_user"
    claims = base64.urlsafe_b64encode(
        json.dumps({"is_logged_in": True, "email": "owner@example.com"}).encode()
    ).decode()
    for forged in ("", "x", good[name][:-2] + "AA", f"{claims}.{good[name].split('.', 1)[1]}"):
        assert _status(signed_app, "/_stcore/metrics", {**good, name: forged}) == 401
        assert _status(signed_app, "/media/0123456789abcdef.csv", {**good, name: forged}) == 401
    page.close()


def _status(address: str, path: str, cookies: dict[str, str]) -> int:
    request = urllib.request.Request(
        address + path, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_signing_in_is_on_the_trail_and_the_trail_is_whole(
    context: BrowserContext, signed_app: str, folder: Path
) -> None:
    signed_in(context, signed_app, "executive")
    assert ("executive@example.com", "sign_in") in [(entry.who, entry.what) for entry in audit_log.entries(folder)]
    assert audit_log.check(folder) == []


def status(address: str) -> int:
    """What somebody without any cookie is answered."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def awaited(address: str, wanted: int) -> int:
    """The same, once it is that, or after a while: the server looks at its secrets every few seconds."""
    deadline = time.monotonic() + 20
    while (found := status(address)) != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def pages(address: str) -> int:
    """How many pages somebody without any cookie is offered over a socket; none where it is refused."""

    async def look() -> int:
        try:
            viewer = await Viewer.come(address)
        except urllib.error.HTTPError:
            return 0
        await viewer.run()
        await viewer.leave()
        return len(viewer.pages)

    return to_the_end(look())


LESS: dict[str, str | None] = {
    "emptied": "",
    "broken": "[auth",
    "another section": '[other]\nname = "value"\n',
    "half": f'[auth]\nclient_id = "{CLIENT}"\n',
    "no section": 'auth = "none"\n',
    "no provider's values": secrets("https://login.example", "…"),
    "a secret of few bytes": re.sub(
        'cookie_secret = ".*"', 'cookie_secret = "secret"', secrets("https://a.example", "b")
    ),
    "no bytes of text": "\udcff",
    "deleted": None,
}


def spoil(file: Path, less: str | None) -> None:
    """Put that in the place of what a file says; None takes the file away."""
    if less is None:
        file.unlink()
    else:
        file.write_text(less, errors="surrogateescape")


def test_a_dashboard_that_loses_its_provider_answers_nobody_until_it_has_one_again(
    provider: str, sample_folder: Path, tmp_path: Path
) -> None:
    folder, file = Path(shutil.copytree(sample_folder, tmp_path / "company")), tmp_path / "secrets.toml"
    whole = secrets(provider, CLIENT)
    file.write_text(whole)
    with serving(folder, "--secrets.files", str(file)) as address:
        assert (status(address), pages(address)) == (200, 0)
        for how, less in LESS.items():
            spoil(file, less)
            assert (how, awaited(address, 503), pages(address)) == (how, 503, 0)
            assert (how, status(f"{address}/_stcore/health")) == (how, 503)
            file.write_text(whole)
            assert (how, awaited(address, 200), pages(address)) == (how, 200, 0)


@pytest.mark.parametrize("less", ["", '[other]\nname = "value"\n', None])
def test_a_dashboard_started_again_without_its_provider_answers_nobody(
    provider: str, sample_folder: Path, tmp_path: Path, less: str | None
) -> None:
    folder, file = Path(shutil.copytree(sample_folder, tmp_path / "company")), tmp_path / "secrets.toml"
    whole = secrets(provider, CLIENT)
    file.write_text(whole)
    with serving(folder, "--secrets.files", str(file)):
        pass
    spoil(file, less)
    with serving(folder, "--secrets.files", str(file), healthy=503) as address:
        assert (status(address), pages(address)) == (503, 0)
        file.write_text(whole)
        assert (awaited(address, 200), pages(address)) == (200, 0)
