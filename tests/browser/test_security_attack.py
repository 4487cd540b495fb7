"""Somebody signed in who wants more than they were granted: forged messages, old links, borrowed sessions."""

from __future__ import annotations

import asyncio
import csv
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
import test_sign_in
from oidc_provider_mock import User
from server import serving_signed
from signing import cookies_after_sign_in
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.viewers import Viewer, to_the_end, widget, written
from data_loaders.privacy import grants
from data_loaders.privacy.grants import Grant
from data_loaders.records import audit_log
from data_loaders.store.generations import Store

pytestmark = pytest.mark.filterwarnings("ignore")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
GRANTS = {
    "boss": Grant("boss@example.com", "executive", units=("Engineering",)),
    "hr": Grant("hr@example.com", "hr"),
    "owner": Grant("owner@example.com", "owner"),
    "analyst": Grant("analyst@example.com", "analyst"),
    "coded": Grant("coded@example.com", "analyst", persons=None),
    "sales": Grant("sales@example.com", "hr", units=("Sales",)),
}


@pytest.fixture(scope="module")
def folder(masked_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of this test's own."""
    return shutil.copytree(masked_folder, tmp_path_factory.mktemp("attacked") / "company")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A dashboard that asks for a sign-in, over a company in which each of these has a role."""
    for given in GRANTS.values():
        grants.grant(folder, given, by="test", at=NOW)
    users = [User(sub=name, claims={"email": given.who}) for name, given in GRANTS.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        server.app = test_sign_in._Tampered(server.app)
        with serving_signed(folder, f"http://localhost:{server.server_port}", test_sign_in.CLIENT) as served:
            yield served


@pytest.fixture(scope="module")
def cookies(address: str) -> dict[str, dict[str, str]]:
    """What each one's browser holds after signing in."""
    return {name: cookies_after_sign_in(address, name) for name in GRANTS}


async def come(address: str, cookies: dict[str, str], page: str = "", query: str = "") -> Viewer:
    viewer = await Viewer.come(address, cookies)
    await viewer.run()
    if page:
        await viewer.run(viewer.pages[page], query)
    return viewer


def status(address: str, path: str, cookies: dict[str, str], method: str = "GET", **headers: str) -> int:
    """The status of one request."""
    asked = urllib.request.Request(address + path, method=method, headers={"Cookie": written(cookies), **headers})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_unit_out_of_scope_cannot_be_asked_for(address, cookies) -> None:
    async def attack() -> None:
        boss = await come(address, cookies["boss"], "retention", "unit=Sales&unit=Finance")
        assert "Sales" not in boss.text()
        for identity in boss.widgets('label: "Unit"'):
            await boss.run(widgets=(widget(identity, string_array_value={"data": ["Sales"]}),))
            assert "Sales" not in boss.text()
        await boss.leave()

    to_the_end(attack())


@pytest.mark.parametrize("page", ["upload", "access", "settings", "explore"])
def test_a_page_that_is_not_theirs_cannot_be_run_by_its_hash(address, cookies, page) -> None:
    async def attack() -> None:
        seeing = await come(address, cookies["hr" if page == "upload" else "owner"])
        boss = await come(address, cookies["boss"])
        assert page not in boss.pages
        await boss.run(seeing.pages[page], "figure=Successor+coverage&behind=true")
        words = ("Bring your HR exports", "Who may see what", "What holds for your company", "Any figure, any cut")
        assert not [said for said in words if said in boss.text()]
        await boss.leave()
        await seeing.leave()

    to_the_end(attack())


def test_pressing_a_button_that_was_drawn_for_somebody_else_does_nothing(address, cookies, folder) -> None:
    before, trail = Store(folder).current(), len(audit_log.entries(folder))

    async def attack() -> None:
        hr = await come(address, cookies["hr"], "upload")
        buttons = hr.widgets('label: "Undo load')
        assert buttons
        for name in ("boss", "analyst", "owner"):
            other = await come(address, cookies[name])
            await other.run(hr.pages["upload"], widgets=tuple(widget(one, trigger_value=True) for one in buttons))
            await other.leave()
        await hr.leave()

    to_the_end(attack())
    assert Store(folder).current() == before
    assert {entry.what for entry in audit_log.entries(folder)[trail:]} <= {"sign_in", "view_persons"}


def test_a_session_cannot_be_taken_over_by_its_number(address, cookies) -> None:
    async def attack() -> None:
        hr = await come(address, cookies["hr"], "upload")
        taken = hr.session
        await hr.leave()
        boss = await Viewer.come(address, cookies["boss"], session=taken)
        await boss.run(hr.pages["upload"])
        assert "Bring your HR exports" not in boss.text()
        assert "upload" not in boss.pages
        await boss.leave()

    to_the_end(attack())


def test_what_was_kept_for_those_who_see_persons_is_not_shown_to_others(address, cookies, folder) -> None:
    con = Store(folder).open()
    rows = con.execute("select employee_id, full_name from employees").fetchall()
    con.close()

    async def look() -> None:
        for page in ("bench", "stress", "refusals"):
            hr = await come(address, cookies["hr"], page)
            boss = await come(address, cookies["boss"], page)
            seen = boss.text()
            found = [who for who in rows if who[1] in seen or re.search(rf"\b{who[0]}\b", seen)]
            assert found == [], page
            await hr.leave()
            await boss.leave()

    to_the_end(look())


async def made(viewer: Viewer, file: str) -> str:
    """Where the file of a download button lies once it was made; empty where it was refused."""
    asked = BackMsg()
    asked.backend_operation_request.request_id, asked.backend_operation_request.session_id = "1", viewer.session
    asked.backend_operation_request.deferred_file.file_id = file
    await viewer.socket.send(asked.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(await asyncio.wait_for(viewer.socket.recv(), 30)))
        if message.WhichOneof("type") == "backend_operation_response":
            return str(message.backend_operation_response.deferred_file.url)


def offered(viewer: Viewer) -> list[str]:
    """The numbers of the download buttons that a page has drawn."""
    files = re.findall(r'deferred_file_id: "([^"]+)"', viewer.text())
    assert files
    return files


def test_what_one_viewer_is_offered_or_handed_is_made_for_and_served_to_nobody_else(address, cookies, folder) -> None:
    async def attack() -> None:
        hr = await come(address, cookies["hr"], "explore")
        files = offered(hr)
        others = {name: await come(address, cookies[name], "explore") for name in ("analyst", "owner")}
        taken = len(downloads(folder))
        for other in others.values():
            assert [await made(other, file) for file in files] == [""] * len(files)
        assert len(downloads(folder)) == taken
        link = await made(hr, files[0])
        assert status(address, link, cookies["hr"]) == 200
        assert [status(address, link, cookies[name]) for name in ("analyst", "owner", "boss")] == [404] * 3
        own = await made(others["analyst"], offered(others["analyst"])[0])
        assert [status(address, own, cookies[name]) for name in ("analyst", "boss")] == [200, 404]
        for viewer in (hr, *others.values()):
            await viewer.leave()

    to_the_end(attack())


def downloads(folder: Path) -> list[audit_log.Entry]:
    return [entry for entry in audit_log.entries(folder) if entry.what == "download"]


def test_what_was_offered_before_a_grant_was_cut_down_is_handed_out_no_more(address, cookies, folder) -> None:
    async def attack() -> None:
        hr = await come(address, cookies["hr"], "explore", "figure=Retention+rate&behind=true")
        files = offered(hr)
        link = await made(hr, files[-1])
        assert status(address, link, cookies["hr"]) == 200
        grants.grant(folder, Grant("hr@example.com", "hr", units=("Sales",)), by="test", at=NOW)
        try:
            assert status(address, link, cookies["hr"]) == 404
            assert [await made(hr, file) for file in files] == [""] * len(files)
            await hr.run()
            assert status(address, await made(hr, offered(hr)[0]), cookies["hr"]) == 200
        finally:
            grants.grant(folder, GRANTS["hr"], by="test", at=NOW)
        await hr.leave()

    to_the_end(attack())


def test_the_rows_of_a_figure_are_made_as_its_viewer_sees_them(address, cookies, folder) -> None:
    async def take() -> bytes:
        hr = await come(address, cookies["hr"], "retention")
        fold = hr.widgets('label: "Figures and download"')[0]
        await hr.run(widgets=(widget(fold, bool_value=True),))
        file = re.search(r'label: "Rows as CSV".*?deferred_file_id: "([^"]+)"', hr.text(), re.DOTALL)
        assert file
        asked = urllib.request.Request(address + await made(hr, file[1]), headers={"Cookie": written(cookies["hr"])})
        with await asyncio.to_thread(urllib.request.urlopen, asked, timeout=10) as answer:
            file = answer.read()
        await hr.leave()
        return bytes(file)

    file = to_the_end(take())
    rows = list(csv.reader(file.decode("utf-8-sig").splitlines()))
    assert len(rows) > 50
    told = downloads(folder)[-1]
    assert (told.who, told.details["metric"]) == ("hr@example.com", "retention_rate_rows")
    assert (told.details["rows"], told.details["sha256"]) == (len(rows) - 1, sha256(file).hexdigest())
    assert told.details["filters"].keys() >= {"as_of", "months"}


def test_old_links_and_buttons_give_nothing_after_a_grant_is_taken_back(address, cookies, folder) -> None:
    async def attack() -> None:
        hr = await come(address, cookies["hr"], "explore")
        files = offered(hr)
        link = await made(hr, files[0])
        assert status(address, link, cookies["hr"]) == 200
        assert status(address, link, {}) == 401
        grants.revoke(folder, "hr@example.com", by="test", at=NOW)
        try:
            assert status(address, link, cookies["hr"]) == 401
            assert await made(hr, files[-1]) == ""
            await hr.run()
            assert "nobody has given you access" in hr.text()
        finally:
            grants.grant(folder, GRANTS["hr"], by="test", at=NOW)
        await hr.leave()

    to_the_end(attack())


def test_only_those_who_may_upload_reach_the_door_for_uploads(address, cookies) -> None:
    path = "/_stcore/upload_file/00000000-0000-0000-0000-000000000000/file"
    for name, expected in (("boss", 403), ("analyst", 403), ("owner", 403), ("hr", 400)):
        token = cookies[name]["_streamlit_xsrf"]
        assert status(address, path, cookies[name], "PUT", **{"X-Xsrftoken": token}) == expected, name
    assert status(address, path, {}, "PUT") == 401


def test_a_file_goes_into_a_session_of_ones_own_alone(address, cookies, folder) -> None:
    async def attack() -> None:
        hr = await come(address, cookies["hr"], "upload")
        path = f"{address}/_stcore/upload_file/{hr.session}/file"
        grants.grant(folder, Grant("owner@example.com", "hr"), by="test", at=NOW)
        try:
            assert "not open any more" in said(path, cookies["owner"])
        finally:
            grants.grant(folder, GRANTS["owner"], by="test", at=NOW)
        assert "not open any more" not in said(path, cookies["hr"])
        await hr.leave()

    to_the_end(attack())


def said(address: str, cookies: dict[str, str]) -> str:
    """What is answered to a PUT that holds no file."""
    headers = {"Cookie": written(cookies), "X-Xsrftoken": cookies["_streamlit_xsrf"]}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, method="PUT", headers=headers), timeout=10)
    return refused.value.read().decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"_streamlit_user": "chunks-999999999"},
        {"_streamlit_user": "a" * 4000, **{f"_streamlit_user_{n}": "b" * 4000 for n in range(8)}},
        {"_streamlit_user": "chunks-2", "_streamlit_user__1": "x", "_streamlit_user__2": "y"},
        {"_streamlit_user": "%00%ff"},
    ],
)
def test_cookies_in_pieces_that_nobody_signed_are_no_sign_in(address, forged) -> None:
    assert status(address, "/_stcore/metrics", forged) == 401


def test_signing_out_ends_the_sign_in_in_every_tab_and_copy(address) -> None:
    held = cookies_after_sign_in(address, "owner")

    async def go_on() -> None:
        tab = await come(address, held)
        assert tab.pages
        assert status(address, "/auth/logout", held) in (200, 404)  # the provider's own page may be missing
        await tab.run()
        assert "You have signed out" in tab.text()
        assert status(address, "/_stcore/metrics", held) == 401
        again = await come(address, cookies_after_sign_in(address, "owner"))
        assert "You have signed out" not in again.text()
        await again.leave()
        await tab.leave()

    to_the_end(go_on())


STRANGE = [
    ("GET", "/media/../../../../etc/passwd"),
    ("GET", "/media/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    ("GET", "/static/../../../../../../../etc/passwd"),
    ("GET", "/static/%2e%2e/%2e%2e/config.py"),
    ("GET", "/static/..%5c..%5cconfig.py"),
    ("GET", "//etc/passwd"),
    ("GET", "/app/static/../shell.py"),
    ("GET", "/component/x/../../shell.py"),
    ("GET", "/_stcore/bidi-components/x/../../../shell.py"),
    ("GET", "/.streamlit/secrets.toml"),
    ("GET", "/_stcore/agent/mcp"),
    ("POST", "/"),
    ("PUT", "/media/x"),
    ("DELETE", "/_stcore/upload_file/x/y"),
    ("TRACE", "/"),
    ("PROPFIND", "/"),
    ("POST", "/auth/login"),
    ("GET", "/oauth2callback?code=x&state=y"),
    ("GET", "/auth/login?provider=x"),
]


def test_strange_paths_verbs_and_frames_get_nothing_and_hurt_nobody(address, cookies) -> None:
    where = urlsplit(address)
    for method, path in STRANGE:
        asking = HTTPConnection(where.hostname, where.port, timeout=10)
        asking.request(method, path, headers={"Host": where.netloc, "Cookie": written(cookies["boss"])})
        answer = asking.getresponse()
        body = answer.read()
        assert answer.status < 500, (method, path)
        assert not re.search(rb"root:x|cookie_secret|import streamlit|def ", body), (method, path)
        asking.close()

    async def frames() -> None:
        hr, boss = await come(address, cookies["hr"], "retention"), await come(address, cookies["boss"])
        for frame in (b"", b"\xff" * 1000, "clear_cache", BackMsg(clear_cache=True).SerializeToString()):
            await boss.socket.send(frame)
        [cut, *_] = hr.widgets('label: "As of"') or hr.widgets('label: "Unit"')
        await boss.run(widgets=(widget(cut, bytes_value=b"x"),))
        await hr.run()
        assert "Do people stay" in hr.text()
        await hr.leave()
        await boss.leave()

    to_the_end(frames())


def test_headers_without_end_are_refused_and_the_dashboard_goes_on(address) -> None:
    assert status(address, "/", {"_streamlit_user": "a" * 300_000}) in (400, 413, 431)
    assert status(address, "/_stcore/health", {}) == 200
