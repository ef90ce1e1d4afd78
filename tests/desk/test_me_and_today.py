"""The first screen, and a person's own settings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from kulanz.cases import actions
from kulanz.cases.models import Message
from kulanz.cases.rules import Delivery, WaitingFor
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.promises.models import Promise

from .conftest import Arrive, SignIn

ME = {
    "name": "Mara Lindner",
    "service_name": "Mara",
    "language": "de",
    "theme": "dark",
    "shortcuts": "off",
    "undo_seconds": "10",
}


def test_today_shows_who_waits_longest_first(desk: Client, agent: User, arrive: Arrive) -> None:
    times = (("Mittel", 2), ("Lang", 5), ("Kurz", 1))
    for name, days in times:
        case = arrive(subject=name, at=now() - timedelta(days=days), sender_address=f"{name}@post.example")
        actions.take_case(case_id=case.pk, by=actor_for(agent))
        arrive(subject=f"Frei {name}", at=now() - timedelta(days=days), sender_address=f"frei{name}@post.example")

    found = desk.get("/").context["today"]

    assert [case.subject for case in found.waiting_for_me] == ["Lang", "Mittel", "Kurz"]
    assert [case.subject for case in found.waiting_in_team] == ["Frei Lang", "Frei Mittel", "Frei Kurz"]


def test_an_answered_case_no_longer_waits(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive()
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Morgen ist sie da.")

    answer = desk.get("/")

    assert (answer.context["today"].waiting_for_me, answer.context["all_done"]) == ([], True)


def test_what_did_not_get_through_is_shown_to_its_writer(desk: Client, agent: User, arrive: Arrive) -> None:
    message = actions.send_reply(case_id=arrive().pk, by=actor_for(agent), text="Hallo")
    actions.mark_failed(message_id=message.pk, reason="Postfach voll", final=True)

    assert desk.get("/").context["today"].undelivered == [message]


def test_who_got_no_answer_counts_among_those_who_wait(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive()
    message = actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Hallo", waits=True)
    actions.mark_failed(message_id=message.pk, reason="Adresse unbekannt", final=True)

    answer = desk.get("/")

    assert (answer.context["today"].waiting_for_me, answer.context["all_done"]) == ([case], False)
    assert "Niemand wartet auf Sie." not in answer.content.decode()


def test_an_answer_that_is_late_is_not_said_to_be_lost(desk: Client, agent: User, arrive: Arrive) -> None:
    message = actions.send_reply(case_id=arrive().pk, by=actor_for(agent), text="Hallo")
    actions.mark_uncertain(message_id=message.pk, reason="Die Gegenseite ist nicht erreichbar.")

    page = desk.get("/").content.decode()

    assert "Ob Ihre Antwort ankam, steht noch nicht fest" in page
    assert "Ihre Antwort ist nicht angekommen" not in page


def test_what_arrived_after_all_is_said_in_the_case(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive()
    message = actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Hallo")
    actions.mark_uncertain(message_id=message.pk, reason="Die Gegenseite ist nicht erreichbar.")
    actions.settle_delivery(message_id=message.pk, delivery=Delivery.SENT, missed=[])

    assert "Doch noch zugestellt." in desk.get(f"/cases/{case.number}/").content.decode()
    assert desk.get("/").context["today"].undelivered == []


@pytest.mark.parametrize("why", ["waits", "undelivered", "offered", "overdue", "promised"])
def test_whoever_has_left_a_team_sees_nothing_of_its_cases(desk: Client, agent: User, arrive: Arrive, why: str) -> None:
    by, case = actor_for(agent), arrive(subject="Geheimsache")
    actions.take_case(case_id=case.pk, by=by)
    if why != "waits":
        letter = actions.send_reply(case_id=case.pk, by=by, text="Ich rufe an.", proposes_solution=why == "offered")
        state = "failed" if why == "undelivered" else "sent"
        Message.objects.filter(pk=letter.pk).update(delivery=state)
    if why == "offered":
        arrive("Danke, klappt!", case_id=case.pk, at=now() + timedelta(seconds=1))
    if why == "overdue":
        actions.wait_for(case_id=case.pk, by=by, whom=WaitingFor.OTHERS, reason="Lager", until=localdate())
    if why == "promised":
        Promise.objects.create(case=case, words="Ich rufe an.", due_at=now(), promised_by=agent, message=letter)
    before = desk.get("/").content.decode()
    agent.teams.clear()

    assert (case.number in before, case.number in desk.get("/").content.decode()) == (True, False)


def test_what_sounds_solved_is_offered(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive()
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Ist es gelöst?", proposes_solution=True)
    arrive("Danke, klappt!", case_id=case.pk, at=now() + timedelta(seconds=1))

    offered = desk.get("/").context["today"].offered

    assert offered == [Message.objects.get(text="Danke, klappt!")]


@pytest.mark.parametrize("cases", [1, 30])
def test_today_takes_fourteen_queries_whatever_waits(
    desk: Client, agent: User, arrive: Arrive, cases: int, django_assert_num_queries
) -> None:
    for number in range(cases):
        case = arrive(sender_address=f"k{number}@post.example")
        actions.take_case(case_id=case.pk, by=actor_for(agent))

    # Eleven of its own, one for promises, one for who is away, one for what lies still.
    with django_assert_num_queries(14):
        desk.get("/")


@pytest.mark.parametrize(
    ("clock_says", "greeting"),
    [
        ("05:30", "Guten Morgen"),
        ("10:59", "Guten Morgen"),
        ("11:00", "Guten Tag"),
        ("17:59", "Guten Tag"),
        ("18:00", "Guten Abend"),
    ],
)
def test_the_greeting_fits_the_hour_in_germany(desk: Client, clock, clock_says: str, greeting: str) -> None:
    hour, minute = map(int, clock_says.split(":"))
    clock.at = clock.at.replace(hour=hour - 1, minute=minute)

    assert greeting in desk.get("/").content.decode()


def test_own_settings_are_kept_and_hold_from_the_next_page_on(desk: Client, agent: User) -> None:
    answer = desk.post("/me/", ME)

    agent.refresh_from_db()
    assert (answer.status_code, agent.theme, agent.shortcuts, agent.undo_seconds, agent.coach_on) == (
        302, "dark", "off", 10, False,
    )  # fmt: skip
    cookies = {name: answer.cookies[name] for name in ("theme", "single_keys")}
    assert {name: cookie.value for name, cookie in cookies.items()} == {"theme": "dark", "single_keys": "off"}
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
    assert 'data-theme="dark"' in desk.get("/").content.decode()


def test_the_interface_speaks_the_language_that_was_chosen(desk: Client) -> None:
    german = desk.get("/inbox/").content.decode()
    desk.post("/me/", {**ME, "language": "en"})
    english = desk.get("/inbox/").content.decode()

    assert ('lang="de"' in german, "Eingang" in german) == (True, True)
    assert ('lang="en"' in english, "Inbox" in english) == (True, True)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"undo_seconds": "3600"}, {"undo_seconds": "-1"}, {"theme": "pink"}, {"language": "xx"},
     {"shortcuts": ""}, {"undo_seconds": "9" * 5000}, {"name": "x" * 101}],
)  # fmt: skip
def test_wrong_settings_are_refused_and_nothing_is_kept(desk: Client, agent: User, wrong: dict[str, str]) -> None:
    answer = desk.post("/me/", {**ME, **wrong})

    agent.refresh_from_db()
    assert (answer.status_code, agent.theme, agent.name) == (422, "system", "Mara Lindner")


def test_nobody_gives_themselves_a_role(desk: Client, agent: User) -> None:
    desk.post("/me/", {**ME, "is_admin": "on", "is_lead": "on", "email": "boss@demo.example"})

    agent.refresh_from_db()
    assert (agent.is_admin, agent.is_lead, agent.email != "boss@demo.example") == (False, False, True)


@pytest.mark.parametrize(("keys", "kept"), [("off", "off"), ("on", "single"), ("x", "single")])
def test_single_keys_have_an_off_switch(desk: Client, agent: User, keys: str, kept: str) -> None:
    assert desk.post("/me/shortcuts/", {"keys": keys}).status_code == 204
    agent.refresh_from_db()
    assert agent.shortcuts == kept


@pytest.mark.parametrize("place", ["/", "/inbox/", "/customers/", "/me/", "/new/", "/palette/?q=x", "/cases/RL-1/"])
def test_strangers_are_sent_to_sign_in(client: Client, db: None, place: str) -> None:
    answer = client.get(place)

    assert (answer.status_code, answer.headers["Location"].startswith("/account/login/?next=/")) == (302, True)


def headline(desk: Client) -> str:
    page = desk.get("/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<h1>")[1].split("</h1>")[0]).split())


def test_the_headline_says_nobody_waits_only_where_nothing_is_owed(desk: Client, agent: User, arrive: Arrive) -> None:
    free = headline(desk)
    case = arrive()
    actions.take_case(case_id=case.pk, by=actor_for(agent))
    one = headline(desk)
    sent = actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Ich melde mich heute noch.")
    Message.objects.filter(pk=sent.pk).update(delivery="sent")
    Promise.objects.create(
        case=case, message=sent, words="Ich melde mich", due_at=now() + timedelta(minutes=1), promised_by=agent
    )

    assert ("Niemand wartet auf Sie." in free, "Ein Mensch wartet auf Sie." in one) == (True, True)
    assert ("Niemand" in headline(desk), "Eine Zusage ist heute einzuhalten." in headline(desk)) == (False, True)


def test_people_are_counted_not_cases_and_many_are_at_least_so_many(desk: Client, agent: User, arrive: Arrive) -> None:
    for number in range(12):
        case = arrive(sender_address=f"k{number // 2}@post.example")
        actions.take_case(case_id=case.pk, by=actor_for(agent))
        if number == 1:
            few = headline(desk)

    assert ("Ein Mensch wartet auf Sie." in few, "Mindestens 6 Menschen warten" in headline(desk)) == (True, True)


def test_the_page_does_not_contradict_itself_about_the_team(desk: Client, arrive: Arrive) -> None:
    alone = desk.get("/").content.decode()
    arrive()
    together = desk.get("/").content.decode()

    assert ["Auch im Team wartet jemand" in page for page in (alone, together)] == [False, True]
    assert ["Auch im Team wartet niemand" in page for page in (alone, together)] == [True, False]


def test_quotes_are_drawn_by_the_language_of_the_page(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive()
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Ist es gelöst?", proposes_solution=True)
    arrive("Danke, klappt!", case_id=case.pk, at=now() + timedelta(seconds=1))

    page = desk.get("/").content.decode()

    assert ("<q>Danke, klappt!</q>" in page, "“Danke" in page) == (True, False)


@pytest.mark.parametrize("mode", ["single", "alt", "off"])
def test_single_keys_act_as_chosen_on_every_machine(desk: Client, agent: User, sign_in: SignIn, mode: str) -> None:
    desk.post("/me/", {**ME, "shortcuts": mode})
    agent.refresh_from_db()

    pages = [browser.get("/inbox/").content.decode() for browser in (desk, sign_in(agent))]

    shown = "on" if mode == "single" else mode
    assert [f'data-keys="{shown}"' in page for page in pages] == [True, True]
