"""The checks on uploads: the right, the session, and the memory that waiting files of all sessions take."""

from __future__ import annotations

from streamlit import config, runtime
from streamlit.runtime.stats import CACHE_MEMORY_FAMILY, CacheStat

from ui.auth import access, identity

AT_ONCE = 20  # files of the largest size


def refusal(viewer: access.Viewer, method: str, path: str, configured: identity.Provider) -> tuple[int, str]:
    """Status and reason for refusing to add or remove a file; (0, "") where the viewer may. `path` is session/file."""
    if not viewer.may("upload"):
        return 403, "Your role does not include this."
    if not _is_theirs(viewer, path.partition("/")[0], configured):
        return 400, "This page is not open any more. Open it again."
    if method == "PUT" and _held() > AT_ONCE * int(config.get_option("server.maxUploadSize")) * 1024 * 1024:
        return 413, "Too many files are waiting to be loaded. Load or remove some first."
    return 0, ""


def _is_theirs(viewer: access.Viewer, session: str, configured: identity.Provider) -> bool:
    client = runtime.get_instance().get_client(session) if runtime.exists() else None
    context = client.client_context if client else None
    return context is not None and access.signed_in(context.cookies, configured).who == viewer.who


def _held() -> int:
    """Bytes of all uploaded files that sessions still hold."""
    held = runtime.get_instance().uploaded_file_mgr.get_stats([CACHE_MEMORY_FAMILY])
    return sum(stat.byte_length for stat in held.get(CACHE_MEMORY_FAMILY, []) if isinstance(stat, CacheStat))
