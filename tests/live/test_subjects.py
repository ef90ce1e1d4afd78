"""Rooms tell of subjects of their own, each to those whom it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from kulanz.config.wiring import LIVE
from kulanz.events import log
from kulanz.events.actor import SYSTEM
from kulanz.events.catalogue import event
from kulanz.live import subjects
from kulanz.live.news import newest_id, news_after
from kulanz.live.subjects import MayHear
from kulanz.live.subscription import token_for
from kulanz.people.actors import actor_for

from ..factories import make_case, make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@event("test-whispered", subject="whisper", id_field="user_id")
@dataclass(frozen=True, slots=True)
class Whispered:
    user_id: int


@event("test-moved", subject="case")
@dataclass(frozen=True, slots=True)
class Moved:
    case_id: int


def to_the_one(user_ids: Sequence[int]) -> Mapping[int, MayHear]:
    """A whisper is for one person, and for nobody where that is nought."""
    return {user_id: _is(user_id) for user_id in user_ids if user_id}


def _is(user_id: int) -> MayHear:
    return lambda subscription: subscription.user_id == user_id


@pytest.fixture
def whispers() -> Iterator[None]:
    """A room that tells of whispers beside the cases."""
    subjects.register({**LIVE, "whisper": to_the_one})
    yield
    subjects.register(LIVE)


def happen(domain_event: Whispered | Moved) -> int:
    with transaction.atomic():
        return log.record(domain_event, by=SYSTEM).pk


def test_a_subject_is_heard_by_those_whom_its_room_names(whispers: None, open_page: Any) -> None:
    ina, ben = make_user(), make_user(is_lead=True)
    of_ina, of_ben = open_page(token_for(actor_for(ina))), open_page(token_for(actor_for(ben)))

    to_ina = happen(Whispered(ina.pk))
    to_ben = happen(Whispered(ben.pk))

    assert of_ina.next() == {"id": to_ina, "event": "whisper", "whisper": ina.pk, "kind": "test-whispered"}
    assert of_ben.next() == {"id": to_ben, "event": "whisper", "whisper": ben.pk, "kind": "test-whispered"}


def test_several_subjects_come_in_the_order_in_which_they_happened(whispers: None) -> None:
    before, case = newest_id(), make_case()

    ids = [happen(Whispered(7)), happen(Moved(case.pk)), happen(Whispered(8))]

    news = news_after(before)
    assert [(each.id, each.subject, each.subject_id) for each in news] == [
        (ids[0], "whisper", 7),
        (ids[1], "case", case.pk),
        (ids[2], "whisper", 8),
    ]


def test_there_are_no_news_of_what_no_room_answers_for() -> None:
    before = newest_id()

    happen(Whispered(7))

    assert (news_after(before), newest_id() > before) == ([], True)


def test_what_is_gone_by_now_is_nobodys_news(whispers: None) -> None:
    before, case = newest_id(), make_case()
    happen(Moved(case.pk))
    happen(Whispered(0))

    case.delete()

    assert news_after(before) == []


@pytest.mark.parametrize("amount", [1, 30])
def test_reading_news_takes_one_query_and_one_for_the_cases(amount: int, django_assert_num_queries: Any) -> None:
    before, team = newest_id(), make_team()
    for _ in range(amount):
        happen(Moved(make_case(team=team).pk))

    with django_assert_num_queries(2):
        assert len(news_after(before)) == amount
