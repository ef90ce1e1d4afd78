"""Jobs behave alike on both databases: this file runs on each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from kulanz.events import jobs

from ..conftest import Clock

pytestmark = pytest.mark.django_db
done: list[object] = []


@jobs.job("test-note")
def note(what: str) -> None:
    done.append(what)


@jobs.job("test-fail", attempts=3, first_pause=timedelta(seconds=10))
def fail(times: int) -> None:
    done.append("tried")
    if len(done) <= times:
        raise ValueError("not yet")


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


def test_a_job_runs_with_its_arguments(run_jobs: Callable[[], int]) -> None:
    note.later(what="Grüße")

    assert run_jobs() == 1
    assert done == ["Grüße"]
    assert jobs.waiting_count() == 0


def test_a_change_that_is_taken_back_leaves_no_job(run_jobs: Callable[[], int]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note.later(what="never")
        raise RuntimeError

    assert run_jobs() == 0
    assert done == []


def test_the_more_urgent_job_runs_first(run_jobs: Callable[[], int]) -> None:
    note.later(what="idle", priority=jobs.IDLE)
    note.later(what="normal")
    note.later(what="first", priority=jobs.FIRST)

    run_jobs()
    assert done == ["first", "normal", "idle"]


def test_a_job_for_later_waits_for_its_time(clock: Clock, run_jobs: Callable[[], int]) -> None:
    note.later(what="tomorrow", at=clock.now() + timedelta(days=1))

    assert run_jobs() == 0
    clock.advance(days=1)
    assert run_jobs() == 1


def test_a_key_waits_only_once(run_jobs: Callable[[], int]) -> None:
    note.later(what="a", key="count")
    note.later(what="b", key="count")
    note.later(what="c", key="other")

    run_jobs()
    assert done == ["a", "c"]


def test_a_key_may_wait_again_while_its_job_runs(run_jobs: Callable[[], int]) -> None:
    again.later(key="recount", rounds=2)

    run_jobs()
    assert done == [2, 1]


@jobs.job("test-again")
def again(rounds: int) -> None:
    done.append(rounds)
    if rounds > 1:
        again.later(key="recount", rounds=rounds - 1)


def test_a_failing_job_is_tried_again_after_a_growing_pause(clock: Clock, run_jobs: Callable[[], int]) -> None:
    fail.later(times=2)

    assert run_jobs() == 1
    clock.advance(seconds=9)
    assert run_jobs() == 0
    clock.advance(seconds=1)
    assert run_jobs() == 1
    clock.advance(seconds=19)
    assert run_jobs() == 0
    clock.advance(seconds=1)
    assert run_jobs() == 1
    assert jobs.failed() == []
    assert jobs.waiting_count() == 0


def test_a_job_that_fails_for_good_is_kept_with_its_error_and_can_run_again(
    clock: Clock, run_jobs: Callable[[], int]
) -> None:
    fail.later(times=3)
    for _ in range(3):
        run_jobs()
        clock.advance(minutes=1)

    (failed,) = jobs.failed()
    assert (failed.name, failed.arguments, failed.attempts) == ("test-fail", {"times": 3}, 3)
    assert "not yet" in failed.error
    assert run_jobs() == 0

    assert jobs.run_again(failed.pk) is True
    assert jobs.failed() == []
    assert run_jobs() == 1
    assert len(done) == 4
    assert jobs.waiting_count() == 0


def test_what_is_not_there_cannot_run_again() -> None:
    assert jobs.run_again(4711) is False


def test_a_job_that_this_version_does_not_know_fails_like_any_other(run_jobs: Callable[[], int], clock: Clock) -> None:
    jobs.enqueue_all([jobs.NewJob("left-by-another-version")])

    for _ in range(jobs.ATTEMPTS):
        run_jobs()
        clock.advance(days=1)
    assert [failed.name for failed in jobs.failed()] == ["left-by-another-version"]


def test_pauses_double_and_end_at_a_day() -> None:
    first = timedelta(seconds=10)

    assert [jobs.pause_after(attempts, first) for attempts in (1, 2, 3, 40)] == [
        timedelta(seconds=10),
        timedelta(seconds=20),
        timedelta(seconds=40),
        timedelta(days=1),
    ]
