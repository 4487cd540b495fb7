"""A viewer: their role, the pages they may open, what they may do, and whose persons they see."""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.privacy.grants import Grant
from ui import page_register

MACHINE = "this machine"
EVERYBODY_ELSE = "nobody"

_RIGHTS = {
    "executive": frozenset(["figures"]),
    "analyst": frozenset(["figures", "download"]),
    "hr": frozenset(["figures", "download", "upload", "mend", "undo"]),
    "owner": frozenset(["figures", "download", "settings", "grant", "audit", "erase"]),
    MACHINE: frozenset(["figures", "download", "upload", "mend", "undo", "settings", "grant", "audit", "erase"]),
    EVERYBODY_ELSE: frozenset[str](),
}
RIGHTS = tuple(sorted(_RIGHTS[MACHINE]))
Sight = tuple[tuple[str, ...] | None, tuple[str, ...] | None, bool]


@dataclass(frozen=True)
class Viewer:
    """One viewer: their role, the units they see (None: all), and in which of those they see persons (None: in all).

    `who` is their e-mail address, `employee_id` their number in the data: nobody sees their own nomination. `because`
    is the reason why a viewer without a role sees nothing.
    """

    who: str
    role: str
    units: tuple[str, ...] | None = None
    persons: tuple[str, ...] | None = ()
    employee_id: str | None = None
    because: str = ""

    @property
    def pages(self) -> frozenset[str]:
        """The names of the pages this viewer may open; those on the whole company only if no units limit them."""
        opened = [page for page in page_register.PAGES if self.role == MACHINE or self.role in page.roles]
        return frozenset(page.name for page in opened if self.units is None or not page.whole_company)

    @property
    def sees_people(self) -> bool:
        """Do they see persons anywhere?"""
        return self.persons is None or bool(self.persons)

    @property
    def by_name(self) -> bool:
        """Do they see persons by name? Analysts see pseudonyms."""
        return self.sees_people and self.role != "analyst"

    @property
    def seen_units(self) -> tuple[str, ...] | None:
        """The units whose persons they see; None is all of them."""
        return self.units if self.persons is None else self.persons

    @property
    def sight(self) -> Sight:
        """Units, units with persons, and whether by name: the key of caches shared by viewers who see the same."""
        return self.units, self.persons, self.by_name

    @property
    def masked(self) -> bool:
        """Are small groups hidden from them? From all who do not see every person in their scope."""
        if self.persons is None:
            return False
        return self.units is None or not set(self.units) <= set(self.persons)

    @property
    def min_group(self) -> int:
        """The smallest group shown where no mask stands: whoever sees the persons may count them."""
        return 5 if self.masked else 1

    def may(self, right: str) -> bool:
        """May they do this? Bringing, changing and granting need the whole company in scope."""
        if self.units is not None and right not in ("figures", "download"):
            return False
        return right in _RIGHTS[self.role]


def of(grant: Grant) -> Viewer:
    """The viewer with this grant. HR sees the persons of all its units, as it uploads them."""
    persons = grant.units if grant.role == "hr" else grant.persons
    return Viewer(grant.who, grant.role, grant.units, persons, grant.employee_id)
