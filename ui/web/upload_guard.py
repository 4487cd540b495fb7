"""Who may put a file into which session, and how much of all sessions is held in memory until it is loaded."""

from __future__ import annotations

from streamlit import config, runtime
from streamlit.runtime.stats import CACHE_MEMORY_FAMILY, CacheStat

from ui.auth import access, identity

AT_ONCE = 20  # files of the largest size


def refusal(who: access.Viewer, method: str, path: str, configured: identity.Provider) -> tuple[int, str]:
    """Why this viewer may not put a file there, or take one away; `path` is session and file.

    Status and words; (0, "") where they may.
    """
    if not who.may("upload"):
        return 403, "Your role does not include this."
    if not _is_theirs(who, path.partition("/")[0], configured):
        return 400, "This page is not open any more. Open it again."
    if method == "PUT" and _held() > AT_ONCE * int(config.get_option("server.maxUploadSize")) * 1024 * 1024:
        return 413, "Too many files are waiting to be loaded. Load or remove some first."
    return 0, ""


def _is_theirs(who: access.Viewer, session: str, configured: identity.Provider) -> bool:
    client = runtime.get_instance().get_client(session) if runtime.exists() else None
    context = client.client_context if client else None
    return context is not None and access.signed_in(context.cookies, configured).who == who.who


def _held() -> int:
    """Bytes of all uploaded files that no session has let go of."""
    held = runtime.get_instance().uploaded_file_mgr.get_stats([CACHE_MEMORY_FAMILY])
    return sum(stat.byte_length for stat in held.get(CACHE_MEMORY_FAMILY, []) if isinstance(stat, CacheStat))
