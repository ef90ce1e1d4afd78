"""News reach the pages of those who may know them, once and without gaps."""

from __future__ import annotations

import http.client
import json
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from kulanz.events import log
from kulanz.events.actor import SYSTEM
from kulanz.events.catalogue import event
from kulanz.live import subscription
from kulanz.live.pages import PER_PERSON
from kulanz.live.subscription import subscription_of, token_for
from kulanz.people.actors import actor_for

from ..conftest import Clock
from ..factories import make_case, make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@event("test-bell-rang")
@dataclass(frozen=True, slots=True)
class BellRang:
    case_id: int


def ring(case_id: int) -> int:
    with transaction.atomic():
        return log.record(BellRang(case_id), by=SYSTEM).pk


def test_a_page_hears_what_happens(open_page: Any) -> None:
    page = open_page(token_for(actor_for(make_user())))
    case = make_case()

    event_id = ring(case.pk)

    assert page.response.status == 200
    assert page.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert page.next() == {"id": event_id, "event": "case", "case": case.pk, "kind": "test-bell-rang"}


def test_a_page_hears_nothing_of_other_teams(open_page: Any) -> None:
    workshop, shop = make_team(), make_team()
    page = open_page(token_for(actor_for(make_user(teams=(workshop,)))))

    ring(make_case(team=shop).pk)
    ours = ring(make_case(team=workshop).pk)
    nobodys = ring(make_case().pk)

    heard = {page.next()["id"]}
    while len(heard) < 2:  # what happens while a page connects may come twice, and late
        heard.add(page.next()["id"])
    assert heard == {ours, nobodys}


def test_a_lead_hears_of_every_team(open_page: Any) -> None:
    page = open_page(token_for(actor_for(make_user(is_lead=True))))

    event_id = ring(make_case(team=make_team()).pk)

    assert page.next()["id"] == event_id


def test_a_page_that_was_away_gets_what_it_missed(open_page: Any) -> None:
    token = token_for(actor_for(make_user()))
    case = make_case()
    ids = [ring(case.pk) for _ in range(4)]

    page = open_page(token, last_event_id=ids[1])

    heard = {page.next()["id"]}
    while max(heard) < ids[3]:
        heard.add(page.next()["id"])
    assert heard >= {ids[2], ids[3]}


def test_a_fresh_page_gets_what_happened_since_it_was_made(open_page: Any) -> None:
    token = token_for(actor_for(make_user()))
    event_id = ring(make_case().pk)

    assert open_page(token).next()["id"] == event_id


def test_many_pages_hear_every_event(open_page: Any) -> None:
    token = token_for(actor_for(make_user()))
    pages = [open_page(token) for _ in range(10)]
    case = make_case()

    ids = [ring(case.pk) for _ in range(20)]

    for page in pages:
        heard: set[int] = set()
        while ids[-1] not in heard:
            heard.add(page.next()["id"])
        assert heard == set(ids)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction after the other")
def test_an_event_that_commits_late_is_heard(open_page: Any) -> None:
    page = open_page(token_for(actor_for(make_user())))
    case = make_case()
    written, may_commit = threading.Event(), threading.Event()
    late: list[int] = []

    def write_late() -> None:
        with transaction.atomic():
            late.append(log.record(BellRang(case.pk), by=SYSTEM).pk)
            written.set()
            may_commit.wait(5)
        connection.close()

    slow = threading.Thread(target=write_late)
    slow.start()
    written.wait(5)
    early = ring(case.pk)
    assert page.next()["id"] == early
    may_commit.set()
    slow.join()

    assert late[0] < early
    heard = page.next()["id"]
    while heard == early:  # the overlap that finds the late one may say the early one again
        heard = page.next()["id"]
    assert heard == late[0]


def test_nobody_listens_without_a_valid_token(port: int, clock: Clock) -> None:
    token = token_for(actor_for(make_user()))

    assert status(port, "/live/") == 403
    assert status(port, "/live/?token=forged") == 403
    assert status(port, f"/live/?token={token}x") == 403
    assert status(port, f"/live/elsewhere?token={token}") == 404
    assert status(port, f"/live/poll?token={token}") == 200


def test_a_token_ends_with_the_shift(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_for(actor_for(make_user()))
    monkeypatch.setattr(subscription, "LIFETIME", timedelta(seconds=-1))

    assert subscription_of(token) is None


def test_one_person_opens_only_so_many_pages(open_page: Any, port: int) -> None:
    token = token_for(actor_for(make_user()))
    for _ in range(PER_PERSON):
        open_page(token)

    assert open_page(token).response.status == 429


def test_polling_tells_the_same(port: int) -> None:
    shop = make_team()
    token = token_for(actor_for(make_user(teams=(shop,))))
    mine, theirs = make_case(team=shop), make_case(team=make_team())
    first = ring(mine.pk)
    ring(theirs.pk)
    last = ring(mine.pk)

    answer = json.loads(body(port, f"/live/poll?token={token}&after={first}"))

    assert answer["last"] == last
    assert answer["events"][-1] == {"id": last, "case": mine.pk, "kind": "test-bell-rang"}
    assert theirs.pk not in {event["case"] for event in answer["events"]}


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def body(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    content = connection.getresponse().read()
    connection.close()
    return content


def test_who_left_hears_nothing_with_an_old_page(open_page: Any, port: int) -> None:
    leaver = make_user()
    token = token_for(actor_for(leaver))
    before = _poll(port, token)
    leaver.is_active = False
    leaver.save()

    assert (before, _poll(port, token), open_page(token).response.status) == (200, 403, 403)


def test_who_changes_teams_hears_by_the_new_rights(open_page: Any) -> None:
    workshop, shop = make_team(), make_team()
    mover = make_user(teams=(workshop,))
    token = token_for(actor_for(mover))
    mover.teams.set([shop])
    page = open_page(token)

    ring(make_case(team=workshop).pk)
    event_id = ring(make_case(team=shop).pk)

    assert page.next()["id"] == event_id


def test_news_survive_a_restart_of_the_database(open_page: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could restart")
    token = token_for(actor_for(make_user()))
    case = make_case()
    page = open_page(token)
    first = ring(case.pk)
    assert page.next()["id"] == first
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    ended = page.next()
    missed = ring(case.pk)
    back = open_page(token, last_event_id=first)
    heard = [back.next()["id"]]
    later = ring(case.pk)
    while heard[-1] != later:  # what happens while a page connects may come twice
        heard.append(back.next()["id"])

    assert (ended, {missed, later} - set(heard)) == ({"end": True}, set())


def _poll(port: int, token: str) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    asking.request("GET", f"/live/poll?token={token}")
    status = asking.getresponse().status
    asking.close()
    return status
