"""Behind nginx as SECURITY.md sets it up: over https, with sign-in, sockets, uploads and downloads."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import oidc_provider_mock
import pytest
from oidc_provider_mock import User
from server import ROOT, free_port, serving_signed
from signing import cookies_after_sign_in
from test_security_attack import made

from benchmarks.viewers import Viewer, to_the_end, written
from data_loaders.privacy import grants
from data_loaders.privacy.grants import Grant

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
OPENSSL = shutil.which("openssl")
MEGABYTE = 1024 * 1024
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx and openssl are not installed: the proxy is not tried"),
]
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/errors.log; {user}
events {{}}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; access_log {folder}/access.log;
  {servers}
}}
"""


def _as_documented(folder: Path, inner: str, port: int, plain: int) -> str:
    """The servers that SECURITY.md shows, at ports and with a certificate of this test's own."""
    shown = re.search(r"```nginx\n(.*?)```", (ROOT / "SECURITY.md").read_text(), re.DOTALL)
    assert shown
    text = shown[1].replace("bench.example.com", "localhost").replace("http://127.0.0.1:8501", inner)
    text = text.replace("/etc/ssl/bench.pem", f"{folder}/bench.pem").replace(
        "/etc/ssl/bench.key", f"{folder}/bench.key"
    )
    return text.replace("listen 443 ssl", f"listen {port} ssl").replace("listen 80", f"listen {plain}")


@dataclass(frozen=True)
class Proxied:
    """The dashboard's address behind the proxy, the port that leads there, its own address, the proxy's folder."""

    outside: str
    plain: int
    inner: str
    folder: Path


@pytest.fixture(scope="module")
def proxied(masked_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """The dashboard behind the proxy."""
    folder = tmp_path_factory.mktemp("proxied")
    company = shutil.copytree(masked_folder, folder / "company")
    grants.grant(company, Grant("hr@example.com", "hr"), by="test", at=datetime(2026, 11, 23, tzinfo=UTC))
    certify = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    written_to = ["-keyout", f"{folder}/bench.key", "-out", f"{folder}/bench.pem"]
    subprocess.run([str(OPENSSL), *certify.split(), *written_to], check=True, capture_output=True)
    port, plain = free_port(), free_port()
    users = [User(sub="hr", claims={"email": "hr@example.com"})]
    with pytest.MonkeyPatch.context() as patch, oidc_provider_mock.run_server_in_thread(user_claims=users) as provider:
        patch.setenv("SSL_CERT_FILE", f"{folder}/bench.pem")
        outside, named = f"https://localhost:{port}", f"http://localhost:{provider.server_port}"
        with serving_signed(company, named, "bench-strength", outside) as inner:
            user = "user root;" if folder.owner() == "root" else ""
            servers = _as_documented(folder, inner, port, plain)
            (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user, servers=servers))
            with subprocess.Popen([str(NGINX), "-p", str(folder), "-c", f"{folder}/nginx.conf"]) as proxy:
                _wait(f"{outside}/_stcore/health", proxy)
                yield Proxied(outside, plain, inner, folder)
                proxy.terminate()


def _wait(address: str, proxy: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert proxy.poll() is None
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("The proxy does not answer.")


@pytest.fixture(scope="module")
def cookies(proxied: Proxied) -> dict[str, str]:
    return cookies_after_sign_in(proxied.outside, "hr")


def status(address: str, method: str = "GET", body: bytes | None = None, **headers: str) -> int:
    """The status of one request."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(address, method=method, data=body, headers=named), timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_cookies_are_for_https_and_browsers_are_told_to_use_nothing_else(proxied) -> None:
    with urlopen(f"{proxied.outside}/_stcore/health") as answer:
        assert all("; Secure" in line for line in answer.headers.get_all("Set-Cookie"))
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]


def test_who_comes_without_https_is_sent_on(proxied) -> None:
    asking = HTTPConnection("localhost", proxied.plain, timeout=5)
    asking.request("GET", "/bench?unit=Sales")
    answer = asking.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/bench?unit=Sales")


def test_pages_uploads_and_downloads_come_through(proxied, cookies) -> None:
    address = proxied.outside

    async def visit() -> None:
        viewer = await Viewer.come(address, cookies)
        await viewer.run()
        await viewer.run(viewer.pages["explore"])
        [file, *_] = re.findall(r'deferred_file_id: "([^"]+)"', viewer.text())
        link, where = await made(viewer, file), f"{address}/_stcore/upload_file/{viewer.session}/1"
        form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n%s\r\n--x--\r\n'
        sent = {
            "Cookie": written(cookies),
            "X_Xsrftoken": cookies["_streamlit_xsrf"],
            "Content_Type": "multipart/form-data; boundary=x",
        }
        assert status(where, "PUT", form % (b"a" * 49 * MEGABYTE), **sent) == 204
        assert status(where, "PUT", form % (b"a" * 52 * MEGABYTE), **sent) == 413
        assert status(where, "PUT", form % b"a", **{**sent, "Cookie": ""}) == 401
        assert status(address + link, Cookie=written(cookies)) == 200
        assert status(address + link) == 401
        await viewer.leave()

    to_the_end(visit())
    left = [path for name in ("body", "proxy") for path in (proxied.folder / name).rglob("*") if path.is_file()]
    assert left == []
    assert (proxied.folder / "access.log").read_text() == ""


def test_another_host_and_a_page_of_another_address_are_refused(proxied, cookies) -> None:
    assert status(f"{proxied.outside}/", Host="evil.example") == 421
    assert status(f"{proxied.outside}/", Origin="https://evil.example", Cookie=written(cookies)) == 403
    assert status(f"{proxied.outside}/", Origin=proxied.outside) == 200


def test_what_a_browser_says_of_where_it_comes_from_opens_nothing(proxied) -> None:
    claims = {"X_Forwarded_For": "127.0.0.1", "X_Forwarded_Host": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    assert status(f"{proxied.outside}/_stcore/metrics", **claims) == 401
    assert status(f"{proxied.outside}/", Host="127.0.0.1", **claims) == 421
    assert status(f"{proxied.inner}/", **claims) == 421
