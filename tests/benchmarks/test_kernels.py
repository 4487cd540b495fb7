from __future__ import annotations

from benchmarks import kernels


def test_a_made_up_bench_is_the_same_each_time_and_of_the_size_asked_for():
    first, second = kernels.made_up(30, 90), kernels.made_up(30, 90)
    assert first.equals(second)
    assert len(first) == 30
    named = sum(len(people) for kind in first.filter(like="people") for people in first[kind])
    assert 60 < named <= 90


def test_the_larger_size_has_no_goal():
    (roles, nominations), larger = kernels.SIZES
    assert kernels.Kernel("stress", roles, nominations, 4.9).holds
    assert kernels.Kernel("stress", roles, nominations, 5.1).holds is False
    assert kernels.Kernel("stress", *larger, 900.0).holds is None
