"""Nothing leaves this machine, and nothing too large comes in."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import oidc_provider_mock
import pytest
from conftest import OWN, open_page, settled
from oidc_provider_mock import User
from playwright.sync_api import BrowserContext, Page, WebSocket, expect
from server import ROOT, serving, serving_signed
from signing import cookies_after_sign_in
from test_security_attack import made

from benchmarks.viewers import Viewer, to_the_end, written
from data_loaders.privacy import grants
from data_loaders.privacy.grants import Grant
from ui import page_register

TITLES = tuple(one.title for one in page_register.PAGES)
MEGABYTE = 1024 * 1024
# Runs in the server and in each process it starts: writes down every address that a socket is to reach.
WATCHING = """
import os, sys
def watch(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        to = given[0] if event.startswith("socket.get") else given[1]
        with open(os.environ["REACHED"], "a") as out:
            print(event, to, file=out)
sys.addaudithook(watch)
"""


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server's sockets were to reach, a line each."""
    file = tmp_path_factory.mktemp("reached") / "addresses"
    file.write_text("")
    return file


@pytest.fixture(scope="module")
def address(sample_folder: Path, reached: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over a sample of its own, its sockets watched."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(sample_folder, folder / "company")
    (folder / "sitecustomize.py").write_text(WATCHING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("REACHED", str(reached))
        with serving(folder / "company") as served:
            yield served


@pytest.fixture(scope="module")
def signed(masked_folder: Path, reached: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The same for those who sign in, and the port of the identity provider."""
    folder = tmp_path_factory.mktemp("watched and signed")
    shutil.copytree(masked_folder, folder / "company")
    (folder / "sitecustomize.py").write_text(WATCHING)
    grants.grant(folder / "company", Grant("hr@example.com", "hr"), by="test", at=datetime(2026, 11, 23, tzinfo=UTC))
    users = [User(sub="hr", claims={"email": "hr@example.com"})]
    with pytest.MonkeyPatch.context() as patch, oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("REACHED", str(reached))
        with serving_signed(folder / "company", f"http://localhost:{server.server_port}", "bench-strength") as served:
            yield served, server.server_port


def put(address: str, session: str, cookies: dict[str, str]) -> int:
    """The status of putting a small file into that session."""
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\na\r\n1\r\n--x--\r\n'
    headers = {
        "Cookie": written(cookies),
        "X-Xsrftoken": cookies["_streamlit_xsrf"],
        "Content-Type": "multipart/form-data; boundary=x",
    }
    asked = Request(f"{address}/_stcore/upload_file/{session}/1", method="PUT", data=body, headers=headers)
    with urlopen(asked, timeout=30) as answer:
        return int(answer.status)


async def everything(address: str, cookies: dict[str, str]) -> None:
    """Every page, a download and an upload of somebody signed in."""
    viewer = await Viewer.come(address, cookies)
    await viewer.run()
    for page in viewer.pages.values():
        await viewer.run(page)
    await viewer.run(viewer.pages["explore"])
    [file, *_] = re.findall(r'deferred_file_id: "([^"]+)"', viewer.text())
    assert (await made(viewer, file)).startswith("/media/")
    assert put(address, viewer.session, cookies) == 204
    await viewer.leave()


@pytest.mark.filterwarnings("ignore")
def test_with_sign_in_the_server_reaches_the_provider_and_nothing_else(signed, reached):
    address, provider = signed
    before = len(reached.read_text().splitlines())
    cookies = cookies_after_sign_in(address, "hr")
    to_the_end(everything(address, cookies))
    for path in ("/", "/_stcore/health", "/_stcore/stream", "/media/x.csv"):
        with pytest.raises(HTTPError, match="403"):
            urlopen(Request(address + path, headers={"Origin": "http://evil.example", "Cookie": written(cookies)}))
    lines = reached.read_text().splitlines()[before:]
    asked = [line for line in lines if line.startswith(("socket.connect", "socket.sendto")) and "/" not in line]
    assert any(f", {provider}" in line for line in asked)
    assert {line for line in asked if not re.search(rf"\('(127\.0\.0\.1|::1)', {provider}\b", line)} == set()
    assert [line for line in lines if "evil" in line or "amazonaws" in line or "8.8.8.8" in line] == []


@pytest.fixture
def page(context: BrowserContext, strangers: list[str]) -> Page:
    """A page whose web sockets are watched like its requests."""
    page = context.new_page()

    def note(opened: WebSocket) -> None:
        if (urlsplit(opened.url).hostname or "") not in OWN:
            strangers.append(opened.url)

    page.on("websocket", note)
    return page


def test_no_page_no_upload_and_no_download_reaches_another_machine(page, address, strangers, reached):
    open_page(page, address)
    for title in TITLES:
        page.get_by_role("link", name=title, exact=True).first.click()
        settled(page)
    open_page(page, f"{address}/upload")
    page.locator("input[type=file]").set_input_files(sorted((ROOT / "docs" / "examples").glob("*.csv")))
    expect(page.get_by_text("What the files are")).to_be_visible()
    open_page(page, f"{address}/retention")
    page.get_by_text("Figures and download").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").first.click()
    assert Path(waiting.value.path()).stat().st_size > 0
    assert strangers == []
    local = re.compile(r"127\.0\.0\.1|localhost|::1|/\w|'0\.0\.0\.0'|None")
    assert [line for line in reached.read_text().splitlines() if not local.search(line)] == []


def test_the_watch_on_sockets_sees_what_it_is_for(reached, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WATCHING)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "REACHED": str(tmp_path / "seen")}
    code = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True)
    assert "192.0.2.1" in (tmp_path / "seen").read_text()


@pytest.fixture
def door(page: Page, address: str) -> tuple[str, dict[str, str]]:
    """Where this session's uploads go, and the headers that they go with."""
    open_page(page, f"{address}/upload")
    with page.expect_request(re.compile("/_stcore/upload_file/")) as sent:
        page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"a\n1\n"})
    settled(page)
    headers = sent.value.all_headers()
    return sent.value.url, {name: headers[name] for name in ("cookie", "x-xsrftoken", "origin") if name in headers}


def sent_until_answered(url: str, headers: dict[str, str], framing: str, piece: bytes) -> tuple[int, int]:
    """The status that a PUT gets, and how many bytes the server took before it answered."""
    where = urlsplit(url)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        line.sendall(
            f"PUT {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\n{head}{framing}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode()
        )
        line.setblocking(False)
        taken, answer, waiting = 0, b"", form
        for _ in range(100_000):
            try:
                answer = line.recv(4096)
                break
            except BlockingIOError:
                pass
            framed = b"%x\r\n%s\r\n" % (len(waiting), waiting) if "chunked" in framing else waiting
            line.settimeout(20)
            try:
                line.sendall(framed)
            except OSError:
                answer = line.recv(4096)
                break
            taken, waiting = taken + len(waiting), piece
            line.setblocking(False)
    return int(answer.split()[1]), taken


def test_a_file_that_says_it_is_too_large_is_refused_unread(door):
    status, taken = sent_until_answered(*door, f"Content-Length: {400 * MEGABYTE}", b"a" * MEGABYTE)
    assert status == 413
    assert taken < 20 * MEGABYTE


def test_a_file_that_does_not_say_how_large_it_is_is_refused_at_the_limit(door):
    status, taken = sent_until_answered(*door, "Transfer-Encoding: chunked", b"a" * MEGABYTE)
    assert status == 413
    assert 50 * MEGABYTE < taken < 75 * MEGABYTE


def test_the_upload_of_somebody_else_needs_their_token_as_well(door):
    url, headers = door
    without = {name: value for name, value in headers.items() if name != "x-xsrftoken"}
    assert sent_until_answered(url, without, "Content-Length: 10", b"a" * 10)[0] == 403
    elsewhere = url.replace(url.split("/")[-2], "00000000-0000-0000-0000-000000000000")
    assert sent_until_answered(elsewhere, headers, "Content-Length: 10", b"a" * 10)[0] == 400


def test_hr_is_told_the_limit_and_how_to_raise_it(page, address):
    open_page(page, f"{address}/upload")
    page.get_by_test_id("stFileUploader").get_by_test_id("stTooltipIcon").first.hover()
    expect(page.get_by_text("A file may have up to 50 MB")).to_be_visible()
    expect(page.get_by_text("server.maxUploadSize").first).to_be_visible()


def test_the_settings_that_keep_things_here_are_set():
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert told["browser"]["gatherUsageStats"] is False
    assert told["client"]["showErrorDetails"] == "none"
    assert told["client"]["showErrorLinks"] is False
    assert told["logger"]["enableRich"] is False
    assert told["server"]["maxUploadSize"] == 50
    assert told["server"]["maxMessageSize"] <= 64
    assert told["server"]["address"] == "127.0.0.1"
