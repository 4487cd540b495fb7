"""What is handed to one viewer stays with them: who asked for a file, for whom it was made, to whom it is served.

Streamlit makes a file for whoever knows the number of its button, and serves it to whoever knows its address.
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
    """One request for a file: who holds the socket that it came over, and for whom it was made."""

    by: Callable[[], Viewer]
    made_for: Viewer | None = None


_asked: ContextVar[FileRequest | None] = ContextVar("asked", default=None)


def to(who: Viewer) -> None:
    """Let a file be made for this viewer where it is they who ask, and may see what they did when it was offered.

    Raises NotAllowed where somebody else asks, or what was granted has changed since.
    """
    asked = _asked.get()
    if asked is None or asked.by() != who:
        raise NotAllowed("This was offered to somebody else, or what you may see has changed. Open the page again.")
    asked.made_for = who


class ServedFiles:
    """Which files lie at which address for whom; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._to: OrderedDict[str, set[Viewer]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, address: str, who: Viewer) -> None:
        """The file at that address was handed to them, as they may see it."""
        with self._lock:
            self._to.setdefault(address, set()).add(who)
            self._to.move_to_end(address)
            while len(self._to) > KEPT:
                self._to.popitem(last=False)

    def holds(self, path: str, who: Viewer) -> bool:
        """Was what lies at this path handed to them, with what they may see now?"""
        address = os.path.splitext(path.partition(MEDIA)[2])[0]  # noqa: PTH122 - an address, read as Streamlit reads it
        return who in self._to.get(address, ())


class Socket:
    """One viewer's socket: every file that is asked for and handed out over it."""

    def __init__(self, viewer: Callable[[], Viewer], handed: ServedFiles) -> None:
        self._viewer, self._handed = viewer, handed
        self._open: OrderedDict[str, FileRequest] = OrderedDict()

    def receiving(self, receive: Receive) -> Receive:
        """What comes in; whoever asks for a file is known while it is made."""

        async def received() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                _asked.set(self._request(message.get("bytes") or b""))
            return message

        return received

    def sending(self, send: Send) -> Send:
        """What goes out; the address of every file in it is theirs from then on."""

        async def sent(message: Message) -> None:
            if message["type"] == "websocket.send" and MEDIA.encode() in (content := message.get("bytes") or b""):
                who = self._made_for(content)
                for address in _ADDRESS.findall(content):
                    self._handed.note(address.decode(), who)
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
        asked = self._open[request.request_id] = FileRequest(self._viewer)
        while len(self._open) > OPEN:
            self._open.popitem(last=False)
        return asked

    def _made_for(self, content: bytes) -> Viewer:
        message = ForwardMsg()
        message.ParseFromString(content)
        asked = self._open.pop(message.backend_operation_response.request_id, None)
        return (asked.made_for if asked else None) or self._viewer()
