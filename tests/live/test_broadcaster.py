"""Rights change while pages are open, and the broadcaster goes with them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from queue import SimpleQueue
from typing import Any

import pytest
from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Sight
from kulanz.events.catalogue import event
from kulanz.live import broadcaster
from kulanz.live.broadcaster import Broadcaster
from kulanz.live.news import BATCH, News, newest_id
from kulanz.live.pages import QUEUE, Client, as_event
from kulanz.live.subscription import Subscription, by_now, sights
from kulanz.people.models import User

from ..factories import make_case, make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@event("test-door-opened")
@dataclass(frozen=True, slots=True)
class DoorOpened:
    case_id: int


@dataclass(eq=False)
class Ear:
    """Hears what it is told, one thing after the other."""

    user_id: int
    told: SimpleQueue[object] = field(default_factory=SimpleQueue)

    def deliver(self, news: Iterable[News]) -> None:
        for each in news:
            self.told.put(each.id)

    def renew(self, sight: Sight | None) -> None:
        self.told.put(sight)

    def end(self) -> None:
        self.told.put("end")


@pytest.fixture
def newest() -> Iterator[Broadcaster]:
    made = Broadcaster()
    yield made
    made.close()


def knock() -> int:
    with transaction.atomic():
        return log.record(DoorOpened(make_case().pk), by=SYSTEM).pk


def test_what_somebody_may_see_is_asked_for_again(newest: Broadcaster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcaster, "RECHECK", timedelta(seconds=-1))
    shop, ina, gone = make_team(), make_user(), make_user()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    ina.teams.set([shop])
    of_ina, of_gone = Ear(ina.pk), Ear(gone.pk)

    newest.subscribe(of_ina)
    newest.subscribe(of_gone)

    assert of_ina.told.get(timeout=10) == Sight(team_ids=frozenset({shop.pk}))
    assert of_gone.told.get(timeout=10) is None


def test_who_has_closed_the_page_is_told_no_more(newest: Broadcaster) -> None:
    stays, goes = Ear(1), Ear(2)
    newest.subscribe(stays)
    newest.subscribe(goes)
    newest.look_back(None, Subscription(1, Sight(), now()))

    newest.unsubscribe(goes)
    event_id = knock()

    assert (stays.told.get(timeout=10), goes.told.empty()) == (event_id, True)


def test_every_stream_ends_with_the_process_and_none_begins_after(newest: Broadcaster) -> None:
    early, late = Ear(1), Ear(1)
    newest.subscribe(early)

    newest.close()
    newest.subscribe(late)

    assert (early.told.get(timeout=10), late.told.get(timeout=10)) == ("end", "end")


def test_rights_of_now_count_and_the_page_keeps_its_age() -> None:
    shop, ina, gone = make_team(), make_user(), make_user()
    ina.teams.set([shop])
    User.objects.filter(pk=gone.pk).update(is_active=False)
    old = Subscription(ina.pk, Sight(all_teams=True), now() - timedelta(hours=1))

    assert by_now(old) == Subscription(ina.pk, Sight(False, frozenset({shop.pk})), old.since)
    assert by_now(Subscription(gone.pk, Sight(all_teams=True), now())) is None
    assert set(sights([ina.pk, gone.pk])) == {ina.pk}


@pytest.mark.parametrize("amount", [1, 30])
def test_what_many_people_may_see_is_asked_for_at_once(amount: int, django_assert_num_queries: Any) -> None:
    shop = make_team()
    ids = [make_user(teams=(shop,)).pk for _ in range(amount)]

    with django_assert_num_queries(2):
        assert set(sights(ids).values()) == {Sight(team_ids=frozenset({shop.pk}))}


def test_an_open_page_hears_by_the_rights_of_now_and_ends_without_any() -> None:
    news = News(1, "test-door-opened", "case", 7, now(), lambda subscription: subscription.sight.covers(3))

    async def heard() -> list[bytes | None]:
        page = Client(Subscription(1, Sight(), now()), asyncio.get_running_loop())
        page.deliver([news])
        page.renew(Sight(team_ids=frozenset({3})))
        page.deliver([news])
        page.renew(None)
        page.renew(Sight(all_teams=True))  # whoever left comes back through the door
        page.deliver([news])
        return [await page.queue.get() for _ in range(3)]

    assert asyncio.run(heard()) == [as_event(news), None, None]


def test_a_page_that_reads_too_slowly_is_sent_away_to_begin_anew() -> None:
    news = News(1, "test-door-opened", "case", 7, now(), lambda subscription: True)

    async def heard() -> bytes | None:
        page = Client(Subscription(1, Sight(), now()), asyncio.get_running_loop())
        for _ in range(QUEUE + 1):
            page.deliver([news])
        await asyncio.sleep(0)  # the loop takes over what was delivered
        return await page.queue.get()

    assert asyncio.run(heard()) is None


def happen(case_ids: Iterable[int]) -> list[int]:
    with transaction.atomic():
        return [each.pk for each in log.record_all([log.Recorded(DoorOpened(pk), SYSTEM) for pk in case_ids])]


@pytest.fixture
def everything() -> Subscription:
    """A page of somebody who sees all cases, made an hour ago."""
    return Subscription(1, Sight(all_teams=True), now() - timedelta(hours=1))


def test_a_page_that_missed_very_much_hears_of_every_case_once_and_of_the_newest_too(
    newest: Broadcaster, everything: Subscription
) -> None:
    busy, quiet = make_case().pk, make_case().pk
    before = newest_id()
    ids = happen([quiet, *[busy] * BATCH, quiet, busy])

    last, news = newest.since(before, everything)

    assert {(each.id, each.subject_id) for each in news if each.id > before} >= {(ids[-2], quiet), (ids[-1], busy)}
    assert last == ids[-1]
    assert len({each.subject_id for each in news}) == len(news)


def test_more_news_at_once_than_are_read_in_one_go_are_all_heard_in_their_order(newest: Broadcaster) -> None:
    case, ear = make_case().pk, Ear(1)
    newest.subscribe(ear)
    newest.look_back(None, Subscription(1, Sight(), now()))

    ids = happen([case] * (2 * BATCH + 1))

    assert [ear.told.get(timeout=5) for _ in ids] == ids


def test_many_news_of_what_is_gone_hide_nothing_that_follows(newest: Broadcaster, everything: Subscription) -> None:
    gone, there = make_case(), make_case().pk
    before = newest_id()
    happen([gone.pk] * (BATCH + 1))
    gone.delete()
    heard = happen([there])

    assert [each.id for each in newest.since(before, everything)[1] if each.id > before] == heard


def test_a_place_that_the_house_has_not_reached_is_that_of_a_page_just_made(
    newest: Broadcaster, everything: Subscription
) -> None:
    """A restored house counts on from an earlier place than its open pages remember."""
    heard = happen([make_case().pk])

    assert heard[0] in {each.id for each in newest.since(10**17, everything)[1]}


def test_a_page_hears_nothing_from_before_it_was_made(newest: Broadcaster) -> None:
    happen([make_case().pk])

    made_later = Subscription(1, Sight(all_teams=True), now() + timedelta(minutes=1))

    assert newest.since(0, made_later)[1] == []
