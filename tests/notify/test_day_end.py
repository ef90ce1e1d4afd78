"""'Feierabend': what is due goes to colleagues or gets a next step, in one go with one way back; then it is quiet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kulanz.cases.actions import write_note
from kulanz.cases.models import Case, Draft
from kulanz.core.refusals import NotAllowed
from kulanz.events.models import Event
from kulanz.notify.actions import DayEndWish, end_day
from kulanz.notify.models import Notice
from kulanz.notify.queries import due_at_day_end
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from kulanz.promises.actions import announce_promise
from kulanz.promises.models import Promise
from kulanz.promises.queries import told_to_customer
from kulanz.routing.models import OffDuty
from kulanz.routing.queries import colleagues
from tests.conftest import Clock
from tests.factories import make_case, make_user

RunJobs = Callable[[], int]


@pytest.fixture
def waiting(team: Team, mara: User, clock: Clock) -> Callable[..., Case]:
    """Makes a case of Mara's in which a customer waits since an hour."""

    def make(**fields: Any) -> Case:
        return make_case(**{"team": team, "assignee": mara, "waiting_since": clock.at - timedelta(hours=1), **fields})

    return make


def test_what_is_due_stands_there_once_with_its_reasons(
    waiting: Callable[..., Case], mara: User, jonas: User, clock: Clock
) -> None:
    by = actor_for(mara)
    plain, promised = waiting(), waiting()
    announce_promise(case_id=promised.pk, by=by, words="Bis heute.", due_at=clock.at + timedelta(hours=2))
    asleep = waiting(waiting_since=None, wakes_at=clock.at + timedelta(hours=20))
    written = waiting(waiting_since=None)
    Draft.objects.create(case=written, user=mara, kind="reply", text="Guten Tag,")
    waiting(assignee=jonas)
    waiting(waiting_since=None, wakes_at=clock.at + timedelta(days=9))

    found = [(each.case.pk, each.why) for each in due_at_day_end(by)]

    assert found == [
        (promised.pk, ["promise", "waits"]), (plain.pk, ["waits"]), (asleep.pk, ["back"]), (written.pk, ["draft"]),
    ]  # fmt: skip


def test_a_day_ends_with_one_press_and_one_way_back(
    waiting: Callable[..., Case], mara: User, jonas: User, desk: Client, clock: Clock
) -> None:
    handed, told, left = waiting(), waiting(), waiting()
    Draft.objects.create(case=handed, user=mara, kind="reply", text="Guten Tag,")
    given = {
        f"to-{handed.pk}": f"person-{jonas.pk}",
        f"to-{told.pk}": "next-step",
        f"words-{told.pk}": "Hier geht es weiter.",
        f"day-{told.pk}": "2026-11-17",
        f"to-{left.pk}": "",
    }

    answer = desk.post(reverse("desk:day-end"), given, follow=True)

    page = answer.content.decode()
    (promise,) = told_to_customer(told, told.customer_id)
    assert (promise.words, promise.due_at) == ("Hier geht es weiter.", datetime(2026, 11, 17, 16, 0, tzinfo=UTC))
    assert list(Case.objects.order_by("id").values_list("assignee_id", flat=True)) == [jonas.pk, mara.pk, mara.pk]
    assert Draft.objects.get().offered_to == jonas
    assert OffDuty.objects.get().until == datetime(2026, 11, 17, 8, 0, tzinfo=UTC)
    assert ("Schönen Feierabend" in page, "Sie haben Feierabend" in page) == (True, True)

    desk.post(answer.context["undo"]["url"])

    assert set(Case.objects.values_list("assignee_id", flat=True)) == {mara.pk}
    assert (Draft.objects.get().is_shared, OffDuty.objects.count()) == (False, 0)
    assert told_to_customer(told, told.customer_id) == []


def test_all_of_it_happens_or_nothing(waiting: Callable[..., Case], mara: User) -> None:
    told, handed, stranger = waiting(), waiting(), make_user()

    with pytest.raises(NotAllowed):
        end_day(
            by=actor_for(mara),
            wishes=[
                DayEndWish(told.pk, words="Morgen.", due_at=datetime(2026, 11, 17, 16, tzinfo=UTC)),
                DayEndWish(handed.pk, to_id=stranger.pk),
            ],
        )

    assert (Promise.objects.count(), OffDuty.objects.count()) == (0, 0)


def test_a_next_step_needs_words_and_a_day(waiting: Callable[..., Case], desk: Client) -> None:
    case = waiting()

    answer = desk.post(
        reverse("desk:day-end"), {f"to-{case.pk}": "next-step", f"words-{case.pk}": "x", f"day-{case.pk}": "2026-11-01"}
    )

    assert answer.status_code == 422
    assert "Bitte wählen Sie einen Tag ab heute." in answer.content.decode()
    assert (Promise.objects.count(), OffDuty.objects.count()) == (0, 0)


def test_whoever_has_called_it_a_day_is_not_at_work_for_colleagues_and_is_left_alone_until_they_are_back(
    waiting: Callable[..., Case], mara: User, jonas: User, karin: User, desk: Client, run_jobs: RunJobs
) -> None:
    case = waiting()
    desk.post(reverse("desk:day-end"), {})
    (now_of_mara,) = [each for each in colleagues(case.brand) if each.user == mara]
    desk.post(reverse("desk:presence"))

    write_note(case_id=case.pk, by=actor_for(jonas), text="@Mara, noch da?")
    run_jobs()
    held = Notice.objects.get().waits_until
    desk.post(reverse("desk:coming-back"))

    assert (now_of_mara.is_at_work, now_of_mara.is_here) == (False, False)
    assert (held, Notice.objects.get().waits_until) == (datetime(2026, 11, 17, 8, 0, tzinfo=UTC), None)


def test_no_event_speaks_of_anybody_s_end_of_the_day(waiting: Callable[..., Case], desk: Client) -> None:
    waiting()
    before = Event.objects.count()

    desk.post(reverse("desk:day-end"), {})

    assert Event.objects.count() == before


def test_the_page_offers_colleagues_by_name_without_a_number(
    waiting: Callable[..., Case], jonas: User, desk: Client, django_assert_max_num_queries: Any
) -> None:
    waiting(), waiting()

    with django_assert_max_num_queries(22):
        page = desk.get(reverse("desk:day-end")).content.decode()

    assert page.count(f'value="person-{jonas.pk}"') == 2
    assert "Jonas Keller · gerade nicht am Platz · frei" in " ".join(page.split())


def test_nobody_but_the_customer_reads_what_was_announced(case: Case, mara: User, clock: Clock) -> None:
    announce_promise(case_id=case.pk, by=actor_for(mara), words="Morgen.", due_at=clock.at + timedelta(days=1))
    other = make_case().customer

    assert [each.words for each in told_to_customer(case, case.customer_id)] == ["Morgen."]
    assert told_to_customer(case, other.pk) == []
