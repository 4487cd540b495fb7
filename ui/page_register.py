"""Every page of the dashboard, once: its name, its title and the roles that open it, in the order of the navigation.

It lies below sign-in and shell, because access to a page is also checked where no shell has run: for a page opened by
itself, for a download, for a file.
"""

from __future__ import annotations

from typing import NamedTuple

from data_loaders.privacy.grants import ROLES

EVERY_ROLE = frozenset(ROLES)


class Page(NamedTuple):
    """One page: `pages/NAME.py`, and the roles that open it. The viewer at the machine itself opens them all.

    `whole_company` pages are closed to viewers limited to some units; `without_data` pages open before anything has
    been loaded.
    """

    name: str
    title: str
    roles: frozenset[str] = EVERY_ROLE
    whole_company: bool = False
    without_data: bool = False


PAGES = (
    Page("overview", "Overview"),
    Page("retention", "Retention"),
    Page("refusals", "Refusals"),
    Page("bench", "Bench"),
    Page("stress", "Stress"),
    Page("pathways", "Pathways"),
    Page("growth", "Growth"),
    Page("explore", "Explore", roles=EVERY_ROLE - {"executive"}),
    Page("upload", "Upload", roles=frozenset({"hr"}), whole_company=True, without_data=True),
    Page("settings", "Settings", roles=frozenset({"owner"}), whole_company=True),
    Page("access", "Access", roles=frozenset({"owner"}), whole_company=True, without_data=True),
    Page("dictionary", "Dictionary", without_data=True),
)
NAMES = tuple(page.name for page in PAGES)


def open_to(role: str) -> tuple[str, ...]:
    """The names of the pages that this role opens over a whole company, in the order of the navigation."""
    return tuple(page.name for page in PAGES if role in page.roles)
