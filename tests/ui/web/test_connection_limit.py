"""How many pages may be open at once."""

from __future__ import annotations

from contextlib import ExitStack, suppress

import pytest

from ui.web import connection_limit


@pytest.mark.parametrize(
    ("who", "most"), [("ana@example.com", connection_limit.EACH), ("", connection_limit.NOT_SIGNED_IN)]
)
def test_there_is_room_up_to_the_limit_and_again_once_one_is_closed(who: str, most: int) -> None:
    pages = connection_limit.Sockets()
    with ExitStack() as closing:
        assert all(closing.enter_context(pages.one(who)) for _ in range(most))
        with pages.one(who) as room:
            assert not room
        with pages.one(who) as room:
            assert not room
        with pages.one("bo@example.com") as room:
            assert room
    with pages.one(who) as room:
        assert room


def test_a_page_that_fails_leaves_its_place() -> None:
    pages = connection_limit.Sockets()
    for _ in range(connection_limit.EACH + 1):
        with suppress(ValueError), pages.one("ana@example.com") as room:
            assert room
            raise ValueError
