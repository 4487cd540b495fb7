"""A viewer without a browser: the web socket that a browser would hold, and what comes over it."""

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
    """What comes of it, in a thread of its own: another loop may be running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


def cookies_of(address: str, cookies: Mapping[str, str] | None = None) -> dict[str, str]:
    """The cookies of a browser that opens the address, with its token against forged requests."""
    held = dict(cookies or {})
    asked = Request(f"{address}/_stcore/health", headers={"Cookie": written(held)} if held else {})
    with urlopen(asked, timeout=PATIENCE) as answer:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            held.setdefault(name, value)
    return held


def written(cookies: Mapping[str, str]) -> str:
    """Cookies as a request carries them."""
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
        """Open a socket to the dashboard as a browser does, maybe to go on with a session."""
        held = await asyncio.to_thread(cookies_of, address, cookies)
        host, scheme = urlsplit(address).netloc, urlsplit(address).scheme
        socket = await connect(
            f"{scheme.replace('http', 'ws')}://{host}/_stcore/stream",
            origin=f"{scheme}://{host}",  # type: ignore[arg-type]
            subprotocols=["streamlit", *filter(None, [held.get("_streamlit_xsrf"), session])],  # type: ignore[list-item]
            additional_headers={"Cookie": written(held)},
            max_size=None,
            ping_interval=None,
            proxy=None,
        )
        return cls(socket)

    async def run(
        self, page: str = "", query: str = "", widgets: tuple[WidgetState, ...] = (), patience: float = PATIENCE
    ) -> float:
        """Ask for a run of a page (its hash; else the one looked at), wait until it is drawn; the seconds it took."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_script_hash = page or self.page
        asked.rerun_script.widget_states.widgets.extend(widgets)
        return await self.ask(asked, patience)

    async def ask(self, asked: BackMsg, patience: float = PATIENCE) -> float:
        """Send any request and wait for the run that it starts; the seconds it took."""
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        await asyncio.wait_for(self._drawn(), patience)
        return time.perf_counter() - began

    async def _drawn(self) -> None:
        fresh: list[ForwardMsg] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(await self.socket.recv()))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                fresh = []
                self.session = message.new_session.initialize.session_id
                self.page = message.new_session.page_script_hash
            elif kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
                self.page = message.navigation.page_script_hash
            elif kind == "delta":
                fresh.append(message)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.deltas = fresh
                return

    def text(self) -> str:
        """Everything the newest run has drawn, as text, markup and numbers alike."""
        return "\n".join(str(message.delta) for message in self.deltas)

    def widgets(self, label: str) -> list[str]:
        """The ids of the widgets whose label or text holds these words."""
        found = [str(message.delta) for message in self.deltas if label in str(message.delta)]
        return [match[1] for text in found if (match := re.search(r'\bid: "([^"]+)"', text))]

    async def leave(self) -> None:
        """Close the socket."""
        await self.socket.close()


def widget(identity: str, **value: Any) -> WidgetState:
    """The state of one widget as a browser sends it."""
    return WidgetState(id=identity, **value)
