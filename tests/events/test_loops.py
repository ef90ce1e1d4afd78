"""A loop outlives a database that is away, and ends when it is told to."""

from __future__ import annotations

import threading

from django.db import OperationalError

from kulanz.events import loops
from kulanz.events.loops import Loop


class Counting(Loop):
    def __init__(self, *failing: int) -> None:
        super().__init__("counting")
        self.turns, self.failing, self.enough = 0, failing, threading.Event()

    def turn(self) -> float:
        self.turns += 1
        if self.turns in self.failing:
            raise OperationalError("away")
        if self.turns == 4:
            self.enough.set()
        return 0.0 if self.turns < 4 else 600.0


def test_a_loop_takes_turns_until_it_is_stopped() -> None:
    loop = Counting()
    loop.start()
    assert loop.enough.wait(30)
    loop.stop(30)
    assert (loop.turns, loop._thread.is_alive()) == (4, False)


def test_a_database_that_is_away_costs_a_turn_and_not_the_thread(monkeypatch, caplog) -> None:
    monkeypatch.setattr(loops, "AWAY", 0.01)
    loop = Counting(1, 2)
    loop.start()
    assert loop.enough.wait(30)
    loop.stop(30)
    assert caplog.text.count("counting: the database cannot be asked: away") == 2


def test_a_loop_that_was_stopped_before_it_began_takes_no_turn() -> None:
    loop = Counting()
    loop.stopping.set()
    loop.start()
    loop.stop(30)
    assert loop.turns == 0
