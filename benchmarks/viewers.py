"""A viewer without a browser: the web socket a browser would hold, and the messages it receives."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 180.0
T = TypeVar("T")


def to_the_end(doing: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result, run in a thread of its own, as this thread may have a running loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


def cookies_of(address: str, cookies: Mapping[str, str] | None = None) -> dict[str, str]:
    """The cookies of a browser that opens the address, with its token against forged requests."""
    known_cookies = dict(cookies or {})
    request = Request(f"{address}/_stcore/health", headers={"Cookie": written(known_cookies)} if known_cookies else {})
    with urlopen(request, timeout=PATIENCE) as answer:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            known_cookies.setdefault(name, value)
    return known_cookies


def written(cookies: Mapping[str, str]) -> str:
    """Cookies as a request header."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@dataclass
class Viewer:
    """One viewer's socket. `deltas` holds what the newest run has drawn, `pages` the page hashes of the navigation."""

    socket: ClientConnection
    deltas: list[ForwardMsg] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    session: str = ""
    page: str = ""

    @classmethod
    async def come(cls, address: str, cookies: Mapping[str, str] | None = None, session: str = "") -> Viewer:
        """Open a socket to the dashboard as a browser does, optionally to resume a session."""
        known_cookies = await asyncio.to_thread(cookies_of, address, cookies)
        host, scheme = urlsplit(address).netloc, urlsplit(address).scheme
        socket = await connect(
            f"{scheme.replace('http', 'ws')}://{host}/_stcore/stream",
            origin=f"{scheme}://{host}",  # type: ignore[arg-type]
            subprotocols=["streamlit", *filter(None, [known_cookies.get("_streamlit_xsrf"), session])],  # type: ignore[list-item]
            additional_headers={"Cookie": written(known_cookies)},
            max_size=None,
            ping_interval=None,
            proxy=None,
        )
        return cls(socket)

    async def run(
        self, page: str = "", query: str = "", widgets: tuple[WidgetState, ...] = (), patience: float = PATIENCE
    ) -> float:
        """Request a run of a page (its hash, else the current one) and wait until it is drawn; returns the seconds."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = page or self.page
        message.rerun_script.widget_states.widgets.extend(widgets)
        return await self.ask(message, patience)

    async def ask(self, asked: BackMsg, patience: float = PATIENCE) -> float:
        """Send any request and wait for the run it starts; returns the seconds."""
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        await asyncio.wait_for(self._drawn(), patience)
        return time.perf_counter() - began

    async def _drawn(self) -> None:
        new_deltas: list[ForwardMsg] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(await self.socket.recv()))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                new_deltas = []
                self.session = message.new_session.initialize.session_id
                self.page = message.new_session.page_script_hash
            elif kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
                self.page = message.navigation.page_script_hash
            elif kind == "delta":
                new_deltas.append(message)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.deltas = new_deltas
                return

    def text(self) -> str:
        """Everything the newest run has drawn, as one text."""
        return "\n".join(str(message.delta) for message in self.deltas)

    def widgets(self, label: str) -> list[str]:
        """The ids of the widgets whose label or text contains `label`."""
        texts = [str(message.delta) for message in self.deltas if label in str(message.delta)]
        return [match[1] for text in texts if (match := re.search(r'\bid: "([^"]+)"', text))]

    async def leave(self) -> None:
        """Close the socket."""
        await self.socket.close()


def widget(identity: str, **value: Any) -> WidgetState:
    """The state of one widget, as a browser sends it."""
    return WidgetState(id=identity, **value)
