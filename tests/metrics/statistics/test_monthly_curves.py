"""Groups too small for a curve, as a note names them."""

from __future__ import annotations

from metrics.statistics.monthly_curves import group_names


def test_groups_are_named_in_the_order_of_their_values_wherever_the_rows_stood() -> None:
    keys = [(10, "ic"), (2, "manager"), (None, "ic"), (2, "ic")]
    named = ["2 ic", "2 manager", "10 ic", "None ic"]
    assert group_names(keys) == group_names(reversed(keys)) == named


def test_the_whole_company_has_no_name() -> None:
    assert group_names([()]) == []
