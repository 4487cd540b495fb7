"""The people behind a figure, for viewers who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from metrics import catalogue
from metrics.scope import Scope
from ui import access, data, downloads, exploring, names, show, tables

People = pd.DataFrame


def draw(asked: exploring.Asked) -> None:
    """A fold with one row per person or offer that the figure counts, and its download; nothing where there is none."""
    if asked.entry.name not in BEHIND or asked.trend or not access.viewer().sees_people:
        return
    what, _ = BEHIND[asked.entry.name]
    with st.expander("The people behind it"):
        if asked.frame()["note"].str.startswith("no figure").all():
            show.nothing("There is no figure, so nobody is behind it.", "Choose a shorter window or a later day.")
            return
        found = people(data.here(), asked.entry.name, asked.scope, asked.options)
        st.caption(f"{what} {len(found):,} rows.")
        st.dataframe(
            tables.worded(found).rename(columns=names.column),
            hide_index=True,
            width="stretch",
            alt=f"{what} {len(found)} rows.",
        )
        downloads.draw(found, f"{asked.entry.name}_people", asked.scope, of=asked.entry.name)


def people(of: tuple[str, str], name: str, scope: Scope, options: Mapping[str, Any]) -> People:
    """One row per person (or offer) counted by that metric in that scope, groups as the metric takes them."""
    _, query = BEHIND[name]
    steps = query.replace("{steps.offers}", catalogue.query("steps/offers"))
    text, filters = replace(scope, by=()).bind(steps)
    known = {"as_of": scope.as_of, "opened": scope.opened, "exits": options.get("exits", "all"), **filters}
    found = data.cursor(of).execute(text, {name: value for name, value in known.items() if f"${name}" in text}).df()
    for column in found.select_dtypes("datetime"):
        found[column] = found[column].dt.date.astype(object).where(found[column].notna(), None)
    return found


_EXITS = """
    g.end_reason like 'exit%' and ($exits = 'all' or g.end_reason = 'exit_' || $exits)
"""
_ABOUT = """
    s.employee_id, e.full_name, s.track, s.business_unit, s.department, s.location, s.country, s.job_family,
    s.job_level, s.gender, s.generation
"""
_STAYERS_WHO_LEFT = f"""
select {_ABOUT}, s.hire_date, g.spell_end as left_on, replace(g.end_reason, 'exit_', '') as how
from employment_spells as s
join employment_spells as g on g.employee_id = s.employee_id and g.hire_date = s.hire_date
    and g.spell_end > $opened and g.spell_end <= $as_of and {_EXITS}
left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
where s.spell_start <= $opened and (s.spell_end is null or s.spell_end > $opened){{s.where}}
order by left_on, s.employee_id
"""
_LEAVERS = f"""
select {_ABOUT}, s.hire_date, s.spell_end as left_on, replace(s.end_reason, 'exit_', '') as how
from employment_spells as s
join employment_spells as g on g.employee_id = s.employee_id and g.hire_date = s.hire_date
    and g.spell_start = s.spell_start
left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
where s.spell_end > $opened and s.spell_end <= $as_of and {_EXITS}{{s.where}}
order by left_on, s.employee_id
"""
_OFFERS = """
with {steps.offers}
select
    p.offer_id, p.employee_id, e.full_name, p.state, o.offered_on, o.decided_on, p.offered_track, o.offered_level,
    o.offered_title, o.role_id, o.decline_reason, p.track, p.business_unit, p.department, p.location, p.country,
    p.job_family, p.job_level, p.gender, p.generation
from placed as p
join promotion_offers as o on o.offer_id = p.offer_id
left join (
    select employee_id, any_value(full_name) as full_name from employees group by employee_id
) as e on e.employee_id = p.employee_id
where true{p.where}
order by coalesce(o.decided_on, o.offered_on), p.offer_id
"""
BEHIND: dict[str, tuple[str, str]] = {
    "retention_rate": ("Who was here when the window opened and has left since.", _STAYERS_WHO_LEFT),
    "turnover_rate": ("Everyone who left in the window.", _LEAVERS),
    "promotion_refusals": ("Every offer of the window, with its answer; stale ones are marked.", _OFFERS),
}
