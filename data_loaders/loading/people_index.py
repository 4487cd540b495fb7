"""An index of people by name and by e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from data_loaders.contract import person_names


class Register:
    """Ids of people, looked up by the words of a name or by an e-mail."""

    def __init__(self, names: Iterable[tuple[str, str]], emails: Mapping[str, Collection[str]]) -> None:
        self._emails = emails
        self._people: dict[tuple[str, str], dict[str, list[list[str]]]] = defaultdict(dict)
        for identity, name in names:
            words = person_names.words(name)
            if words:
                self._people[words[0], words[-1]].setdefault(identity, []).append(words)

    def find(self, text: str) -> list[str]:
        """The ids of the people whom a name or an e-mail may mean; exactly one where it is unambiguous.

        An e-mail is looked up among the e-mails of the rosters; where they bring none, first.last before the @ is
        looked up as a name.
        """
        local, at, _ = text.casefold().partition("@")
        if not at:
            return self._called(person_names.words(text))
        if self._emails:
            return list(self._emails.get(text.casefold(), ()))
        words = local.replace(".", " ").replace("_", " ").split()
        return self._called(words) if len(words) > 1 and all(map(str.isalpha, words)) else []

    def _called(self, words: list[str]) -> list[str]:
        """Those with exactly these words, else those with the same first and last and no other initial between."""
        if not words:
            return []
        namesakes = self._people.get((words[0], words[-1]), {})
        exact = [identity for identity, names in namesakes.items() if words in names]
        return exact or [
            identity
            for identity, names in namesakes.items()
            if len(words) > 1 and any(_agree(words[1:-1], name[1:-1]) for name in names)
        ]


def _agree(middle: list[str], other_middle: list[str]) -> bool:
    """Whether middle names may be the same person's: one has none, or their initials agree."""
    return all(name[0] == other[0] for name, other in zip(middle, other_middle, strict=False))
