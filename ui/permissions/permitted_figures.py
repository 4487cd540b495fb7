"""A metric as somebody may see it: exact, or, where a mask is given, with small groups left out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics import engine
from metrics.company import Cursor
from metrics.disclosure_control import masked_metrics
from metrics.disclosure_control.mask import Mask
from metrics.scope import Scope


def compute(
    cur: Cursor,
    mask: Mask | None,
    name: str,
    scope: Scope,
    options: Mapping[str, object] | None = None,
    *,
    trend: int = 0,
) -> pd.DataFrame:
    """A metric's frame, as `metrics.engine.measure` gives it: its notes are not yet in words.

    Under a mask, it is what its viewers may be shown.

    Whoever does not see every person in their scope (`Viewer.masked`) must be given the mask of the generation. Raises
    NotMasked for what they are never shown, else what the engine raises.
    """
    if mask is None:
        return engine.measure(cur, name, scope, options, trend=trend)
    return masked_metrics.masked(cur, mask, name, scope, options, trend=trend)
