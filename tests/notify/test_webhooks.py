"""Other programs hear the number of a case, what happened and a link: no word of a customer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kulanz.cases.actions import receive_messages
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.core.secret_box import unseal
from kulanz.events.models import Event
from kulanz.notify.actions import post_webhook, save_webhook
from kulanz.notify.actions.webhooks import PostFailed
from kulanz.notify.models import Webhook
from kulanz.notify.posting import body_for
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from tests.conftest import Clock
from tests.factories import make_team

from .services import Service, service

RunJobs = Callable[[], int]
URL = "https://hilfe.example/cases/RL-7/"


@pytest.fixture
def chat(settings: Any) -> Iterator[Service]:
    """Another program, on this machine."""
    settings.INSIDE_HOSTS = ("127.0.0.1",)
    with service() as running:
        running.status = 200
        yield running


def make_webhook(karin: User, chat: Service, *teams: Team, **fields: object) -> Webhook:
    values = {"name": "#service", "program": "mattermost", "kinds": ["new", "answered"], **fields}
    address = f"{chat.url}/hooks/geheim"
    return save_webhook(
        by=actor_for(karin), webhook=Webhook(**values), address=address, teams=[team.pk for team in teams]
    )


def arrive(brand: Brand, team: Team | None = None) -> Case:
    """A letter that begins a case."""
    words = {"sender_name": "Irmgard Paulsen", "subject": "Meine Lampe", "text": "Sie flackert."}
    letter = Arrival(channel="email", brand_id=brand.pk, sender_address="i@post.example", at=now(), **words)
    (received,) = receive_messages([letter])
    return Case.objects.get(pk=received.case_id)


def test_a_new_case_is_told_by_number_and_link_alone(
    karin: User, brand: Brand, chat: Service, run_jobs: RunJobs, settings: Any
) -> None:
    make_webhook(karin, chat)

    case = arrive(brand)
    run_jobs()

    link = f"{settings.PUBLIC_URL}/cases/{case.number}/"
    assert chat.bodies() == [{"text": f"[Anliegen {case.number}: Ein neues Anliegen ist angekommen]({link})"}]


def test_a_webhook_of_another_team_or_one_that_is_off_hears_nothing(
    karin: User, brand: Brand, chat: Service, run_jobs: RunJobs
) -> None:
    make_webhook(karin, chat, make_team())
    make_webhook(karin, chat, name="#aus", is_on=False)
    make_webhook(karin, chat, name="#zusagen", kinds=["overdue"])

    arrive(brand)
    run_jobs()

    assert chat.posts == []


def test_outside_of_the_brand_s_hours_it_waits_where_it_shall(
    karin: User, brand: Brand, chat: Service, clock: Clock, run_jobs: RunJobs
) -> None:
    make_webhook(karin, chat)
    make_webhook(karin, chat, name="#nachts", in_hours=False)
    clock.advance(hours=10)

    arrive(brand)
    run_jobs()
    in_the_night = len(chat.posts)
    clock.advance(hours=13)
    run_jobs()

    assert (in_the_night, len(chat.posts)) == (1, 2)


@pytest.mark.parametrize("program", Webhook.Program.values)
def test_each_program_gets_words_and_link_in_its_own_form(program: str) -> None:
    said = json.dumps(body_for(program, "Anliegen RL-7: Neue Antwort", URL), ensure_ascii=False)

    assert ("Anliegen RL-7: Neue Antwort" in said, URL in said) == (True, True)


def test_teams_gets_a_card() -> None:
    (attachment,) = body_for("teams", "Anliegen RL-7", URL)["attachments"]

    assert attachment["content"]["actions"][0]["url"] == URL
    assert attachment["content"]["body"] == [{"type": "TextBlock", "text": "Anliegen RL-7", "wrap": True}]


def test_what_is_refused_is_tried_again_and_stands_on_the_page_of_the_house(
    karin: User, case: Case, chat: Service, client: Client
) -> None:
    hook = make_webhook(karin, chat)
    chat.status = 403
    client.force_login(karin)

    with pytest.raises(PostFailed):
        post_webhook(webhook_id=hook.pk, kind="answered", case_id=case.pk)

    assert "Es kam Status 403 zurück." in client.get(reverse("office:health")).content.decode()
    chat.status = 200
    post_webhook(webhook_id=hook.pk, kind="answered", case_id=case.pk)
    assert Webhook.objects.get().trouble == ""


def test_an_administrator_sets_one_up_tries_it_out_and_removes_it(karin: User, chat: Service, client: Client) -> None:
    client.force_login(karin)
    given = {"name": "#service", "program": "slack", "kinds": ["new"], "language": "de", "is_on": "on"}
    client.post(reverse("office:new-webhook"), {**given, "secret_address": f"{chat.url}/geheim"})
    hook = Webhook.objects.get()
    page = client.get(reverse("office:notices")).content.decode()

    tried = client.post(reverse("office:webhook-trial", args=[hook.pk]), follow=True).content.decode()
    again = client.get(reverse("office:webhook", args=[hook.pk])).content.decode()
    client.post(reverse("office:webhook", args=[hook.pk]), {**given, "name": "#leise"})
    renamed = Webhook.objects.get()
    client.post(reverse("office:webhook-removal", args=[hook.pk]))

    assert ("geheim" in page, "geheim" in again, "geheim" in hook.address) == (False, False, False)
    assert (unseal(renamed.address), renamed.name) == (f"{chat.url}/geheim", "#leise")
    assert "Es wurde angenommen." in tried
    assert ("geheim" in json.dumps(list(Event.objects.values_list("data", flat=True))), Webhook.objects.count()) == (
        False,
        0,
    )


def test_an_address_that_is_none_is_named(karin: User, client: Client) -> None:
    client.force_login(karin)
    given = {"name": "#service", "program": "slack", "kinds": ["new"], "language": "de"}

    answer = client.post(reverse("office:new-webhook"), {**given, "secret_address": "http://10.0.0.1/"})

    assert (answer.status_code, Webhook.objects.count()) == (422, 0)


def test_an_address_in_an_inner_network_is_told_of(karin: User, client: Client, chat: Service, settings: Any) -> None:
    hook = make_webhook(karin, chat)
    settings.INSIDE_HOSTS = ()
    client.force_login(karin)

    said = client.post(reverse("office:webhook-trial", args=[hook.pk]), follow=True).content.decode()

    assert "Die Adresse ist keine, an die etwas gehen kann." in said
