"""Every way in which a heading becomes a field can be put into words."""

from __future__ import annotations

import pytest

from data_loaders.contract.match_reasons import MatchReason, in_words


@pytest.mark.parametrize("reason", MatchReason)
def test_every_reason_has_words_of_its_own(reason: MatchReason) -> None:
    words = in_words(reason, ("first", "second"))
    assert (words == "") == (reason is MatchReason.IGNORED)
    assert [other for other in MatchReason if in_words(other, ("first", "second")) == words] == [reason]


def test_what_a_reason_is_about_stands_in_its_words_as_it_is() -> None:
    assert in_words(MatchReason.WITHOUT_SUFFIX, ("{Hire} date",)) == "known heading without its suffix ({Hire} date)"
