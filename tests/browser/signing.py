"""Signing in at the identity provider as a browser does, without one."""

from __future__ import annotations

import asyncio
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.viewers import Viewer, cookies_of, to_the_end, widget


def cookies_after_sign_in(address: str, sub: str) -> dict[str, str]:
    """What a browser holds once somebody whom the provider knows as `sub` has signed in."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    with opener.open(address + to_the_end(_way_in(address)), timeout=30) as form:
        asked = Request(form.url, data=urlencode({"sub": sub}).encode())
    with opener.open(asked, timeout=30):
        pass
    return cookies_of(address, {cookie.name: str(cookie.value) for cookie in jar})


async def _way_in(address: str) -> str:
    """Where the button sends a browser."""
    viewer = await Viewer.come(address)
    await viewer.run()
    [button] = viewer.widgets('label: "Sign in"')
    pressed = BackMsg()
    pressed.rerun_script.page_script_hash = viewer.page
    pressed.rerun_script.widget_states.widgets.append(widget(button, trigger_value=True))
    await viewer.socket.send(pressed.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(await asyncio.wait_for(viewer.socket.recv(), 30)))
        if message.WhichOneof("type") == "auth_redirect":
            await viewer.leave()
            return str(message.auth_redirect.url)
