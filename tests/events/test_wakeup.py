"""Whoever waits for new rows is woken when they are there for everybody, and not before."""

from __future__ import annotations

import gc

import pytest
from django.db import connection, transaction

from kulanz.events.wakeup import Wakeup


@pytest.mark.django_db(transaction=True)
def test_waiting_threads_are_woken_after_the_commit_and_not_before() -> None:
    wakeup = Wakeup()
    first, second = wakeup.subscribe(), wakeup.subscribe()

    with transaction.atomic():
        wakeup.notify_after_commit()
        before = (first.is_set(), second.is_set())

    assert (before, (first.is_set(), second.is_set())) == ((False, False), (True, True))


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_wakes_nobody() -> None:
    wakeup = Wakeup()
    waiting = wakeup.subscribe()

    with pytest.raises(RuntimeError), transaction.atomic():
        wakeup.notify_after_commit()
        raise RuntimeError

    assert not waiting.is_set()


@pytest.mark.django_db
def test_whoever_is_gone_costs_nothing() -> None:
    wakeup = Wakeup()
    waiting = wakeup.subscribe()
    wakeup.notify_after_commit()
    with_somebody = len(connection.run_on_commit)

    del waiting
    gc.collect()
    wakeup.notify_after_commit()

    assert len(connection.run_on_commit) == with_somebody
