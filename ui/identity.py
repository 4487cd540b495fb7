"""Who has signed in, by what the identity provider vouches for. Nothing here decides what they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from json import JSONDecodeError, dumps, loads
from typing import Any
from urllib.parse import urlsplit

from streamlit.auth_util import get_cookie_with_chunks, get_redirect_uri, get_secrets_auth_section
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

LONGEST = timedelta(hours=8)
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


class NotSignedIn(Exception):
    """Why this viewer counts as not signed in, in words they can act on."""


@dataclass(frozen=True)
class Provider:
    """The identity provider as `.streamlit/secrets.toml` names it: our name there, and the address of ours."""

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
    """The configured provider; None where nobody can sign in. Raises LookupError naming what a half one lacks."""
    section = get_secrets_auth_section()
    if not section:
        return None
    if lacking := [name for name in NEEDED if not section.get(name)]:
        raise LookupError(f"[auth] in .streamlit/secrets.toml lacks {', '.join(lacking)}: see docs/running.md.")
    address = urlsplit(str(get_redirect_uri(section)))
    return Provider(str(section["client_id"]), f"{address.scheme}://{address.netloc}")


def claims(cookies: Mapping[str, str], of: Provider) -> dict[str, Any]:
    """What the signed cookie of a request says; nothing where there is none, or it was not signed here."""
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1", "replace")) if value else None

    try:
        found = loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except (JSONDecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) and found.get("origin") == of.origin else {}


def sign_in(said: Mapping[str, Any]) -> str:
    """Which sign-in these claims are of: the same as long as it lasts, in every tab and every copy of its cookie."""
    return sha256(dumps(said, sort_keys=True).encode()).hexdigest()


def who(said: Mapping[str, Any], of: Provider, now: datetime) -> str:
    """The e-mail address the provider vouches for, in lower case. Raises NotSignedIn with the reason and the remedy."""
    if not said.get("is_logged_in"):
        raise NotSignedIn("Sign in to see the dashboard.")
    audience = said.get("aud")
    if of.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise NotSignedIn("This sign-in was made for another application. Sign in again here.")
    if not _recent(said.get("iat"), now):
        raise NotSignedIn("Your sign-in is more than eight hours old. Sign in again.")
    address = str(said.get("email") or "").strip().casefold()
    verified = said.get("email_verified")
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
