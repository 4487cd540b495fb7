"""What stands between the network and the dashboard."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ui.auth import access, identity
from ui.web import connection_limit, request_guard

PROVIDER = identity.Provider("bench", "https://bench.example")
FORBIDDEN = ("/media/abc.csv", "/_stcore/metrics", "/_stcore/upload_file/session/file")


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    answer = PlainTextResponse(f"reached {Request(scope).url.path}")
    answer.set_cookie("_streamlit_user", "x", httponly=True, samesite="lax")
    await answer(scope, receive, send)


def client(address: str = "http://127.0.0.1:8501", peer: str = "127.0.0.1") -> TestClient:
    return TestClient(request_guard.Guard(_inner), base_url=address, client=(peer, 50_000))


@pytest.fixture
def with_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "provider", lambda: PROVIDER)


def test_every_answer_carries_the_headers() -> None:
    headers = client().get("/").headers
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert "unsafe" not in rules["script-src"]
    assert "'sha256-" in rules["script-src"]
    assert rules["img-src"] == rules["font-src"] == "'self' data:"
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("peer", ["192.168.1.20", "2001:db8::1", "8.8.8.8"])
def test_without_a_provider_only_this_machine_is_answered(peer: str) -> None:
    answer = client(peer=peer).get("/")
    assert (answer.status_code, "docs/running.md" in answer.text) == (403, True)


@pytest.mark.parametrize("bound", ["http://192.168.1.7:8501", "http://bench.example"])
def test_without_a_provider_no_other_address_is_served(bound: str) -> None:
    assert client(bound).get("/").status_code in (403, 421)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[bad"])
def test_a_foreign_host_is_refused(host: str) -> None:
    assert client().get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_the_names_of_this_machine_are_served(host: str) -> None:
    assert client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "Via"],
)
def test_what_a_proxy_passes_on_is_not_from_this_machine(header: str) -> None:
    assert client().get("/", headers={header: "for=1.2.3.4"}).status_code == 403


@pytest.mark.usefixtures("with_provider")
@pytest.mark.parametrize("path", [*FORBIDDEN, "//media/abc.csv", "/media//abc.csv"])
def test_files_figures_and_uploads_need_a_sign_in(path: str) -> None:
    assert client("https://bench.example").get(f"https://bench.example{path}").status_code == 401


@pytest.mark.usefixtures("with_provider")
@pytest.mark.parametrize("cookie", ["", "x", "e30.aaa.bbb", "%00", "a" * 5000])
def test_a_forged_cookie_is_no_sign_in(cookie: str) -> None:
    answer = client("https://bench.example").get(FORBIDDEN[0], headers={"Cookie": f"_streamlit_user={cookie}"})
    assert answer.status_code == 401


@pytest.mark.usefixtures("with_provider")
def test_with_a_provider_only_its_address_is_served() -> None:
    assert client("https://bench.example").get("/").status_code == 200
    assert client("https://evil.example").get("/").status_code == 421
    assert client("https://evil.example").get("/_stcore/health").status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:3000", "http://localhost:8501"])
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config", "/media/abc.csv"])
def test_what_a_page_of_another_address_asks_is_refused(origin: str, path: str) -> None:
    assert client().get(path, headers={"Origin": origin}).status_code == 403


def test_a_page_of_another_address_opens_no_socket() -> None:
    opening = client().websocket_connect("/_stcore/stream", headers={"Origin": "http://localhost:3000"})
    with pytest.raises(WebSocketDisconnect), opening:
        pytest.fail("it was let in")


def test_what_a_page_of_ours_asks_is_answered() -> None:
    assert client().get("/", headers={"Origin": "http://127.0.0.1:8501"}).status_code == 200


@pytest.mark.usefixtures("with_provider")
def test_with_a_provider_a_page_of_ours_is_one_over_https() -> None:
    ours = client("https://bench.example")
    assert ours.get("/", headers={"Origin": "https://bench.example"}).status_code == 200
    assert ours.get("/", headers={"Origin": "http://bench.example"}).status_code == 403


@pytest.mark.usefixtures("with_provider")
@pytest.mark.parametrize("path", ["/media/abc.csv", "/_stcore/upload_file/somebodys/file"])
def test_a_file_or_session_that_is_not_theirs_is_not_opened_to_somebody_signed_in(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(access, "signed_in", lambda *_: access.Viewer("hr@example.com", "hr", persons=None))
    assert client("https://bench.example").put(path).status_code in (400, 404)


@pytest.mark.usefixtures("with_provider")
def test_over_https_the_cookie_goes_over_nothing_else() -> None:
    headers = client("https://bench.example").get("/").headers
    assert headers["set-cookie"].endswith("; Secure")
    assert "max-age" in headers["strict-transport-security"]


def test_on_this_machine_the_cookie_works_without_https() -> None:
    assert "Secure" not in client().get("/").headers["set-cookie"]


@pytest.mark.usefixtures("with_provider")
def test_only_so_many_pages_of_one_viewer_are_open_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def listening(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept", "headers": []})
        await receive()

    monkeypatch.setattr(connection_limit, "NOT_SIGNED_IN", 1)
    opened = TestClient(request_guard.Guard(listening), base_url="https://bench.example")
    named = {"Host": "bench.example"}
    with opened.websocket_connect("/_stcore/stream", headers=named):
        second = opened.websocket_connect("/_stcore/stream", headers=named)
        with pytest.raises(WebSocketDisconnect) as refused, second:
            pytest.fail("it was let in")
    assert refused.value.reason == connection_limit.TOO_MANY


@pytest.mark.usefixtures("with_provider")
def test_nobody_is_signed_out_by_a_link_on_a_page_of_another_address() -> None:
    ours = client("https://bench.example")
    assert ours.get("/auth/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert ours.get("/auth/logout", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("path", ["/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "//_stcore/agent/mcp"])
def test_the_agent_api_is_closed(path: str) -> None:
    assert client().get(f"http://127.0.0.1:8501{path}").status_code == 404


def test_a_half_configured_provider_serves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> None:
        raise LookupError("[auth] in .streamlit/secrets.toml lacks cookie_secret: see docs/running.md.")

    monkeypatch.setattr(identity, "provider", lacking)
    answer = client().get("/")
    assert (answer.status_code, "cookie_secret" in answer.text) == (503, True)


def test_a_socket_from_elsewhere_is_closed() -> None:
    with pytest.raises(WebSocketDisconnect), client(peer="192.168.1.20").websocket_connect("/_stcore/stream"):
        pytest.fail("it was let in")


@pytest.mark.parametrize(
    "arguments",
    [
        ["uvicorn", "app:app", "--host", "0.0.0.0"],
        ["uvicorn", "app:app", "--host=192.168.1.7"],
        ["streamlit", "run", "app.py", "--server.address", "0.0.0.0"],
        ["uvicorn", "app:app", "--host", "bench.example"],
    ],
)
def test_it_does_not_start_for_others_before_anybody_can_sign_in(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"does not start on .*docs/running\.md"):
        request_guard.refuse_to_start(arguments)


@pytest.mark.parametrize("arguments", [["streamlit", "run", "app.py"], ["uvicorn", "app:app", "--host", "127.0.0.1"]])
def test_it_starts_on_this_machine(arguments: list[str]) -> None:
    request_guard.refuse_to_start(arguments)


@pytest.mark.usefixtures("with_provider")
def test_with_a_provider_it_starts_anywhere() -> None:
    request_guard.refuse_to_start(["uvicorn", "app:app", "--host", "0.0.0.0"])


@pytest.mark.parametrize("wrong", ["lacks cookie_secret", "holds fewer than 32 random bytes", "begins with http"])
def test_it_does_not_start_with_a_provider_that_cannot_be_trusted(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    def refused() -> None:
        raise LookupError(wrong)

    monkeypatch.setattr(identity, "provider", refused)
    with pytest.raises(SystemExit, match=f"does not start: {wrong}"):
        request_guard.refuse_to_start(["streamlit", "run", "app.py"])


def test_where_the_provider_is_gone_it_starts_and_answers_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone() -> None:
        raise identity.Gone("it is gone")

    monkeypatch.setattr(identity, "provider", gone)
    request_guard.refuse_to_start(["streamlit", "run", "app.py"])
    assert "it is gone" in capsys.readouterr().err
    for path in ("/", "/_stcore/health", "/media/abc.csv", "/static/index.html", "/auth/logout"):
        assert client().get(path).status_code == 503
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/_stcore/stream"):
        pytest.fail("it was let in")
