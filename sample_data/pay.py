"""Salaries: raises are equal on both ladders until 2018; then those of experts fall behind."""

from __future__ import annotations

import numpy as np

from sample_data import world
from sample_data.workforce import Workforce
from sample_data.world import MANAGER, Floats, Ints

_BEFORE, _EXPERTS, _MANAGERS = 1.025, 1.019, 1.036
_FIRST_RAISE = 2019 * 12 + 3  # April 2019, in months


def yearly_salary(workforce: Workforce, rows: Ints, level: Ints, track: Ints, place: Ints, days: Ints) -> Floats:
    """The yearly salary of `rows` on `days`, for their FTE, in the currency of their location."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    raises = (months - _FIRST_RAISE) // 12 + 1
    since = np.maximum(raises, 0)
    growth = np.where(track == MANAGER, _MANAGERS**since, _EXPERTS**since) * _BEFORE ** np.minimum(raises, 0)
    full = world.BASE_PAY[level] * world.PAY_BY_LOCATION[place] * workforce.pay[rows] * growth
    return np.asarray(np.round(full * workforce.fte[rows] / 100) * 100)
