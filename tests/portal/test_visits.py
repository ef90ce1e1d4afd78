"""One visit: the language chosen stays, thanks come only after an answer, and going back makes no second case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.rules import WaitingFor
from kulanz.channels.form import honeypot
from kulanz.channels.models import Channel
from kulanz.events.actor import Actor
from kulanz.people.models import Brand
from tests.factories import make_customer

from .conftest import Arrive, key_of

THANKS = ("Danke. Schön, dass es gelöst ist.", "Ihre Nachricht ist angekommen.")


@pytest.fixture
def channel(brand: Brand) -> Channel:
    """The form of the brand."""
    return Channel.objects.create(kind="form", name="Formular", brand=brand)


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def fill(client: Client, path: str = "/contact/", **more: object):
    typed = {"name": "Rike", "address": "rike@post.example", "subject": "Speiche", "text": "Sie ist krumm."}
    return client.post(path, {**typed, "stamp": honeypot.opened_stamp(), **more})


def test_a_language_chosen_once_is_spoken_on_every_page_of_the_visit(
    client: Client, channel: Channel, key: str
) -> None:
    client.get(f"{key}?lang=en")

    pages = {path: text_of(client, path) for path in (key, "/my/", "/contact/", "/c/forged/")}
    after = client.post(f"{key}messages/", {"text": "It flickers again."}, follow=True).content.decode()

    assert {path: '<html lang="en"' in page for path, page in pages.items()} == dict.fromkeys(pages, True)
    assert ('<html lang="en"' in after, "Your message has arrived." in after) == (True, True)


def test_the_choice_can_be_taken_back_on_any_page(client: Client, channel: Channel, key: str) -> None:
    client.get(f"{key}?lang=en")
    client.get("/contact/?lang=de")

    assert '<html lang="de"' in text_of(client, key)


def test_the_choice_of_a_visit_says_no_more_than_a_language_and_ends_with_it(client: Client, key: str) -> None:
    client.get(f"{key}?lang=en")

    cookie = client.cookies["kulanz_language"]
    assert (cookie.value, cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("en", "", True, "Lax")


@pytest.mark.parametrize("forged", ["fr", "de-informal", "<script>", "", "EN"])
def test_a_language_that_nobody_offers_changes_nothing(client: Client, key: str, forged: str) -> None:
    client.cookies["kulanz_language"] = forged

    client.get(key, query_params={"lang": forged})

    assert ('<html lang="de"' in text_of(client, key), client.cookies["kulanz_language"].value) == (True, forged)


def test_who_reads_english_and_asks_for_german_is_addressed_as_the_brand_does(client: Client, arrive: Arrive) -> None:
    Brand.objects.update(register="informal")
    case = arrive(language="en")

    page = text_of(client, f"{key_of(case)}?lang=de")

    assert "Dein Anliegen ist angekommen." in page


def test_the_other_language_of_a_refused_letter_is_a_page_that_opens(client: Client, key: str) -> None:
    page = client.post(f"{key}messages/", {"text": ""}).content.decode()

    assert (f'href="{key}?lang=en"' in page, client.get(f"{key}?lang=en").status_code) == (True, 200)


def test_the_other_language_of_a_page_keeps_its_brand(client: Client, brand: Brand) -> None:
    assert f'href="?brand={brand.pk}&amp;lang=en"' in text_of(client, f"/my/?lang=de&brand={brand.pk}")


@pytest.mark.parametrize("typed", ["solved", "open", "written", "kept", "<b>x</b>"])
def test_nobody_is_thanked_for_what_they_only_typed_into_the_address(client: Client, key: str, typed: str) -> None:
    page = client.get(key, query_params={"done": typed}).content.decode()

    assert [thanks for thanks in (*THANKS, "Danke für Ihre Rückmeldung") if thanks in page] == []


def test_thanks_are_said_once_and_after_the_answer(client: Client, case: Case, key: str, agent: Actor) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Passt es nun?", proposes_solution=True)

    pages = [client.post(f"{key}answer/", {"solved": "yes"}, follow=True).content.decode(), text_of(client, key)]

    assert [THANKS[0] in page for page in pages] == [True, False]


def test_the_same_form_from_a_fresh_page_is_the_same_case(client: Client, channel: Channel) -> None:
    numbers = [fill(client, submission=f"page{n}").context["number"] for n in range(3)]

    assert (len(set(numbers)), Case.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other", [{"text": "Nun ist sie ganz ab."}, {"subject": "Zweite Speiche"}, {"address": "rita@post.example"}]
)
def test_another_form_is_another_case(client: Client, channel: Channel, other: dict[str, str]) -> None:
    fill(client)
    fill(client, **other)

    assert Case.objects.count() == 2


def test_the_same_words_through_another_door_are_another_case(client: Client, channel: Channel, brand: Brand) -> None:
    second = Channel.objects.create(kind="form", name="Versand", brand=brand)

    fill(client)
    fill(client, f"/contact/{second.pk}/")

    assert [case.entrance_id for case in Case.objects.order_by("id")] == [channel.pk, second.pk]


@pytest.mark.parametrize(("register", "said"), [("formal", "wartet auf Sie"), ("informal", "wartet auf dich")])
def test_the_own_list_says_you_where_the_customer_is_awaited(
    client: Client, case: Case, enter: Callable[..., str], register: str, said: str, agent: Actor
) -> None:
    Brand.objects.update(register=register)
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.CUSTOMER)

    page = text_of(client, enter(client, "anna@post.example"))

    assert (said in page, "wartet auf Kund" in page) == (True, False)


def test_somebody_without_matters_sees_an_empty_list(client: Client, brand: Brand, enter: Callable[..., str]) -> None:
    make_customer(address="rike@post.example")

    page = text_of(client, enter(client, "rike@post.example"))

    assert ("Hier ist noch nichts." in page, "Radhaus" in page) == (True, True)


def test_nobody_of_ours_is_a_team_in_the_wrong_case(client: Client, case: Case, key: str, agent: Actor) -> None:
    actions.take_case(case_id=case.pk, by=agent)
    actions.assign_case(case_id=case.pk, by=agent, user_id=None)
    pages = [text_of(client, key)]
    for whom in (WaitingFor.OTHERS, WaitingFor.CUSTOMER):
        actions.wait_for(case_id=case.pk, by=agent, whom=whom)
        pages.append(text_of(client, key))

    assert [("Bei unserem Team." in page, "Bei unser Team" in page, "unser Team macht" in page) for page in pages] == [
        (True, False, False), (True, False, False), (False, False, False),
    ]  # fmt: skip
    assert "Unser Team macht weiter, sobald Sie geantwortet haben." in pages[2]
