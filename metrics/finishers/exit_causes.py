"""Why people leave, and how much experience leaves with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Note, Notes, counted, note_column, what_groups_rest_on
from metrics.question import Question
from metrics.statistics.monthly_curves import Watch, curve_notes, drawn, monthly

CAUSES = ("voluntary", "involuntary", "retirement", "other", "unknown")
COLUMNS = ("month", "cause", "at_risk", "cumulative", "start", "no_time", "_of", "_assumed", "_derived")


def finish_exit_causes(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group, month and cause: the cumulative share, from event times."""
    months, too_few = drawn(rows, question, lambda moves: _cause_rows(moves, question), COLUMNS)
    notes = curve_notes(question, too_few)
    of_rows = [notes(*row) for row in zip(months["start"], months["no_time"], strict=True)]
    noted = months.assign(_note=note_column(of_rows, months))
    return what_groups_rest_on(noted, question.scope, track=question.options["clock"] == "track")


def finish_expertise_lost(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Years of tenure lost; those of high performers are empty where nobody was rated."""
    rated = rows["rosters_with_ratings"] > 0
    high = rows["high_performers"].where(rated)
    years = rows["tenure_years_high_performers"].fillna(0.0).where(rated)
    notes = [
        Notes.of(counted(Kind.UNRATED, unrated) if any_rating else Note(Kind.NO_RATINGS))
        for any_rating, unrated in zip(rated, rows["unrated"], strict=True)
    ]
    finished = rows.assign(high_performers=high, tenure_years_high_performers=years, _note=note_column(notes, rows))
    return what_groups_rest_on(finished.assign(tenure_years=rows["tenure_years"].fillna(0.0)), question.scope)


def _cause_rows(moves: pd.DataFrame, question: Question) -> pd.DataFrame | None:
    """One row per month and cause, retained last; None where too few are at risk to draw."""
    fewest, horizon = (int(str(question.options[name])) for name in ("min_at_risk", "horizon"))
    curve = monthly(Watch.of(moves, [f"exit_{cause}" for cause in CAUSES]), fewest, horizon)
    if curve is None:
        return None
    names = (*CAUSES, "retained")
    return pd.DataFrame(
        {
            "month": np.repeat(curve.month, len(names)),
            "cause": np.tile(np.array(names, dtype=object), len(curve.month)),
            "at_risk": np.repeat(curve.at_risk, len(names)),
            "cumulative": np.column_stack([curve.left, curve.stayed]).ravel(),
            "start": curve.start,
            **{name: float(moves[name].sum()) for name in ("no_time", "_of", "_assumed", "_derived")},
        }
    )


FINISH = {
    "exit_causes": finish_exit_causes,
    "expertise_lost": finish_expertise_lost,
}
