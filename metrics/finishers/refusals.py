"""Declined promotions, their reasons, and stated career preferences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Notes, counted, note_column, what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals


def finish_promotion_refusals(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Adds the share of answered offers that were declined, with Wilson's interval."""
    declined = rows["declined"].to_numpy(float)
    answered = rows["accepted"].to_numpy(float) + declined
    low, high = confidence_intervals.wilson(declined, answered)
    with np.errstate(invalid="ignore"):
        rates = rows.assign(refusal_rate=declined / answered, low=low, high=high)
    return _noted(rates, question)


def finish_refusal_reasons(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The counts of the query, with a note on undated decisions."""
    return _noted(rows, question)


def finish_career_preferences(rows: pd.DataFrame, _: Question) -> pd.DataFrame:
    """Adds the share of each preference, with Wilson's interval."""
    people, all_people = rows["people"].to_numpy(float), rows["_size"].to_numpy(float)
    low, high = confidence_intervals.wilson(people, all_people)
    return rows.assign(share=people / all_people, low=low, high=high)


def _noted(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Notes where the day of the offer replaces that of the decision, and what the groups rest on."""
    notes = [
        Notes.of(counted(Kind.UNDATED_OFFERS, undated, total))
        for undated, total in zip(rows["_undated"], rows["_of"], strict=True)
    ]
    return what_groups_rest_on(rows.assign(_note=note_column(notes, rows)), question.scope)


def finish_role_repulsion(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Adds the share declined of each kind of role offered, with Wilson's interval."""
    return finish_promotion_refusals(rows, question)


FINISH = {
    "promotion_refusals": finish_promotion_refusals,
    "refusal_reasons": finish_refusal_reasons,
    "career_preferences": finish_career_preferences,
    "role_repulsion": finish_role_repulsion,
}
