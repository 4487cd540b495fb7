"""A metric as somebody may see it: exact, or, where a mask is given, with small groups left out."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from metrics import engine
from metrics.disclosure_control import masked_metrics
from metrics.disclosure_control.mask import Mask
from metrics.scope import Scope


def compute(
    cur: duckdb.DuckDBPyConnection,
    mask: Mask | None,
    name: str,
    scope: Scope,
    options: Mapping[str, object] | None = None,
    *,
    trend: int = 0,
) -> pd.DataFrame:
    """A metric's frame, as `metrics.engine.compute` gives it; under a mask, what its viewers may be shown of it.

    Whoever does not see every person in their scope (`Viewer.masked`) must be given the mask of the generation. Raises
    NotMasked for what they are never shown, else what the engine raises.
    """
    if mask is None:
        return engine.compute(cur, name, scope, options, trend=trend)
    return masked_metrics.masked(cur, mask, name, scope, options, trend=trend)
