"""A metric as a viewer may see it: exact, or, under a mask, with small groups left out."""

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
    """A metric's frame, its notes not yet in words; under a mask, without small groups.

    A viewer who does not see every person in their scope (`Viewer.masked`) must be given the mask of the generation.
    Raises NotMasked for a metric that masked viewers are never shown, else what the engine raises.
    """
    if mask is None:
        return engine.measure(cur, name, scope, options, trend=trend)
    return masked_metrics.masked(cur, mask, name, scope, options, trend=trend)
