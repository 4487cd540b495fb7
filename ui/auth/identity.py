"""The identity a viewer has signed in with, from a signed cookie; what they may see is decided elsewhere."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from json import JSONDecodeError, dumps, loads
from math import log2
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks, get_redirect_uri, get_secrets_auth_section
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data_loaders.privacy import grants as granted
from ui import company_folders

LONGEST = timedelta(hours=8)
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
RANDOM = 32  # bytes that a cookie_secret is made of at least
_AUTH = "[auth] in .streamlit/secrets.toml"
_SEE = "see docs/running.md"
_GONE = (
    f"Sign-in was set up for this data, and {_AUTH} is gone. Nobody is answered until it is there again, whole: "
    "docs/running.md says how, and how to do without sign-in."
)
_ALPHABETS = {10: r"\d+", 16: r"[\da-f-]+", 36: r"[\da-z]+|[\dA-Z]+"}  # how many characters, and which; else 64
_stamps: tuple[tuple[int, ...], ...] = ()  # of the files that secrets were read from
_seen: set[Path] = set()  # the data folders for which this process had a whole provider


class Gone(LookupError):
    """A provider was configured once and is not any more."""


class NotSignedIn(Exception):
    """The viewer counts as not signed in; the message gives the reason and the remedy."""


@dataclass(frozen=True)
class Provider:
    """The identity provider in `.streamlit/secrets.toml`: our client id, and the origin of this dashboard."""

    client_id: str
    origin: str

    @property
    def host(self) -> str:
        """The host (and port) that viewers' browsers ask for."""
        return urlsplit(self.origin).netloc.lower()

    @property
    def https(self) -> bool:
        """Is the dashboard reached over https?"""
        return self.origin.startswith("https://")


def provider() -> Provider | None:
    """The configured provider; None where there never was one, so that nobody can sign in.

    Raises LookupError with the fault of an incomplete one, and Gone if a complete one was configured before, in this
    process or an earlier one: without that, deleting the settings would open the data to everybody at this machine.
    """
    configured, folder = _configured(), company_folders.own()
    if configured is None:
        if folder in _seen or granted.had_sign_in(folder):
            raise Gone(_GONE)
        return None
    _seen.add(folder)
    if not granted.had_sign_in(folder):
        with suppress(OSError):  # then this process knows, as long as it lasts
            granted.keep_sign_in(folder)
    return configured


def _configured() -> Provider | None:
    section = _section()
    if not section:
        return None
    settings = {name: section.get(name) for name in NEEDED} if isinstance(section, Mapping) else dict.fromkeys(NEEDED)
    if missing := [name for name, text in settings.items() if not isinstance(text, str) or not text.strip()]:
        raise LookupError(f"{_AUTH} lacks {', '.join(missing)}: {_SEE}.")
    if placeholders := [name for name, text in settings.items() if not str(text).strip(" .…")]:
        raise LookupError(
            f"{_AUTH} has … for {', '.join(placeholders)}, as the documentation does: put in your own, {_SEE}."
        )
    if _random_bytes(str(settings["cookie_secret"])) < RANDOM:
        raise LookupError(
            f"cookie_secret of {_AUTH} holds fewer than {RANDOM} random bytes, so that a sign-in could be forged. "
            'Make one: python -c "import secrets; print(secrets.token_urlsafe(48))".'
        )
    address = _address(section)
    return Provider(str(settings["client_id"]), f"{address.scheme}://{address.netloc}")


def _section() -> Any:
    _read_again_if_changed()
    try:
        section = get_secrets_auth_section()
        if section or secrets_singleton.load_if_toml_exists():
            return section
        unread = any(Path(file).exists() for file in config.get_option("secrets.files"))
    except (OSError, ValueError):
        unread = True
    if unread:
        raise LookupError(f".streamlit/secrets.toml is damaged, or may not be read: mend it, {_SEE}.")
    return None


def _read_again_if_changed() -> None:
    """Reset Streamlit's secrets when a file has changed: Streamlit stops watching a file it once could not read."""
    global _stamps
    stamps = tuple(_stamp(Path(file)) for file in config.get_option("secrets.files"))
    if stamps != _stamps:
        secrets_singleton._reset()
        _stamps = stamps


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        stat = file.stat()
    except OSError:
        return ()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _random_bytes(secret: str) -> float:
    """An upper bound on the random bytes in a text, from its alphabet and from how far it can be compressed."""
    size = next((size for size, characters in _ALPHABETS.items() if re.fullmatch(characters, secret)), 64)
    return min(len(secret) * log2(size) / 8, len(zlib.compress(secret.encode(), 9)))


def _address(section: Any) -> SplitResult:
    """The redirect address of the provider. Raises LookupError unless it is https, or http on this machine."""
    try:
        address = urlsplit(str(get_redirect_uri(section)))
        host, _ = address.hostname or "", address.port
    except (ValueError, StreamlitAuthError):
        host = ""
    if not host or address.scheme not in ("http", "https"):
        raise LookupError(f"redirect_uri of {_AUTH} is no address: https://…/oauth2callback, {_SEE}.")
    if address.scheme == "http" and not is_local(host):
        raise LookupError(
            f"redirect_uri of {_AUTH} begins with http, so that cookies could be read on the way. It has to begin with "
            "https: SECURITY.md says how to put a proxy in front."
        )
    return address


def is_local(host: str) -> bool:
    """Is that a name or an address of this machine?"""
    return host.lower().rstrip(".") == "localhost" or is_this_machine(host)


def is_this_machine(address: str) -> bool:
    """Is that a loopback address?"""
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    # a dual-stack socket reports an IPv4 peer as ::ffff:127.0.0.1
    mapped = peer.ipv4_mapped if isinstance(peer, IPv6Address) else None
    return (mapped or peer).is_loopback


def claims(cookies: Mapping[str, str], of: Provider) -> dict[str, Any]:
    """The claims in the signed cookie of a request; empty where there is none, or it was not signed here."""
    secret = get_cookie_secret()

    def cookie(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1", "replace")) if value else None

    try:
        content = loads(get_cookie_with_chunks(cookie, USER_COOKIE_NAME) or b"{}")
    except (JSONDecodeError, UnicodeDecodeError):
        return {}
    return content if isinstance(content, dict) and content.get("origin") == of.origin else {}


def sign_in(claims_of_cookie: Mapping[str, Any]) -> str:
    """The id of the sign-in that issued these claims, the same in every tab and every copy of its cookie."""
    return sha256(dumps(claims_of_cookie, sort_keys=True).encode()).hexdigest()


def who(claims_of_cookie: Mapping[str, Any], of: Provider, now: datetime) -> str:
    """The e-mail address the provider vouches for, in lower case. Raises NotSignedIn with the reason and the remedy."""
    if not claims_of_cookie.get("is_logged_in"):
        raise NotSignedIn("Sign in to see the dashboard.")
    audience = claims_of_cookie.get("aud")
    if of.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise NotSignedIn("This sign-in was made for another application. Sign in again here.")
    if not _recent(claims_of_cookie.get("iat"), now):
        raise NotSignedIn("Your sign-in is more than eight hours old. Sign in again.")
    address = str(claims_of_cookie.get("email") or "").strip().casefold()
    verified = claims_of_cookie.get("email_verified")
    if not address or (verified is not None and str(verified).casefold() != "true"):
        raise NotSignedIn(
            "Your identity provider does not vouch for an e-mail address of yours. Ask whoever runs it to send one."
        )
    return address


def _recent(issued: object, now: datetime) -> bool:
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return False
    age = now.timestamp() - issued
    return -300 <= age <= LONGEST.total_seconds()
