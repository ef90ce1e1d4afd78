"""The next case: who waits longest, weighed by what presses, and of two who take at once each gets another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.actions import PostponementWish, send_reply, withdraw_reply
from kulanz.cases.models import Case, Message
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from kulanz.promises.models import Promise
from kulanz.routing.actions import take_next
from kulanz.routing.models import Skill, WorkProfile
from kulanz.routing.queries.pile import next_in_pile
from tests.conftest import Clock
from tests.factories import make_brand, make_case, make_customer, make_team, make_user
from tests.pages import in_one_line

from .conftest import Make

KNOWN = {"stops_are_known": True}  # that whom it goes to is a stranger


def promised(case: Case, user: User, due_at: object) -> None:
    letter = Message.objects.create(case=case, direction="out", delivery="sent", text="Bis dahin.")
    Promise.objects.create(case=case, words="Bis dahin", due_at=due_at, promised_by=user, message=letter)


def test_whoever_waits_longest_comes_first(by: Actor, waiting: Make, clock: Clock) -> None:
    later, earlier = waiting(waiting_since=clock.at), waiting()

    taken = [take_next(by=by) for _ in range(3)]

    assert [each.case.pk if each else None for each in taken] == [earlier.pk, later.pk, None]
    assert set(Case.objects.values_list("assignee_id", flat=True)) == {by.user_id}


def test_what_presses_comes_before_what_waits_a_little_longer(
    by: Actor, mara: User, waiting: Make, clock: Clock
) -> None:
    plain, urgent, due = waiting(), waiting(priority=2), waiting()
    promised(due, mara, clock.at + timedelta(hours=2))

    assert [each.case_id for each in next_in_pile(by)] == [due.pk, urgent.pk, plain.pk]


def test_a_pressing_case_is_found_behind_any_number_that_wait_longer(by: Actor, waiting: Make, clock: Clock) -> None:
    for _ in range(70):
        waiting()
    urgent = waiting(waiting_since=clock.at, priority=2)

    assert next_in_pile(by)[0].case_id == urgent.pk


def test_a_known_customer_goes_before_a_slightly_longer_wait(
    by: Actor, mara: User, waiting: Make, clock: Clock
) -> None:
    anna = make_customer()
    make_case(customer=anna, assignee=mara, status="ended", is_open=False)
    waiting()
    known = waiting(customer=anna, waiting_since=clock.at - timedelta(minutes=10))

    assert next_in_pile(by)[0].case_id == known.pk


def test_what_one_cannot_do_comes_last(by: Actor, mara: User, waiting: Make, clock: Clock) -> None:
    skill = Skill.objects.create(name="Trafos", channels=["form"])
    foreign, needs, plain = waiting(language="en"), waiting(channel="form"), waiting(waiting_since=clock.at)
    before = [each.case_id for each in next_in_pile(by)]
    profile = WorkProfile.objects.create(user=mara, languages=["de", "en"])
    profile.skills.add(skill)

    assert (before[0], [each.case_id for each in next_in_pile(by)]) == (plain.pk, [foreign.pk, needs.pk, plain.pk])


def test_only_what_waits_for_us_with_nobody_is_the_pile(by: Actor, jonas: User, waiting: Make, clock: Clock) -> None:
    waiting(assignee=jonas)
    waiting(waiting_since=None)
    waiting(wakes_at=clock.at + timedelta(days=1))
    waiting(status="ended", is_open=False)
    waiting(team=make_team())

    assert next_in_pile(by) == []


def test_the_next_case_opens_with_its_reason_and_z_gives_it_back(desk: Client, mara: User, waiting: Make) -> None:
    case = waiting(priority=2, subject="Es funkt")

    answer = desk.post("/next/", {"from": "list"})
    page = in_one_line(desk.get(answer.headers["Location"]).content.decode())

    assert answer.headers["Location"] == f"/cases/{case.number}/?view=mine"
    assert "Liegt jetzt bei Ihnen (dringend, wartet 1 Std.)." in page
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")
    assert Case.objects.get(pk=case.pk).assignee is None


@pytest.mark.parametrize(("start", "place"), [("list", "/inbox/"), ("", "/")])
def test_where_nobody_waits_it_is_said(desk: Client, start: str, place: str) -> None:
    answer = desk.post("/next/", {"from": start}, follow=True)

    assert answer.redirect_chain[0][0] == place
    assert "Im Stapel wartet niemand." in answer.content.decode()


def test_today_and_the_list_offer_it(desk: Client, waiting: Make) -> None:
    waiting()

    assert all('data-key="t"' in desk.get(path).content.decode() for path in ("/", "/inbox/?view=unassigned"))
    assert desk.get("/next/").status_code == 405


@pytest.mark.parametrize("amount", [1, 30])
def test_looking_for_the_next_costs_the_same_whatever_the_pile(by: Actor, waiting: Make, amount: int) -> None:
    for _ in range(amount):
        waiting()

    with CaptureQueriesContext(connection) as asked:
        next_in_pile(by)

    # Promises; who waits longest, and what presses; own profile and language; skills of the house; known customers.
    assert len(asked) == 7


@pytest.mark.django_db(transaction=True)
def test_of_several_who_take_at_once_each_gets_another_case() -> None:
    make_brand()
    team: Team = make_team()
    people = [actor_for(make_user(teams=(team,))) for _ in range(4)]
    cases = [make_case(team=team) for _ in range(6)]
    Case.objects.update(waiting_since=cases[0].opened_at)

    taken = at_once([lambda by=each: take_next(by=by) for each in people])

    got = [each.case.pk for each in taken if each is not None]
    assert (len(got), len(set(got))) == (4, 4)
    assert Case.objects.filter(assignee=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_one_person_get_two_cases() -> None:
    make_brand()
    by = actor_for(make_user())
    first = make_case()
    make_case()
    Case.objects.update(waiting_since=first.opened_at)

    taken = at_once([lambda: take_next(by=by)] * 2)

    assert len({each.case.pk for each in taken if each is not None}) == 2


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Call functions in threads of their own, each with a connection of its own, all in the same moment."""
    start, results = Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(call())
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("wish", ["approval", "later"])
def test_a_case_in_which_a_letter_waits_to_go_is_in_somebodys_hands(
    by: Actor, jonas: User, waiting: Make, clock: Clock, wish: str
) -> None:
    jonas.needs_approval = wish == "approval"
    jonas.save()
    case = waiting()
    later = PostponementWish(clock.at + timedelta(days=1)) if wish == "later" else None
    people = [{"name": "Anna", "address": "anna@post.example", "role": "to"}]
    letter = send_reply(
        case_id=case.pk, by=actor_for(jonas), text="Wir kommen.", recipients=people, later=later, **KNOWN
    )
    meanwhile = next_in_pile(by), take_next(by=by)
    withdraw_reply(message_id=letter.pk, by=actor_for(jonas))

    assert (meanwhile, [each.case_id for each in next_in_pile(by)]) == (([], None), [case.pk])
