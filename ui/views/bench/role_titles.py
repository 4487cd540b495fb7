"""Critical roles by their titles, where a person reads of them and not a file."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from metrics.scope import Scope
from ui.datasource import metric_cache, role_people
from ui.datasource.role_people import Person
from ui.text import labels

OUT_OF_VIEW = "a role out of view"


def known(scope: Scope) -> dict[str, str]:
    """The titles of all roles this viewer may see, whatever the filters; two called alike with their ids."""
    coverage = metric_cache.metric("successor_coverage", replace(scope, where=()))
    alike = coverage["title"].duplicated(keep=False)
    return {
        str(role): f"{title} ({role})" if twice else str(title)
        for role, title, twice in zip(coverage["role_id"], coverage["title"], alike, strict=True)
    }


def name(role_id: object, titles: dict[str, str]) -> str:
    """What the role is called."""
    return titles.get(str(role_id), OUT_OF_VIEW)


def worded(frame: pd.DataFrame, titles: dict[str, str], persons: dict[str, Person]) -> pd.DataFrame:
    """The frame to read: roles by title and people by name, in the place of their ids."""

    def role(role_id: str) -> str:
        return name(role_id, titles)

    def person(employee_id: str) -> str:
        return role_people.name(employee_id, persons)

    read = frame.copy()
    for column, said in (("role_id", role), ("employee_id", person)):
        if column in read:
            read[column] = [said(one) if isinstance(one, str) else one for one in read[column]]
    for column, said in (("role_ids", role), ("employee_ids", person)):
        if column in read:
            read[column] = [", ".join(said(one) for one in labels.ids(ids)) for ids in read[column]]
    return read.rename(columns={"role_id": "role", "employee_id": "person"})
