"""What follows an event: inside its transaction, or as a job under a name that is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.utils.module_loading import import_string

from kulanz.cases.events import CaseLapsed, CaseOpened, CaseReopened
from kulanz.config.wiring import REACTIONS
from kulanz.events import jobs, log
from kulanz.events.actor import SYSTEM
from kulanz.events.log import DeferredReaction, Reactions
from kulanz.events.models import Event

pytestmark = pytest.mark.django_db
HERE = "tests.events.test_reactions"
seen: list[str] = []


def at_once(event: Event) -> None:
    seen.append(f"at once {event.subject_id}")


def later(event: Event) -> None:
    seen.append(f"later {event.subject_id}")


def refuse(event: Event) -> None:
    raise RuntimeError("no")


@pytest.fixture(autouse=True)
def _wired() -> Iterator[None]:
    seen.clear()
    log.wire(
        {
            CaseOpened: Reactions((f"{HERE}.at_once",), (DeferredReaction("test-later", f"{HERE}.later"),)),
            CaseReopened: Reactions((f"{HERE}.at_once", f"{HERE}.refuse")),
        }
    )
    yield
    log.wire(REACTIONS)


def test_what_follows_at_once_has_happened_when_the_event_is_written(run_jobs: Callable[[], int]) -> None:
    log.record(CaseOpened(7), by=SYSTEM)
    assert seen == ["at once 7"]

    run_jobs()
    assert seen == ["at once 7", "later 7"]


def test_what_fails_at_once_undoes_the_action(run_jobs: Callable[[], int]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        log.record(CaseReopened(7), by=SYSTEM)

    assert (Event.objects.count(), run_jobs()) == (0, 0)


def test_an_event_that_nothing_follows_writes_no_job() -> None:
    log.record(CaseLapsed(7), by=SYSTEM)

    assert (seen, jobs.waiting_count()) == ([], 0)


def test_several_events_are_followed_in_their_order() -> None:
    log.record_all([log.Recorded(CaseOpened(number), SYSTEM) for number in (1, 2, 3)])

    assert seen == ["at once 1", "at once 2", "at once 3"]


def test_a_job_of_a_reaction_that_is_no_longer_there_fails_like_any_other(run_jobs: Callable[[], int]) -> None:
    log.record(CaseOpened(7), by=SYSTEM)
    log.wire({})

    run_jobs()

    assert (seen, jobs.waiting_count()) == (["at once 7"], 1)


def test_every_reaction_of_the_house_is_there_under_a_name_of_its_own() -> None:
    functions = [name for each in REACTIONS.values() for name in each.at_once]
    laters = [each for reactions in REACTIONS.values() for each in reactions.later]

    assert all(callable(import_string(name)) for name in [*functions, *(each.function for each in laters)])
    assert len({(each.name, each.function) for each in laters}) == len({each.name for each in laters})
    assert sorted({each.name for each in laters}) == [
        "acknowledge", "give-back-of-leaver", "notify", "prepare-delivery", "prepare-forward", "read-letter",
        "tell-of-new-address",
    ]  # fmt: skip
