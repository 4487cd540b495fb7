"""Is it the role that people decline, or managing as such?"""

from __future__ import annotations

import pandas as pd

from metrics.question import Question
from metrics.refusals import finish_promotion_refusals


def finish_role_repulsion(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The share declined of each kind of role, with Wilson's interval."""
    return finish_promotion_refusals(rows, question)


FINISH = {
    "role_repulsion": finish_role_repulsion,
}
