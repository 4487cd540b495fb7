"""The middleware between the network and the dashboard: which requests are refused, and the headers of answers."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from ui.auth import access, identity
from ui.web import connection_limit, private_files, socket_filter, upload_guard

CLOSED = ("/_stcore/agent",)
UPLOADS = "/_stcore/upload_file/"
SIGN_OUT = "/auth/logout"
SIGNED_IN = ("/media/", "/_stcore/metrics", UPLOADS)
FORWARDED = ("forwarded", "via", "x-forwarded", "x-real-ip")
ELSEWHERE = 403, "This was asked by a page of another address."
HERE_ALONE = (
    "Bench Strength answers only on the machine it runs on until sign-in is set up: put [auth] into "
    ".streamlit/secrets.toml, as docs/running.md says, and start it again."
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def refuse_to_start(arguments: Iterable[str] | None = None) -> None:
    """Raise SystemExit if the server would listen beyond this machine without sign-in, or [auth] is unfit.

    If [auth] was configured before and is missing now, the program starts, and refuses every request until it is back.
    """
    try:
        configured = identity.provider()
    except identity.Gone as lost_provider:
        print(lost_provider, file=sys.stderr)
        return
    except LookupError as fault:
        raise SystemExit(f"Bench Strength does not start: {fault}") from None
    address = _listen_address(list(sys.argv if arguments is None else arguments))
    if configured is None and address and not identity.is_local(address):
        raise SystemExit(f"Bench Strength does not start on {address}. {HERE_ALONE}")


def _listen_address(arguments: list[str]) -> str:
    for flag in ("--host", "--server.address"):
        for place, text in enumerate(arguments):
            if text.startswith(f"{flag}="):
                return text.partition("=")[2]
            if text == flag and place + 1 < len(arguments):
                return arguments[place + 1]
    return str(config.get_option("server.address") or "")


class Guard:
    """ASGI middleware for every request, including those that Streamlit answers without running a script."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._handed, self._sockets = private_files.ServedFiles(), connection_limit.Sockets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, adding headers to its answer, or refuse it with one sentence."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            configured = identity.provider()
        except LookupError as fault:
            status, reason = 503, str(fault)
        else:
            status, reason = refusal(scope, configured, self._handed)
        if status:
            await _refuse(scope, receive, send, status, reason)
            return
        if configured and _path(scope) == SIGN_OUT:
            access.sign_out(_cookies(Headers(scope=scope)), configured)
        send_with_headers = _with_headers(send, scope["path"], secure=bool(configured and configured.https))
        if scope["type"] == "websocket":
            await self._talk(scope, receive, send_with_headers, configured)
        else:
            await self._app(scope, receive, send_with_headers)

    async def _talk(self, scope: Scope, receive: Receive, send: Send, configured: identity.Provider | None) -> None:
        filtered, cookies = socket_filter.only_wanted(receive), _cookies(Headers(scope=scope))
        if configured is None:
            await self._app(scope, filtered, send)
            return
        socket = private_files.Socket(lambda: access.signed_in(cookies, configured), self._handed)
        with self._sockets.one(access.signed_in(cookies, configured).who) as room:
            if room:
                await self._app(scope, socket.receiving(filtered), socket.sending(send))
            else:
                await _refuse(scope, receive, send, 503, connection_limit.TOO_MANY)


def refusal(
    scope: Scope, configured: identity.Provider | None, served_files: private_files.ServedFiles
) -> tuple[int, str]:
    """Status and reason for refusing a request; (0, "") for one that passes."""
    headers, path = Headers(scope=scope), _path(scope)
    if path.startswith(CLOSED):
        return 404, "Not found."
    if configured is None:
        # behind a proxy on this machine every peer looks local, so a request with a proxy's header is refused as well
        peers = [pair[0] for pair in (scope.get("client"), scope.get("server")) if pair]
        if not all(map(identity.is_local, peers)) or any(name.startswith(FORWARDED) for name in headers):
            return 403, HERE_ALONE
        if not identity.is_local(_host(headers)):
            return 421, "This address is not served here. Open http://127.0.0.1 with the port it printed."
    elif headers.get("host", "").lower() != configured.host and path != "/_stcore/health":
        return 421, f"This address is not served here. Open {configured.origin}."
    # a link on another site must not sign a viewer out
    from_other_site = path == SIGN_OUT and headers.get("sec-fetch-site") == "cross-site"
    if from_other_site or not _is_same_origin(headers, configured):
        return ELSEWHERE
    if configured and path.startswith(SIGNED_IN):
        return _refusal_to(access.signed_in(_cookies(headers), configured), scope, configured, served_files)
    return 0, ""


def _refusal_to(
    viewer: access.Viewer, scope: Scope, configured: identity.Provider, served_files: private_files.ServedFiles
) -> tuple[int, str]:
    path = _path(scope)
    if viewer.role == access.EVERYBODY_ELSE:
        return 401, "Sign in first."
    if path.startswith(private_files.MEDIA) and not served_files.holds(path, viewer):
        return 404, "Not found."
    if path.startswith(UPLOADS):
        return upload_guard.refusal(viewer, scope["method"], path.removeprefix(UPLOADS), configured)
    return 0, ""


def _is_same_origin(headers: Headers, configured: identity.Provider | None) -> bool:
    """Does the request come from a page of this dashboard? Streamlit's own check would look up this machine's address
    on the internet."""
    origin = headers.get("origin", "").lower()
    if not origin:
        return True
    return origin == configured.origin.lower() if configured else origin in _origins(headers.get("host", "").lower())


def _origins(host: str) -> tuple[str, str]:
    return f"http://{host}", f"https://{host}"


def _cookies(headers: Headers) -> Mapping[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _path(scope: Scope) -> str:
    base = "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")
    path = re.sub("/+", "/", str(scope["path"]))
    return path.removeprefix(base) if base != "/" else path


def _host(headers: Headers) -> str:
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        # a close frame carries at most 123 bytes of reason
        await send({"type": "websocket.close", "code": 1008, "reason": reason[:120]})
        return
    await PlainTextResponse(reason, status)(scope, receive, _with_headers(send, scope["path"], secure=False))


def _with_headers(send: Send, path: str, *, secure: bool) -> Send:
    async def out(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            headers = MutableHeaders(scope=message)
            if message["type"] == "http.response.start":
                headers.update({**_HEADERS, "Content-Security-Policy": policy()})
                if "/static/" not in path or message["status"] != 200:
                    headers["Cache-Control"] = "no-store"
            if secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
                message["headers"] = [_secured(pair) for pair in message["headers"]]
        await send(message)

    return out


def _secured(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    has = b"secure" in [part.strip().lower() for part in value.split(b";")[1:]]
    return (name, value + b"; Secure") if name.lower() == b"set-cookie" and not has else header


@cache
def policy() -> str:
    """The Content-Security-Policy: same origin only, inline scripts of the index page by hash, no eval."""
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", index, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts
    )
    rules: dict[str, Any] = {
        "default-src": "'self'",
        "script-src": f"'self' {hashes}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "object-src": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
