"""What is handed to one viewer is made for and served to nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.auth.access import NotAllowed, Viewer
from ui.web import private_files

ANA, BO = Viewer("ana@example.com", "hr", persons=None), Viewer("bo@example.com", "hr", persons=None)
ANA_OF_SALES = Viewer("ana@example.com", "hr", units=("Sales",), persons=("Sales",))


def asking(file: str = "f", request: str = "1") -> dict[str, Any]:
    message = BackMsg()
    message.backend_operation_request.request_id = request
    message.backend_operation_request.deferred_file.file_id = file
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def answering(url: str, request: str = "1") -> dict[str, Any]:
    message = ForwardMsg()
    message.backend_operation_response.request_id = request
    message.backend_operation_response.deferred_file.url = url
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


def over_a_socket(asker: Callable[[], Viewer], made_for: Viewer, handed: private_files.ServedFiles) -> None:
    """Ask for a file over a socket, have it made, as Streamlit does, in a thread, and send its address."""

    async def receive() -> dict[str, Any]:
        return asking()

    async def send(_: object) -> None:
        return None

    async def talk() -> None:
        socket = private_files.Socket(asker, handed)
        await socket.receiving(receive)()
        await asyncio.create_task(asyncio.to_thread(private_files.to, made_for))
        await socket.sending(send)(answering("/media/0a1b.csv"))

    with ThreadPoolExecutor() as apart:  # a browser test in this process may have a loop running
        apart.submit(asyncio.run, talk()).result()


def test_a_file_is_served_to_whom_it_was_handed() -> None:
    handed = private_files.ServedFiles()
    over_a_socket(lambda: ANA, ANA, handed)
    assert handed.holds("/media/0a1b.csv", ANA)
    assert handed.holds("/media/0a1b", ANA)


@pytest.mark.parametrize("other", [BO, ANA_OF_SALES, Viewer("ana@example.com", "analyst", persons=None)])
def test_to_nobody_else_and_not_to_them_once_they_see_less(other: Viewer) -> None:
    handed = private_files.ServedFiles()
    over_a_socket(lambda: ANA, ANA, handed)
    assert not handed.holds("/media/0a1b.csv", other)


@pytest.mark.parametrize("other", [BO, ANA_OF_SALES])
def test_a_file_is_not_made_where_somebody_else_asks(other: Viewer) -> None:
    handed = private_files.ServedFiles()
    with pytest.raises(NotAllowed, match="Open the page again"):
        over_a_socket(lambda: other, ANA, handed)
    assert not handed.holds("/media/0a1b.csv", other)


def test_a_file_is_not_made_where_nobody_asked_over_a_socket() -> None:
    with pytest.raises(NotAllowed):
        private_files.to(ANA)


def test_a_file_is_theirs_as_they_were_when_it_was_made_though_they_were_cut_down_before_it_went_out() -> None:
    handed, seen = private_files.ServedFiles(), [ANA, ANA_OF_SALES]
    over_a_socket(lambda: seen.pop(0), ANA, handed)
    assert not handed.holds("/media/0a1b.csv", ANA_OF_SALES)


@pytest.mark.parametrize(
    "path", ["/media/", "/media/../0a1b", "/media/x/0a1b.csv", "/media/0A1B.csv", "/media/0a1b.csv.csv", "/0a1b"]
)
def test_no_other_way_of_writing_the_address_opens_it(path: str) -> None:
    handed = private_files.ServedFiles()
    handed.note("0a1b", ANA)
    assert not handed.holds(path, ANA)


def test_the_oldest_addresses_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_files, "KEPT", 2)
    handed = private_files.ServedFiles()
    for address in ("a", "b", "c"):
        handed.note(address, ANA)
    assert [handed.holds(f"/media/{address}", ANA) for address in ("a", "b", "c")] == [False, True, True]
