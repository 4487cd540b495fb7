from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from metrics.statistics import confidence_intervals


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (10, 10, 0.722, 1.0),  # the dictionary's worked cases
        (1, 3, 0.061, 0.792),
        (0, 5, 0.0, 0.434),
        (4, 14, 0.117, 0.547),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, two-sided intervals for the single proportion
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_limits(hits, of, low, high):
    found = [float(limit) for limit in confidence_intervals.wilson(hits, of)]
    assert found == pytest.approx([low, high], abs=6e-4 if of < 15 else 6e-5)


@pytest.mark.parametrize(("hits", "of"), [(0, 7), (3, 7), (7, 7), (120, 4000)])
def test_wilson_agrees_with_scipy(hits, of):
    theirs = stats.binomtest(hits, of).proportion_ci(method="wilson")
    assert [float(x) for x in confidence_intervals.wilson(hits, of)] == pytest.approx(
        [theirs.low, theirs.high], abs=1e-12
    )


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (
            (56, 70),
            (48, 80),
            0.0524,
            0.3339,
        ),  # Newcombe 1998, interval estimation for the difference, table II, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_limits(first, second, low, high):
    assert [round(float(x), 4) for x in confidence_intervals.newcombe(*first, *second)] == [low, high]


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (10, 4.7954, 18.3904), (100, 81.3640, 121.6270)],
)
def test_garwood_gives_the_tabled_poisson_limits(events, low, high):
    assert [round(float(x), 3) for x in confidence_intervals.garwood(events, 1)] == [round(low, 3), round(high, 3)]


def test_garwood_is_per_unit_of_exposure():
    assert float(confidence_intervals.garwood(10, 20)[1]) == pytest.approx(18.3904 / 20, abs=1e-5)


def test_without_data_there_is_no_interval():
    for found in (
        confidence_intervals.wilson(0, 0),
        confidence_intervals.garwood(0, 0),
        confidence_intervals.newcombe(0, 0, 3, 4),
    ):
        assert all(math.isnan(float(limit)) for limit in found)


def test_one_stratum_of_weight_one_keeps_its_own_interval():
    low, high = confidence_intervals.mover_sum([1.0], [0.8], ([0.7], [0.88]))
    assert (low, high) == pytest.approx((0.7, 0.88))


def test_two_strata_combine_their_distances_to_the_limits():
    # by hand: 0.5·0.8 + 0.5·0.6 = 0.7; down √(0.05² + 0.1²), up √(0.04² + 0.05²)
    low, high = confidence_intervals.mover_sum([0.5, 0.5], [0.8, 0.6], ([0.7, 0.4], [0.88, 0.7]))
    assert low == pytest.approx(0.7 - math.sqrt(0.0125))
    assert high == pytest.approx(0.7 + math.sqrt(0.0041))


def test_the_pooled_z_is_the_square_root_of_pearsons_chi_square():
    table = np.array([[56, 14], [48, 32]])
    theirs = stats.chi2_contingency(table, correction=False).pvalue
    assert float(confidence_intervals.pooled_z(56, 70, 48, 80)) == pytest.approx(theirs, rel=1e-12)


def test_log_log_is_wilson_where_the_curve_stands_at_one_or_nought():
    low, high = confidence_intervals.log_log([1.0, 0.0], [0.0, np.inf], [10, 5])
    assert low == pytest.approx([0.722, 0.0], abs=5e-4)
    assert high == pytest.approx([1.0, 0.434], abs=5e-4)


def test_log_log_inside_follows_kalbfleisch_and_prentice():
    # by hand: 1 of 10 leaves, then 1 of 9: S = 0.8, Σ = 1/90 + 1/72 = 0.025, se(log −log S) = √0.025 / |ln 0.8|
    spread = math.exp(1.959964 * math.sqrt(0.025) / -math.log(0.8))
    low, high = confidence_intervals.log_log([0.8], [0.025], [9])
    assert (low[0], high[0]) == pytest.approx((0.8**spread, 0.8 ** (1 / spread)), abs=1e-6)
