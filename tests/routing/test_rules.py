"""What a case weighs follows from the case alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kulanz.routing.rules import Because, InPile, Weights, own_bounds, pressure, weight_of, why_next


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


def waits(hours: float, **more: object) -> InPile:
    return InPile(1, timedelta(hours=hours), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (waits(3), waits(2)),
        (waits(1, priority=1), waits(8)),
        (waits(1, priority=2), waits(24)),
        (waits(1, due=Because.TODAY), waits(2, priority=2)),
        (waits(1, due=Because.OVERDUE), waits(1, due=Because.TODAY)),
        (waits(2, is_known=True), waits(5)),
        (waits(1), waits(8, priority=-1)),
        (waits(1), waits(100, fits=False)),
        (waits(60), waits(1, due=Because.TODAY)),
    ],
)
def test_who_waits_long_comes_first_unless_something_presses_more(first: InPile, second: InPile) -> None:
    assert pressure(first) > pressure(second)


def test_the_reasons_are_told_the_strongest_first() -> None:
    each = waits(3, due=Because.TODAY, priority=2, is_known=True)

    assert why_next(each) == [Because.TODAY, Because.URGENT, Because.KNOWN, Because.WAITS]


@pytest.mark.parametrize(("usual", "bounds"), [(30, (15, 60)), (1, (1, 2)), (400, (200, 500))])
def test_one_sets_ones_own_capacity_between_half_and_double(usual: int, bounds: tuple[int, int]) -> None:
    assert own_bounds(usual) == bounds
