"""One clock, and ids that nobody guesses."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from kulanz.core import clock as house_clock
from kulanz.core.ids import public_id

THEN = datetime(2020, 2, 29, 12, 0, tzinfo=UTC)


def test_the_clock_is_aware_and_in_utc() -> None:
    moment = house_clock.now()

    assert (moment.tzinfo is not None, moment.utcoffset()) == (True, UTC.utcoffset(None))


def test_the_clock_stands_inside_and_goes_on_after() -> None:
    before = house_clock.now()
    with house_clock.standing_at(THEN):
        inside = [house_clock.now(), house_clock.now()]

    assert (inside, house_clock.now() >= before) == ([THEN, THEN], True)


def test_a_clock_within_a_clock_gives_the_outer_one_back() -> None:
    inner = datetime(2021, 1, 1, tzinfo=UTC)
    with house_clock.standing_at(THEN):
        with house_clock.standing_at(inner):
            seen = house_clock.now()
        after = house_clock.now()

    assert (seen, after) == (inner, THEN)


def test_the_clock_goes_on_after_a_failure() -> None:
    with pytest.raises(RuntimeError), house_clock.standing_at(THEN):
        raise RuntimeError

    assert house_clock.now() > THEN


def test_the_clock_stands_for_nobody_else() -> None:
    seen: list[datetime] = []

    with house_clock.standing_at(THEN):
        other = threading.Thread(target=lambda: seen.append(house_clock.now()))
        other.start()
        other.join()

    assert seen[0] > THEN


def test_ids_have_their_length_and_never_meet() -> None:
    made = [public_id() for _ in range(5000)]

    assert ({len(each) for each in made}, len(set(made))) == ({22}, 5000)
    assert all(each.isascii() and each.isalnum() for each in made)
