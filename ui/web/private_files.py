"""Downloads kept private: each file is made for, and served to, only the viewer who requested it.

Streamlit makes a file for anybody who knows the id of its button, and serves it to anybody who knows its address.
"""

from __future__ import annotations

import os.path
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.auth.access import NotAllowed, Viewer

MEDIA = "/media/"
KEPT = 10_000  # addresses that are remembered
OPEN = 50  # requests for a file that one socket may have open
_ADDRESS = re.compile(rb"/media/([0-9A-Za-z]+)")


@dataclass
class FileRequest:
    """One request for a file: `by` returns the viewer of its socket, `made_for` is the viewer the file was made for."""

    by: Callable[[], Viewer]
    made_for: Viewer | None = None


_current_request: ContextVar[FileRequest | None] = ContextVar("asked", default=None)


def to(viewer: Viewer) -> None:
    """Allow the current request to make a file for this viewer, to whom the button was offered.

    Raises NotAllowed if the request comes from another viewer, or the viewer's grants have changed since.
    """
    request = _current_request.get()
    if request is None or request.by() != viewer:
        raise NotAllowed("This was offered to somebody else, or what you may see has changed. Open the page again.")
    request.made_for = viewer


class ServedFiles:
    """The viewers each file address was given to; the oldest addresses are dropped first."""

    def __init__(self) -> None:
        self._to: OrderedDict[str, set[Viewer]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, address: str, viewer: Viewer) -> None:
        """Record that the file at this address was given to the viewer."""
        with self._lock:
            self._to.setdefault(address, set()).add(viewer)
            self._to.move_to_end(address)
            while len(self._to) > KEPT:
                self._to.popitem(last=False)

    def holds(self, path: str, viewer: Viewer) -> bool:
        """Was the file at this path given to the viewer, with the grants they have now?"""
        address = os.path.splitext(path.partition(MEDIA)[2])[0]  # noqa: PTH122 - an address, read as Streamlit reads it
        return viewer in self._to.get(address, ())


class Socket:
    """One viewer's web socket, with the file requests open on it and the file addresses sent over it."""

    def __init__(self, viewer: Callable[[], Viewer], served_files: ServedFiles) -> None:
        self._viewer, self._handed = viewer, served_files
        self._open: OrderedDict[str, FileRequest] = OrderedDict()

    def receiving(self, receive: Receive) -> Receive:
        """The receiver, which also sets the file request of each message while Streamlit handles it."""

        async def received() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                _current_request.set(self._request(message.get("bytes") or b""))
            return message

        return received

    def sending(self, send: Send) -> Send:
        """The sender, which also records every file address in a message as given to the viewer."""

        async def sent(message: Message) -> None:
            if message["type"] == "websocket.send" and MEDIA.encode() in (content := message.get("bytes") or b""):
                viewer = self._made_for(content)
                for address in _ADDRESS.findall(content):
                    self._handed.note(address.decode(), viewer)
            await send(message)

        return sent

    def _request(self, content: bytes) -> FileRequest | None:
        message = BackMsg()
        try:
            message.ParseFromString(content)
        except DecodeError:
            return None
        request = message.backend_operation_request
        if request.WhichOneof("payload") != "deferred_file":
            return None
        file_request = self._open[request.request_id] = FileRequest(self._viewer)
        while len(self._open) > OPEN:
            self._open.popitem(last=False)
        return file_request

    def _made_for(self, content: bytes) -> Viewer:
        message = ForwardMsg()
        message.ParseFromString(content)
        file_request = self._open.pop(message.backend_operation_response.request_id, None)
        return (file_request.made_for if file_request else None) or self._viewer()
