"""The web socket requests passed on to Streamlit: those that pages make, and no others.

Streamlit also accepts requests that clear the cache of all viewers, report on the git repository, or write files
beside the app.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

PASSED = frozenset(["rerun_script", "stop_script", "app_heartbeat", "file_urls_request"])
OPERATIONS = frozenset(["deferred_file", "dataframe_chunk"])


def wanted(content: bytes) -> bool:
    """Is this message one of the requests that pages make?"""
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in PASSED


def only_wanted(receive: Receive) -> Receive:
    """The receiver without the requests that no page makes."""

    async def passed() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or wanted(message.get("bytes") or b""):
                return message

    return passed
