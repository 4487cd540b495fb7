"""The correction of one nomination or offer on screen, by viewers who have the right to mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from charts.formatting import known, label
from data_loaders.contract import fields
from data_loaders.edits.corrections import FIELDS, Correction, Value, correct
from data_loaders.problems import LoadError
from data_loaders.store.generations import Store
from metrics import people_and_roles
from ui import company_folders
from ui.auth import access, audit
from ui.datasource import generation, metric_cache
from ui.text import labels, markdown

_ROWS_OF_A_PERSON = {
    "successors": people_and_roles.correctable_nominations_of_person,
    "promotion_offers": people_and_roles.correctable_offers_of_person,
}


def of_a_role(role_id: str) -> None:
    """Draw a fold to correct a nomination for this role."""
    rows = people_and_roles.correctable_nominations_of_role(generation.cursor(generation.here()), role_id)
    _draw("successors", rows, f"role {role_id}")


def of_a_person(table: str, employee_id: str) -> None:
    """Draw a fold to correct a nomination or an offer of this person."""
    rows = _ROWS_OF_A_PERSON[table](generation.cursor(generation.here()), employee_id)
    _draw(table, rows, f"person {employee_id}")


def _draw(table: str, frame: pd.DataFrame, whose: str) -> None:
    if frame.empty or not access.viewer().may("mend") or company_folders.is_sample():
        return
    key = f"{table} {whose}"
    with st.expander("Correct one of them", key=f"correct {key}"):
        if done := st.session_state.pop(f"corrected {key}", None):
            st.success(markdown.text(done))
        rows = {str(row["named"]): _plain(row) for row in metric_cache.rows(frame)}
        choice = st.selectbox("Which", list(rows), key=f"which {key}")
        with st.form(f"form {key} {choice}", border=False):
            values = {field: _ask(table, field, rows[choice], f"{key} {choice}") for field in FIELDS[table]}
            if st.form_submit_button("Correct it"):
                _carry_out(
                    Correction(table, {name: rows[choice][name] for name in fields.key_fields(table)}, values), key
                )


def _ask(table: str, field: str, row: Mapping[str, Value], key: str) -> Value:
    """The new value of the field; its present value where nothing else is chosen."""
    about, present = fields.TABLES[table][field], row[field]
    if about.kind == "date":
        day = present if isinstance(present, date) else None
        new_day: Value = st.date_input(labels.column(field), value=day, format="YYYY-MM-DD", key=f"{field} {key}")
        return new_day
    choices = [*([] if about.required else [None]), *about.words]
    words = {**{word: label(word) for word in about.words}, **labels.CODES.get(field, {})}
    new_code: Value = st.selectbox(
        labels.column(field),
        choices,
        index=choices.index(str(present) if present else None) if present or not about.required else 0,
        format_func=lambda word: words.get(word, "Nothing on record") if word else "Nothing on record",
        key=f"{field} {key}",
    )
    return new_code


def _carry_out(correction: Correction, key: str) -> None:
    doer = audit.name(access.demand("mend"))
    try:
        number = correct(Store(generation.here()[0]), correction, loaded_at=datetime.now().astimezone(), loaded_by=doer)
    except LoadError as refusal:
        st.error(markdown.text(refusal))
        return
    st.session_state[f"corrected {key}"] = (
        f"Corrected, as load {number}. Every page shows it now; “Undo the newest load” on the page Upload takes it "
        "back."
    )
    st.rerun()


def _plain(row: Mapping[str, Any]) -> dict[str, Value]:
    return {
        name: None if not known(value) else value.date() if isinstance(value, datetime) else value
        for name, value in row.items()
    }
