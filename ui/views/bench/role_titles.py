"""Titles of critical roles, shown on screen in the place of role ids."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from metrics.scope import Scope
from ui.datasource import metric_cache, role_people
from ui.datasource.role_people import Person
from ui.text import labels

OUT_OF_VIEW = "a role out of view"


def known(scope: Scope) -> dict[str, str]:
    """The title of every role this viewer may see, by id, whatever the filters; shared titles carry the id too."""
    coverage = metric_cache.metric("successor_coverage", replace(scope, where=()))
    shared_title = coverage["title"].duplicated(keep=False)
    return {
        str(role_id): f"{title} ({role_id})" if is_shared else str(title)
        for role_id, title, is_shared in zip(coverage["role_id"], coverage["title"], shared_title, strict=True)
    }


def name(role_id: object, titles: dict[str, str]) -> str:
    """The title of the role; `OUT_OF_VIEW` for one this viewer may not see."""
    return titles.get(str(role_id), OUT_OF_VIEW)


def worded(frame: pd.DataFrame, titles: dict[str, str], persons: dict[str, Person]) -> pd.DataFrame:
    """The frame with titles and names in the place of ids; `role_id` becomes `role`, `employee_id` `person`."""

    def role(role_id: str) -> str:
        return name(role_id, titles)

    def person(employee_id: str) -> str:
        return role_people.name(employee_id, persons)

    readable = frame.copy()
    for column, wording in (("role_id", role), ("employee_id", person)):
        if column in readable:
            readable[column] = [wording(value) if isinstance(value, str) else value for value in readable[column]]
    for column, wording in (("role_ids", role), ("employee_ids", person)):
        if column in readable:
            readable[column] = [", ".join(wording(value) for value in labels.ids(ids)) for ids in readable[column]]
    return readable.rename(columns={"role_id": "role", "employee_id": "person"})
