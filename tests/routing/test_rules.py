"""What a case weighs follows from the case alone."""

from __future__ import annotations

import pytest

from kulanz.routing.rules import Weights, weight_of


@pytest.mark.parametrize(("priority", "points"), [(-1, 1), (0, 2), (1, 3), (2, 4), (-9, 1), (9, 4)])
def test_a_case_that_waits_for_us_weighs_by_its_priority(priority: int, points: int) -> None:
    assert weight_of(priority=priority, is_ours=True, is_heavy=False, weights=Weights()) == points


def test_a_case_that_waits_elsewhere_weighs_little_whatever_its_priority() -> None:
    weighed = {weight_of(priority=each, is_ours=False, is_heavy=False, weights=Weights()) for each in range(-1, 3)}

    assert weighed == {1}


def test_a_heavy_letter_comes_on_top() -> None:
    table = Weights(normal=2, elsewhere=0, heavy=5)

    ours, elsewhere = (weight_of(priority=0, is_ours=each, is_heavy=True, weights=table) for each in (True, False))

    assert (ours, elsewhere) == (7, 5)
