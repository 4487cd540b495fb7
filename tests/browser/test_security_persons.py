"""No message that is sent to whoever may not see persons names anybody: nothing hidden, hovered, embedded or linked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus
from urllib.request import Request, urlopen

import pytest
import test_security_attack
from test_security_attack import made

from benchmarks.viewers import Viewer, to_the_end, widget, written
from charts.formatting import label
from data_loaders.store.generations import Store
from metrics import catalogue
from ui.views.explore.query import FIRST

pytestmark = pytest.mark.filterwarnings("ignore")
folder, address, cookies = (
    test_security_attack.folder,
    test_security_attack.address,
    test_security_attack.cookies,
)


@dataclass
class Listening:
    """A socket, and every byte that came over it."""

    socket: Any
    came: list[bytes] = field(default_factory=list)

    async def recv(self) -> bytes:
        self.came.append(bytes(await self.socket.recv()))
        return self.came[-1]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.socket, name)


@dataclass
class Workforce:
    """Who must not be named: every employee number, all of one length, and every full name."""

    numbers: set[bytes]
    names: set[bytes]

    def named_in(self, texts: Iterable[bytes]) -> set[bytes]:
        """Everybody named in them, also within other words and between other bytes."""
        text = b"\n".join(texts)
        [long] = {len(number) for number in self.numbers}
        digits = {found[1] for found in re.finditer(rb"(?=(\d{%d}))" % long, text)}
        return (digits & self.numbers) | {name for name in self.names if name in text}


def without(folder: Path, unit: str = "") -> Workforce:
    """Everybody but those of one unit, and but their namesakes."""
    con = Store(folder).open()
    rows = con.execute("select employee_id, full_name, business_unit from employees").fetchall()
    con.close()
    kept = {word for number, name, where in rows for word in (number, name) if where == unit}
    return Workforce(
        {number.encode() for number, _, _ in rows if number not in kept},
        {name.encode() for _, name, _ in rows if name and name not in kept},
    )


@pytest.fixture(scope="module")
def workforce(folder: Path) -> Workforce:
    return without(folder)


def folds(viewer: Viewer) -> tuple[Any, ...]:
    """Every fold of the page, open."""
    blocks = [message.delta.add_block for message in viewer.deltas if message.delta.HasField("add_block")]
    return tuple(widget(block.id, bool_value=True) for block in blocks if block.HasField("expandable") and block.id)


async def walked(address: str, cookies: dict[str, str], *figures: str) -> tuple[list[bytes], list[str]]:
    """All that is sent to somebody who opens every page and fold, and each figure on Explore; the pages they opened."""
    viewer = await Viewer.come(address, cookies)
    viewer.socket = listening = Listening(viewer.socket)
    await viewer.run()
    for page in viewer.pages.values():
        await viewer.run(page)
        if open_ones := folds(viewer):
            await viewer.run(page, widgets=open_ones)
        listening.came += [taken(address, cookies, await made(viewer, file)) for file in offered(viewer)]
    for figure in figures:
        await viewer.run(viewer.pages["explore"], f"figure={quote_plus(label(figure))}&behind=true")
        said = viewer.text()
        assert escape(catalogue.entry(figure).question) in said or "may see persons" in said
    await viewer.leave()
    return listening.came, list(viewer.pages)


def offered(viewer: Viewer) -> list[str]:
    """One download of each name that the page has drawn: those as CSV."""
    found = re.findall(r'label: "(?:Download|Rows as) CSV".*?deferred_file_id: "([^"]+)"', viewer.text(), re.DOTALL)
    return list(dict.fromkeys(found))


def taken(address: str, cookies: dict[str, str], link: str) -> bytes:
    assert link
    with urlopen(Request(address + link, headers={"Cookie": written(cookies)}), timeout=30) as answer:
        return answer.headers["Content-Disposition"].encode() + bytes(answer.read())


def named_each_time(workforce: Workforce, came: list[bytes], address, cookies, *figures: str) -> set[bytes]:
    """Whom a second walk names as well: what is random in a session can hold eight digits of somebody by chance."""
    named = workforce.named_in(came)
    return named and named & workforce.named_in(to_the_end(walked(address, cookies, *figures))[0])


@pytest.mark.parametrize("role", ["boss", "analyst", "owner"])
def test_nothing_sent_to_whoever_may_not_see_persons_names_anybody(address, cookies, workforce, role) -> None:
    figures = sorted(catalogue.names(), key=lambda name: name != FIRST) if role == "analyst" else ()
    came, pages = to_the_end(walked(address, cookies[role], *figures))
    assert len(pages) >= 8
    assert sum(map(len, came)) > 200_000
    assert named_each_time(workforce, came, address, cookies[role], *figures) == set()


@pytest.mark.parametrize(("role", "unit"), [("coded", ""), ("sales", "Sales")])
def test_whoever_sees_pseudonyms_or_one_unit_is_sent_nobody_elses_name_or_number(
    address, cookies, folder, role, unit
) -> None:
    came, _ = to_the_end(walked(address, cookies[role]))
    assert named_each_time(without(folder, unit), came, address, cookies[role]) == set()


def test_the_search_finds_who_is_shown_to_hr(address, cookies, workforce) -> None:
    came, _ = to_the_end(walked(address, cookies["hr"]))
    named = workforce.named_in(came)
    assert named & workforce.numbers
    assert named & workforce.names


def test_the_search_finds_numbers_that_stand_without_a_gap() -> None:
    workforce = Workforce({b"00000012", b"00000034"}, {"Ana Žižek".encode()})
    assert workforce.named_in([b"x0000001200000034y"]) == workforce.numbers
    assert workforce.named_in(["title='Ana Žižek'".encode()]) == workforce.names
