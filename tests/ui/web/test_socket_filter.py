"""What a browser may ask over its web socket."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.web import socket_filter


def _asking(kind: str) -> bytes:
    message = BackMsg()
    if kind == "rerun_script":
        message.rerun_script.query_string = "unit=Sales"
    elif kind.startswith("backend_operation_request."):
        getattr(message.backend_operation_request, kind.partition(".")[2]).SetInParent()
    elif kind == "file_urls_request":
        message.file_urls_request.SetInParent()
    else:
        setattr(message, kind, True)
    return message.SerializeToString()


@pytest.mark.parametrize("kind", ["rerun_script", "stop_script", "app_heartbeat", "file_urls_request"])
def test_what_pages_ask_is_passed_on(kind: str) -> None:
    assert socket_filter.wanted(_asking(kind))


@pytest.mark.parametrize("kind", ["deferred_file", "dataframe_chunk"])
def test_downloads_and_long_tables_are_passed_on(kind: str) -> None:
    assert socket_filter.wanted(_asking(f"backend_operation_request.{kind}"))


@pytest.mark.parametrize(
    "kind",
    [
        *["clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"],
        *["backend_operation_request.install_skills", "backend_operation_request.dismiss_skills_nudge"],
    ],
)
def test_what_no_page_asks_is_not(kind: str) -> None:
    assert not socket_filter.wanted(_asking(kind))


@pytest.mark.parametrize("content", [b"", b"\xff\xff\xff", b"{}"])
def test_what_is_no_request_is_not_passed_on(content: bytes) -> None:
    assert not socket_filter.wanted(content)


def test_the_socket_goes_on_after_a_request_that_is_not_passed_on() -> None:
    sent = [_asking("clear_cache"), _asking("app_heartbeat")]

    async def receive() -> dict[str, object]:
        return {"type": "websocket.receive", "bytes": sent.pop(0)}

    with ThreadPoolExecutor() as apart:  # a browser test in this process may have a loop running
        got = apart.submit(lambda: asyncio.run(socket_filter.only_wanted(receive)())).result()
    assert got["bytes"] == _asking("app_heartbeat")
