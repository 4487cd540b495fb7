"""The list of critical roles, and the people nominated for the role chosen in it."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from metrics import note_wording
from metrics.scope import Scope
from ui.auth import access, audit
from ui.components import downloads, figure_display, row_correction, tables
from ui.datasource import generation, metric_cache
from ui.datasource.role_people import involved
from ui.text import labels, role_at_risk_sentences, sentences
from ui.views.bench import role_titles, roles_at_risk

NAMES = 200


def draw(coverage: pd.DataFrame, scope: Scope, viewer: access.Viewer) -> None:
    """Draw one row per role, filtered by gap, and the people of the role that is chosen."""
    gap = st.query_params.get("gap")
    choice = roles_at_risk.pick(coverage, default=gap or roles_at_risk.ALL, key="shown gap")
    if choice != roles_at_risk.ALL:
        st.query_params["gap"] = choice
    elif gap:
        del st.query_params["gap"]
    shown = roles_at_risk.picked(coverage, choice)
    table = st.dataframe(
        _columns(shown),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(shown), 460),
        on_select="rerun",
        selection_mode="single-row",
        key=f"roles {choice}",
        column_config=_column_config(shown),
        alt=f"{len(shown)} critical roles with the people ready for each. Choose a row to see them.",
    )
    downloads.table(shown, "successor_coverage", scope)
    rows = table["selection"]["rows"]
    if rows and rows[0] < len(shown):
        _draw_people(metric_cache.rows(shown)[rows[0]], scope, viewer)
    else:
        st.caption("Choose a row to see who stands behind the role.")


def _columns(shown: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Role": shown["title"],
            "Standing": shown["gap"].map(labels.GAPS),
            "Ready now": shown["ready_now"],
            "Want it": shown["ready_willing"],
            "Not asked": shown["ready_unknown"],
            "1–2 years": shown["ready_1_2_years"],
            "Crit.": shown["criticality"],
            "Unit": shown["business_unit"],
        }
    )


def _column_config(shown: pd.DataFrame) -> dict[str, Any]:
    most = max(int(shown["ready_now"].max()) if len(shown) else 0, 1)
    number = st.column_config.NumberColumn
    return {
        "Role": st.column_config.TextColumn(width="medium"),
        "Standing": st.column_config.TextColumn(help="The first gap that applies.", width="medium"),
        "Ready now": st.column_config.ProgressColumn(min_value=0, max_value=most, format="%d", color="gray"),
        "Want it": number(help="Of those ready now: said yes to the role."),
        "Not asked": number(help="Of those ready now: not asked, or no answer yet."),
        "1–2 years": number(help="Ready in one to two years."),
        "Crit.": number(help="Criticality: 1 is the highest."),
    }


def _draw_people(role: dict[str, Any], scope: Scope, viewer: access.Viewer) -> None:
    reason, act = role_at_risk_sentences.reason(role), role_at_risk_sentences.act(role)
    figure_display.heading(str(role["title"]), f"{reason}. Next: {act.lower()}.")
    if not viewer.sees_people:
        st.write("You may see how many stand behind the role, not who they are.")
        return
    people = metric_cache.people_of(str(role["role_id"]), scope.as_of)
    if people.empty:
        figure_display.nothing(
            "No one is named for this role.", "Name two people to develop, then upload the successors."
        )
        return
    audit.saw_persons("bench", len(people), str(role["business_unit"]), str(role["role_id"]))
    table = pd.DataFrame(
        {
            "Person": [
                f"{name} ({number})" if pd.notna(name) else number
                for name, number in zip(people["full_name"], people["employee_id"], strict=True)
            ],
            "Now": people["job_title"].fillna("–"),
            "Unit": people["business_unit"].fillna("–"),
            "When": people["readiness"].map(labels.READINESS),
            "Want it": [_willingness_text(row) for row in metric_cache.rows(people)],
            "Needed elsewhere": [_other_roles_text(number) for number in people["also_ready_for"]],
        }
    )
    st.html(tables.plain(table, kind="roles"))
    row_correction.of_a_role(str(role["role_id"]))


def _other_roles_text(number: int) -> str:
    if not number:
        return "–"
    return f"Ready for {labels.plural(number, 'other role', 'other roles')} too"


def _willingness_text(row: dict[str, Any]) -> str:
    willing = str(row["willing"])
    if willing != "unknown" and pd.isna(row["own_word"]):
        return f"{willing.capitalize()}, going by their last offer or career preference"
    return labels.WILLING[willing]


def contested(sets: pd.DataFrame, coverage: pd.DataFrame, scope: Scope, viewer: access.Viewer) -> None:
    """Draw the sets of roles that share too few people, with the titles of those in the list, and their table."""
    if sets.empty:
        st.write("No set of roles shares too few people: each ready role can be filled by a person of its own.")
        return
    titles, shown = role_titles.known(scope), set(coverage["role_id"])
    items = []
    for row in metric_cache.rows(sets):
        titles_text = ", ".join(role_titles.name(role, titles) for role in labels.ids(row["role_ids"]) if role in shown)
        titles_text = titles_text if len(titles_text) <= NAMES else titles_text[:NAMES].rsplit(", ", 1)[0] + ", …"
        summary = "; ".join(filter(None, [sentences.contested(row), note_wording.words(row["note"])]))
        items.append(f"<li><b>{escape(summary)}</b><span>{escape(titles_text)}</span></li>")
    st.html(f'<ul class="sets">{"".join(items)}</ul>')
    persons = involved(generation.here(), scope.as_of) if viewer.sees_people else {}
    figure_display.table(
        sets, "contested_successors", scope, read=lambda frame: role_titles.worded(frame, titles, persons)
    )
