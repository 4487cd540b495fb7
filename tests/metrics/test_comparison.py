"""Differences and their intervals against published examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metrics import comparison
from metrics.statistics import confidence_intervals

# The 15 comparisons of Benjamini and Hochberg (1995), section 3.2.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_four_of_the_published_fifteen_stay_clear_after_adjusting() -> None:
    adjusted = comparison.adjusted(PUBLISHED)
    assert (adjusted <= 0.05).sum() == 4
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


def test_adjusting_agrees_with_scipy_in_any_order() -> None:
    shuffled = np.random.default_rng(1).permutation(PUBLISHED)
    np.testing.assert_allclose(comparison.adjusted(shuffled), stats.false_discovery_control(shuffled))


def test_what_has_no_p_is_not_counted() -> None:
    adjusted = comparison.adjusted([0.04, np.nan, 0.02])
    np.testing.assert_allclose(adjusted, [0.04, np.nan, 0.04])
    assert comparison.adjusted([]).size == 0


def rate(hits: int, n: int) -> pd.DataFrame:
    low, high = confidence_intervals.wilson(hits, n)
    return pd.DataFrame({"share": [hits / n], "low": [float(low)], "high": [float(high)], "step": ["named"]})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [  # Newcombe (1998), table II, method 10
        ((56, 70), (48, 80), (0.2000, 0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.6000, 0.1705, 0.8090)),
        ((5, 56), (0, 29), (0.0893, -0.0381, 0.1926)),
        ((10, 10), (0, 10), (1.0000, 0.6075, 1.0000)),
    ],
)
@pytest.mark.parametrize("on", [[], ["step"]])
def test_a_difference_of_two_shares_has_newcombes_interval(
    first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float, float], on: list[str]
) -> None:
    row = comparison.differences(rate(*first), rate(*second), "share", on).iloc[0]
    assert (row["difference"], row["low"], row["high"]) == pytest.approx(expected, abs=5e-5)


def test_what_one_side_does_not_have_is_not_compared() -> None:
    second = rate(1, 2).assign(step="ready")
    assert comparison.differences(rate(1, 2), second, "share", ["step"]).empty


def test_each_group_is_held_against_everybody_else() -> None:
    frame = pd.DataFrame(
        {
            "business_unit": ["A", "B", "C", "hidden"],
            "headcount_start": pd.array([70, 50, 30, None], dtype="Int64"),
            "leavers": pd.array([14, 20, 12, None], dtype="Int64"),
        }
    )
    rows = comparison.against_the_rest(frame, "retention_rate", ["business_unit"]).set_index("business_unit")
    assert list(rows.index) == ["A", "B", "C"]
    a = rows.loc["A"]  # 56 of 70 stayed, of the rest 48 of 80: Newcombe's first example
    assert (a["share"], a["rest"]) == pytest.approx((0.8, 0.6))
    assert (a["low"], a["high"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    _, p, _, _ = stats.chi2_contingency([[56, 14], [48, 32]], correction=False)
    assert a["p_value"] == pytest.approx(p)
    np.testing.assert_allclose(rows["adjusted_p"], stats.false_discovery_control(rows["p_value"]))


def test_within_a_step_only_that_steps_rows_are_the_rest() -> None:
    frame = pd.DataFrame(
        {
            "business_unit": ["A", "A", "B", "B"],
            "step": ["named", "ready", "named", "ready"],
            "covered": [5, 1, 10, 2],
            "roles": [10, 10, 20, 20],
        }
    )
    rows = comparison.against_the_rest(frame, "bench_strength", ["business_unit"], ["step"])
    assert list(rows["rest"]) == pytest.approx([0.5, 0.1, 0.5, 0.1])


def test_a_group_that_is_alone_has_nothing_to_be_held_against() -> None:
    frame = pd.DataFrame({"business_unit": ["A"], "headcount_start": [10], "leavers": [2]})
    row = comparison.against_the_rest(frame, "retention_rate", ["business_unit"]).iloc[0]
    assert np.isnan(row["rest"])
    assert np.isnan(row["adjusted_p"])
